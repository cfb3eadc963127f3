using System.Globalization;

namespace TaskCancellation.CloudFoundry;

/// <summary>Instants as the service writes them: UTC, whole seconds.</summary>
internal static class CloudFoundryInstant
{
    internal static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant : null;

    /// <summary>The instant, cut to the second.</summary>
    internal static string Format(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A range as parameters that let through at least what is in it, whether the service compares whole seconds or fractions.</summary>
    internal static IEnumerable<FilterParameter> Widen(string name, TimeRange range)
    {
        if (range.Lower is { } lower)
        {
            yield return new FilterParameter($"{name}[gte]", Format(lower.Instant));
        }

        // The last second of the calendar has no next one to stay below.
        if (range.Upper is { } upper && upper.Instant < DateTimeOffset.MaxValue.AddSeconds(-1))
        {
            yield return new FilterParameter($"{name}[lt]", Format(upper.Instant.AddSeconds(1)));
        }
    }
}
