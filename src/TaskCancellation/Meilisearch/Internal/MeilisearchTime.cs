using System.Globalization;

namespace TaskCancellation.Meilisearch;

/// <summary>Time bounds. The server's are exclusive and compare nanoseconds; a filter's compare 100 ns, so that a task counts with its time cut to that.</summary>
internal static class MeilisearchTime
{
    private const string BeforeEverything = "0000-12-31T23:59:59.999999999Z";
    private const string AfterEverything = "9999-12-31T23:59:59.999999999Z";

    /// <summary>Adds the ends that a range has: after… and before….</summary>
    internal static void Add(List<FilterParameter> parameters, string member, TimeRange? range)
    {
        if (range?.Lower is { } lower)
        {
            parameters.Add(new FilterParameter("after" + member, lower.IsInclusive ? JustBefore(lower.Instant) : Format(lower.Instant.UtcDateTime, 99)));
        }

        if (range?.Upper is { } upper)
        {
            parameters.Add(new FilterParameter("before" + member, upper.IsInclusive ? JustAfter(upper.Instant) : Format(upper.Instant.UtcDateTime, 0)));
        }
    }

    private static string JustBefore(DateTimeOffset instant) =>
        instant.UtcTicks == 0 ? BeforeEverything : Format(instant.UtcDateTime.AddTicks(-1), 99);

    private static string JustAfter(DateTimeOffset instant) =>
        instant.UtcTicks == DateTimeOffset.MaxValue.UtcTicks ? AfterEverything : Format(instant.UtcDateTime.AddTicks(1), 0);

    private static string Format(DateTime utc, int nanoseconds) => string.Create(
        CultureInfo.InvariantCulture, $"{utc:yyyy-MM-dd'T'HH:mm:ss.fffffff}{nanoseconds:00}Z");
}
