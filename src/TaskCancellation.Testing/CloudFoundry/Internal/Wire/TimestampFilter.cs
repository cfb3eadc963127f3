using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary><c>created_ats</c> or <c>updated_ats</c>: plain values are alternatives; values with operators must all match.</summary>
internal sealed partial class TimestampFilter
{
    private const string WrongFormat = "has an invalid timestamp format. Timestamps should be formatted as 'YYYY-MM-DDThh:mm:ssZ'";

    /// <summary>Up to here, and not a microsecond more, an instant counts as within the second.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromMicroseconds(999_998);

    private readonly List<string> plain = [];
    private readonly List<(string Operator, string Value)> bounds = [];

    /// <summary>Reads the parameter, adding to the errors what is wrong with it.</summary>
    internal TimestampFilter(JsonNode? parameter, string label, List<string> errors)
    {
        if (parameter is JsonObject operators)
        {
            foreach (var (name, value) in operators)
            {
                AddBound(name, value, label, errors);
            }
        }
        else if (parameter is not null)
        {
            plain.AddRange(CloudFoundryQueryString.SplitList(CloudFoundryListQuery.ListText(parameter)));
            errors.AddRange(plain.Where(value => !Format().IsMatch(value)).Select(_ => $"{label} {WrongFormat}"));
        }
    }

    /// <summary>Whether every instant is one; those that are none are well-formed all the same, and reach the database.</summary>
    internal bool IsSound => plain.Concat(bounds.Select(bound => bound.Value)).All(value => Instant(value) is not null);

    internal bool Matches(DateTimeOffset instant) =>
        (plain.Count == 0 || plain.Exists(value => instant >= Instant(value) && instant <= Instant(value) + Second))
        && bounds.TrueForAll(bound => bound.Operator switch
        {
            "lt" => instant < Instant(bound.Value),
            "lte" => instant <= Instant(bound.Value) + Second,
            "gt" => instant > Instant(bound.Value) + Second,
            _ => instant >= Instant(bound.Value),
        });

    private void AddBound(string name, JsonNode? value, string label, List<string> errors)
    {
        var values = CloudFoundryQueryString.SplitList(CloudFoundryParameters.Text(value) ?? "");
        if (name is not ("lt" or "lte" or "gt" or "gte"))
        {
            errors.Add($"{label} Invalid relational operator: '{name}'");
        }

        if (values.Count > 1)
        {
            errors.Add($"{label} only accepts one value when using a relational operator");
        }

        errors.AddRange(values.Where(one => !Format().IsMatch(one)).Select(_ => $"{label} {WrongFormat}"));
        bounds.AddRange(values.Select(one => (name, one)));
    }

    /// <summary>Days past the end of a month, hour 24 and second 60 roll over; other numbers out of range are no instants.</summary>
    private static DateTimeOffset? Instant(string text)
    {
        var part = Format().Match(text).Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        return part is [> 0, >= 1 and <= 12, >= 1 and <= 31, <= 24, <= 59, <= 60] && (part[3] < 24 || (part[4] == 0 && part[5] == 0))
            ? Add(new DateTimeOffset(part[0], part[1], 1, 0, 0, 0, TimeSpan.Zero), new TimeSpan(part[2] - 1, part[3], part[4], part[5]))
            : null;
    }

    /// <summary>What lies after the last year of four digits is later than any row.</summary>
    private static DateTimeOffset Add(DateTimeOffset month, TimeSpan rest) =>
        rest < DateTimeOffset.MaxValue - Second - month ? month + rest : DateTimeOffset.MaxValue - Second;

    [GeneratedRegex(@"\A([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z\n?\z")]
    private static partial Regex Format();
}
