using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What a list is of, and which parameters it takes.</summary>
/// <param name="Path">The path its page links name.</param>
/// <param name="Keys">Every key it knows, in the order an error names them.</param>
/// <param name="Misplaced">Keys that it knows and does not take, in the order an error names them.</param>
/// <param name="Excluding">A key that also takes <c>[not]</c>; null for none.</param>
internal sealed record ListKind(string Path, IReadOnlyList<string> Keys, IReadOnlyList<string> Misplaced, string? Excluding = null)
{
    internal bool IsNested => Path.StartsWith("/v3/apps/", StringComparison.Ordinal);
}

/// <summary>The parameters of a list, read and checked.</summary>
internal sealed partial class CloudFoundryListQuery
{
    private const int MaximumPerPage = 5000;
    private static readonly string[] Single = ["page", "per_page", "order_by", "created_ats", "updated_ats", "label_selector", "app_guid"];
    private static readonly string[] Paging = ["page", "per_page", "order_by", "app_guid"];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly CloudFoundryEmulator emulator;
    private readonly JsonObject parameters;
    private readonly Dictionary<string, IReadOnlyList<string>> lists = new(StringComparer.Ordinal);
    private readonly List<string> excluded = [];
    private readonly List<string> errors = [];

    internal CloudFoundryListQuery(CloudFoundryEmulator emulator, ListKind kind, JsonObject parameters)
    {
        (this.emulator, this.parameters, Kind) = (emulator, parameters, kind);
        if (emulator.Flavor == CloudFoundryFlavor.Korifi)
        {
            KorifiRules.Check(emulator, kind, parameters);
        }

        var page = Number("page", "Page", 1, null);
        var perPage = Number("per_page", "Per page", 50, MaximumPerPage);
        var maximum = emulator.MaxTotalResults ?? long.MaxValue;
        if (errors.Count == 0 && page * perPage > maximum)
        {
            errors.Add($"Maximum result (page * per_page) must be less than {maximum}");
        }

        OrderBy = Order();
        CreatedAts = Timestamps("created_ats", "Created ats");
        UpdatedAts = Timestamps("updated_ats", "Updated ats");
        Labels = parameters.ContainsKey("label_selector") && kind.Keys.Contains("label_selector") ? LabelSelector.Parse(Scalar("label_selector") ?? "", errors) : null;
        CheckUnknown();
        foreach (var key in kind.Keys.Except(Single))
        {
            ReadList(key);
        }

        var misplaced = kind.Misplaced.Where(parameters.ContainsKey).ToList();
        if (misplaced.Count > 0)
        {
            errors.Add($"Unknown query parameter(s): {Quote(misplaced)}");
        }

        if (errors.Count > 0)
        {
            throw CloudFoundryRefusal.BadQuery(string.Join(", ", errors));
        }

        (Page, PerPage) = ((long)page, (long)perPage);
    }

    internal ListKind Kind { get; }

    internal long Page { get; }

    internal long PerPage { get; }

    /// <summary>The direction and the column; null for the order of creation.</summary>
    internal string? OrderBy { get; }

    internal TimestampFilter CreatedAts { get; }

    internal TimestampFilter UpdatedAts { get; }

    internal LabelSelector? Labels { get; }

    /// <summary>The text of a parameter that is a list: an array is taken for its own JSON.</summary>
    internal static string ListText(JsonNode parameter) => CloudFoundryParameters.Text(parameter) ?? parameter.ToJsonString(Plain);

    /// <summary>Whether the value is one of the requested ones, or none was requested.</summary>
    internal bool Allows(string key, string value, StringComparer? comparer = null) =>
        (!lists.TryGetValue(key, out var values) || values.Contains(value, comparer ?? StringComparer.Ordinal))
        && !(key == Kind.Excluding && excluded.Contains(value));

    /// <summary>Refuses what only the database notices: NULs, instants that are none, and numbers that are none or too large.</summary>
    internal void RequireSound()
    {
        var numbers = lists.GetValueOrDefault("sequence_ids") ?? [];
        if (!CreatedAts.IsSound || !UpdatedAts.IsSound
            || lists.Values.Any(values => values.Any(value => value.Contains('\0', StringComparison.Ordinal)))
            || (Kind.IsNested && !numbers.All(number => IsInteger(number, emulator.Flavor == CloudFoundryFlavor.Korifi ? long.MaxValue : int.MaxValue))))
        {
            throw CloudFoundryRefusal.Unknown();
        }
    }

    /// <summary>Whether a number is among the requested sequence ids, which are compared as numbers.</summary>
    internal bool AllowsSequenceId(long id) => !lists.TryGetValue("sequence_ids", out var values) || values.Any(value => long.Parse(value, NumberStyles.Integer, CultureInfo.InvariantCulture) == id);

    /// <summary>The address of a page of the same list, on the operator's domain.</summary>
    internal string Link(long page)
    {
        var pairs = parameters
            .Where(parameter => parameter.Key.Length > 0 && !Paging.Contains(parameter.Key))
            .SelectMany(parameter => Written(parameter.Key, parameter.Value))
            .Append(new("page", page.ToString(CultureInfo.InvariantCulture)))
            .Append(new("per_page", PerPage.ToString(CultureInfo.InvariantCulture)));
        return emulator.ExternalUrl(Kind.Path) + "?" + CloudFoundryQueryString.Write(OrderBy is null ? pairs : pairs.Append(new("order_by", OrderBy)));
    }

    private IEnumerable<KeyValuePair<string, string?>> Written(string key, JsonNode? value) => value switch
    {
        null => [new(key, null)],
        JsonObject when key == Kind.Excluding => excluded.Select(item => KeyValuePair.Create($"{key}[not][]", (string?)item)),
        JsonObject operators => operators.Select(bound => KeyValuePair.Create($"{key}[{bound.Key}]", CloudFoundryParameters.Text(bound.Value))),
        _ when key == "label_selector" => [new(key, CloudFoundryParameters.Text(value))],
        _ => [new(key, CloudFoundryQueryString.JoinList(CloudFoundryQueryString.SplitList(ListText(value))))],
    };

    private void CheckUnknown()
    {
        var unknown = parameters.Select(parameter => parameter.Key).Except(Kind.Keys).ToList();
        if (unknown.Count > 0)
        {
            errors.Add($"Unknown query parameter(s): {Quote(unknown)}. Valid parameters are: {Quote(Kind.Keys)}");
        }
    }

    private void ReadList(string key)
    {
        if (!parameters.TryGetPropertyValue(key, out var value))
        {
            return;
        }

        if (value is JsonObject hash)
        {
            if (key == Kind.Excluding && hash.Count == 1 && hash["not"] is { } rest)
            {
                excluded.AddRange(CloudFoundryQueryString.SplitList(ListText(rest)));
                return;
            }

            errors.Add($"{char.ToUpperInvariant(key[0])}{key[1..].Replace('_', ' ')} must be an array");
        }

        lists[key] = value is null or JsonObject ? [] : CloudFoundryQueryString.SplitList(ListText(value));
    }

    /// <summary>A parameter that has to be a text; anything else is more than the service is prepared for.</summary>
    private string? Scalar(string key) =>
        parameters[key] is null ? null : CloudFoundryParameters.Text(parameters[key]) ?? throw CloudFoundryRefusal.Unknown();

    private BigInteger Number(string key, string label, int fallback, int? maximum)
    {
        if (Scalar(key) is not { } text)
        {
            return fallback;
        }

        // As far as the digits go: 1abc is 1, 1_0 is 10, abc is 0.
        var digits = LeadingNumber().Match(text).Value.Replace("_", "", StringComparison.Ordinal);
        var number = BigInteger.TryParse(digits, NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) ? parsed : BigInteger.Zero;
        if (number < 1)
        {
            errors.Add($"{label} must be a positive integer");
        }
        else if (number > maximum)
        {
            errors.Add($"{label} must be between 1 and {maximum}");
        }

        return number;
    }

    private string? Order()
    {
        if (Scalar("order_by") is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!Ordering().IsMatch(text))
        {
            errors.Add("Order by can only be: 'created_at', 'updated_at'");
        }

        return text[0] is '-' or '+' ? text : "+" + text;
    }

    private TimestampFilter Timestamps(string key, string label)
    {
        if (parameters.TryGetPropertyValue(key, out var value) && value is null)
        {
            throw CloudFoundryRefusal.Unknown();
        }

        return new TimestampFilter(value, label, errors);
    }

    private static bool IsInteger(string text, long maximum) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number <= maximum && number >= -maximum - 1;

    private static string Quote(IEnumerable<string> keys) => string.Join(", ", keys.Select(key => $"'{key}'"));

    [GeneratedRegex(@"\A\s*[+-]?[0-9]+(?:_[0-9]+)*")]
    private static partial Regex LeadingNumber();

    [GeneratedRegex(@"\A[+-]?(?:created_at|updated_at)\z")]
    private static partial Regex Ordering();
}

/// <summary>Sorts a list, selects a page, and writes it with its pagination object.</summary>
internal static class Pages
{
    internal static IReadOnlyList<T> Sort<T>(CloudFoundryListQuery query, IEnumerable<T> rows, Func<T, DateTimeOffset> createdAt, Func<T, DateTimeOffset> updatedAt, Func<T, string> guid)
    {
        if (query.OrderBy is null)
        {
            return [.. rows];
        }

        var column = query.OrderBy.EndsWith("created_at", StringComparison.Ordinal) ? createdAt : updatedAt;
        return query.OrderBy.StartsWith('-')
            ? [.. rows.OrderByDescending(column).ThenByDescending(guid, StringComparer.Ordinal)]
            : [.. rows.OrderBy(column).ThenBy(guid, StringComparer.Ordinal)];
    }

    internal static EmulatedReply Write<T>(CloudFoundryListQuery query, IReadOnlyList<T> rows, bool isKorifi, Action<Utf8JsonWriter, T> write)
    {
        var resources = rows.Skip((int)Math.Min((query.Page - 1) * query.PerPage, int.MaxValue)).Take((int)query.PerPage).ToList();

        // The total is a column of the rows on the page: without a row there is no total.
        var total = resources.Count == 0 && !isKorifi ? 0 : rows.Count;
        var pages = Math.Max(1, (total + query.PerPage - 1) / query.PerPage);
        return CloudFoundryJson.Reply(200, json =>
        {
            json.WriteStartObject("pagination");
            json.WriteNumber("total_results", total);
            json.WriteNumber("total_pages", pages);
            json.WriteLink("first", query.Link(1));
            json.WriteLink("last", query.Link(pages));
            json.WriteLink("next", query.Page < pages ? query.Link(query.Page + 1) : null);
            json.WriteLink("previous", query.Page > 1 ? query.Link(query.Page - 1) : null);
            json.WriteEndObject();
            json.WriteStartArray("resources");
            foreach (var row in resources)
            {
                json.WriteStartObject();
                write(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
