using System.Globalization;

namespace TaskCancellation.CloudFoundry;

/// <summary>Instants as the service writes them: UTC, whole seconds.</summary>
internal static class CloudFoundryInstant
{
    /// <summary>The instant, cut to the second.</summary>
    internal static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A range of whole seconds as parameters. Told as the second to begin with and the one to stop before, it means the same whatever fraction of a second the service keeps.</summary>
    internal static IEnumerable<FilterParameter> Ends(string name, TimeRange range)
    {
        if (range.Lower is { } lower)
        {
            yield return lower.IsInclusive || IsLast(lower.Instant)
                ? new FilterParameter($"{name}[{(lower.IsInclusive ? "gte" : "gt")}]", [Format(lower.Instant)])
                : new FilterParameter($"{name}[gte]", [Format(lower.Instant.AddSeconds(1))]);
        }

        if (range.Upper is { } upper && !(upper.IsInclusive && IsLast(upper.Instant)))
        {
            yield return new FilterParameter($"{name}[lt]", [Format(upper.IsInclusive ? upper.Instant.AddSeconds(1) : upper.Instant)]);
        }
    }

    // The last second of the calendar has none after it.
    private static bool IsLast(DateTimeOffset instant) => instant > DateTimeOffset.MaxValue.AddSeconds(-1);
}
