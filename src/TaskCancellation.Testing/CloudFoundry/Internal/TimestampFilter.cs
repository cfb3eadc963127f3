using System.Globalization;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary><c>created_ats</c> or <c>updated_ats</c>: plain values are alternatives, values under operators are all demanded.</summary>
internal sealed class TimestampFilter
{
    private readonly List<DateTimeOffset> equal = [];
    private readonly List<(string Operator, DateTimeOffset Value)> bounds = [];
    private readonly bool hasPlainValue;

    /// <summary>Reads all pairs of one key, adding to the errors what is wrong with them.</summary>
    internal TimestampFilter(IEnumerable<QueryPair> pairs, string label, CloudFoundryEmulator emulator, List<string> errors)
    {
        foreach (var (_, part, value) in pairs)
        {
            var values = QueryString.SplitList(value);
            hasPlainValue |= part is null;
            if (part is not (null or "lt" or "lte" or "gt" or "gte"))
            {
                errors.Add($"{emulator.Inferred(label)} Invalid relational operator: '{part}'");
            }
            else if (part is not null && values.Count > 1)
            {
                errors.Add($"{label} only accepts one value when using a relational operator");
            }
            else if (values.Select(Parse).ToList() is var instants && instants.Contains(null))
            {
                errors.Add($"{label} has an invalid timestamp format. Timestamps should be formatted as 'YYYY-MM-DDThh:mm:ssZ'");
            }
            else if (part is null)
            {
                equal.AddRange(instants.Select(instant => instant!.Value));
            }
            else
            {
                bounds.Add((part, instants[0]!.Value));
            }
        }
    }

    internal bool Matches(DateTimeOffset instant) =>
        (!hasPlainValue || equal.Contains(instant)) && bounds.TrueForAll(bound => bound.Operator switch
        {
            "lt" => instant < bound.Value,
            "lte" => instant <= EndOfSecond(bound.Value),
            "gt" => instant > EndOfSecond(bound.Value),
            _ => instant >= bound.Value,
        });

    private static DateTimeOffset EndOfSecond(DateTimeOffset value) => value + TimeSpan.FromMicroseconds(999_999);

    private static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;
}
