using System.Globalization;
using System.Numerics;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What a list is of, and which parameters it takes.</summary>
/// <param name="Path">The path its page links name.</param>
/// <param name="Keys">Every key it knows, in the order an error names them.</param>
/// <param name="IsNested">Whether it is the list of one app.</param>
internal sealed record ListKind(string Path, IReadOnlyList<string> Keys, bool IsNested);

/// <summary>The parameters of a list, read and checked.</summary>
internal sealed class ListQuery
{
    private const int MaximumPerPage = 5000;
    private static readonly string[] Single = ["page", "per_page", "order_by", "created_ats", "updated_ats", "label_selector", "app_guid"];
    private static readonly string[] Columns = ["created_at", "updated_at"];

    private readonly CloudFoundryEmulator emulator;
    private readonly IReadOnlyList<QueryPair> pairs;
    private readonly Dictionary<string, IReadOnlyList<string>> lists = new(StringComparer.Ordinal);
    private readonly List<string> errors = [];

    internal ListQuery(CloudFoundryEmulator emulator, ListKind kind, IReadOnlyList<QueryPair> pairs)
    {
        (this.emulator, this.pairs, Kind) = (emulator, pairs, kind);
        if (emulator.Flavor == CloudFoundryFlavor.Korifi)
        {
            KorifiRules.Check(emulator, kind, pairs);
        }

        CheckKeys();
        Page = Number("page", 1);
        PerPage = Number("per_page", 50);
        (OrderBy, IsDescending) = Order();
        CreatedAts = Timestamps("created_ats", "Created ats");
        UpdatedAts = Timestamps("updated_ats", "Updated ats");
        Labels = Text("label_selector") is { } selector ? LabelSelector.Parse(selector, errors) : null;
        foreach (var pair in pairs.Where(pair => !Single.Contains(pair.Key)))
        {
            lists[pair.Key] = pair.Part is null ? QueryString.SplitList(pair.Value) : NotAnArray(pair.Key);
        }

        if (errors.Count > 0)
        {
            throw Refusal.BadQuery(string.Join(", ", errors));
        }

        if (emulator.MaxTotalResults is { } maximum && Page * PerPage > maximum)
        {
            throw Refusal.BadQuery($"Maximum result (page * per_page) must be less than {maximum}");
        }
    }

    internal ListKind Kind { get; }

    internal long Page { get; }

    internal long PerPage { get; }

    /// <summary>The column; null for the order of creation.</summary>
    internal string? OrderBy { get; }

    internal bool IsDescending { get; }

    internal TimestampFilter CreatedAts { get; }

    internal TimestampFilter UpdatedAts { get; }

    internal LabelSelector? Labels { get; }

    /// <summary>Whether the value is one of those asked for, or none was asked for.</summary>
    internal bool Allows(string key, string value, StringComparer? comparer = null) =>
        !lists.TryGetValue(key, out var values) || values.Contains(value, comparer ?? StringComparer.Ordinal);

    /// <summary>Whether a list of numbers holds something else, which only the database notices.</summary>
    internal bool HasNonInteger(string key) =>
        lists.TryGetValue(key, out var values) && values.Any(value => !long.TryParse(value, CultureInfo.InvariantCulture, out _));

    /// <summary>The address of a page of the same list, on the operator's domain.</summary>
    internal string Link(long page)
    {
        var parameters = pairs
            .Where(pair => pair.Key is not ("page" or "per_page" or "order_by" or "app_guid"))
            .Select(pair => KeyValuePair.Create(
                pair.Part is null ? pair.Key : $"{pair.Key}[{pair.Part}]",
                pair.Key == "label_selector" ? pair.Value : QueryString.JoinList(QueryString.SplitList(pair.Value))))
            .Append(new("page", page.ToString(CultureInfo.InvariantCulture)))
            .Append(new("per_page", PerPage.ToString(CultureInfo.InvariantCulture)));
        if (OrderBy is not null)
        {
            parameters = parameters.Append(new("order_by", (IsDescending ? "-" : "+") + OrderBy));
        }

        return emulator.ExternalUrl(Kind.Path) + "?" + QueryString.Write(parameters);
    }

    private void CheckKeys()
    {
        var unknown = pairs.Select(pair => pair.Key).Distinct().Except(Kind.Keys).ToList();
        if (unknown.Count > 0)
        {
            errors.Add($"Unknown query parameter(s): {Quote(unknown)}. Valid parameters are: {emulator.Inferred(Quote(Kind.Keys))}");
        }

        // These are known keys in the wrong place, which gives the shorter message.
        string[] misplaced = Kind.IsNested ? ["space_guids", "organization_guids", "app_guids"] : ["sequence_ids"];
        var present = misplaced.Where(key => Kind.Keys.Contains("app_guid") && pairs.Any(pair => pair.Key == key)).ToList();
        if (present.Count > 0)
        {
            errors.Add($"Unknown query parameter(s): {Quote(present)}");
        }
    }

    private string? Text(string key) => pairs.LastOrDefault(pair => pair.Key == key)?.Value;

    private long Number(string key, long fallback)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        var label = key == "page" ? "Page" : "Per page";
        if (!BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < 1)
        {
            errors.Add($"{label} must be a positive integer");
        }
        else if (key == "per_page" && number > MaximumPerPage)
        {
            errors.Add($"Per page must be between 1 and {MaximumPerPage}");
        }
        else
        {
            return (long)BigInteger.Min(number, int.MaxValue);
        }

        return fallback;
    }

    private (string? Column, bool IsDescending) Order()
    {
        if (Text("order_by") is not { } text)
        {
            return (null, false);
        }

        var column = text.StartsWith('-') || text.StartsWith('+') ? text[1..] : text;
        if (!Columns.Contains(column))
        {
            errors.Add($"Order by can only be: {Quote(Columns)}");
        }

        return (column, text.StartsWith('-'));
    }

    private TimestampFilter Timestamps(string key, string label) => new(pairs.Where(pair => pair.Key == key), label, emulator, errors);

    private IReadOnlyList<string> NotAnArray(string key)
    {
        errors.Add($"{char.ToUpperInvariant(key[0])}{key[1..].Replace('_', ' ')} must be an array");
        return [];
    }

    private static string Quote(IEnumerable<string> keys) => string.Join(", ", keys.Select(key => $"'{key}'"));
}
