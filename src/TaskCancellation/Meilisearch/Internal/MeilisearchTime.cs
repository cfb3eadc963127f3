using System.Globalization;

namespace TaskCancellation.Meilisearch;

/// <summary>Time bounds. The server's are exclusive and compare nanoseconds; a filter's compare 100 ns, so that a task counts with its time cut to that.</summary>
/// <remarks>To the server an instant before 1970 is later than all others: a lower end there would let nothing through, an upper end everything. At 1970 itself they do as they should.</remarks>
internal static class MeilisearchTime
{
    private const string Epoch = "1970-01-01T00:00:00.000000000Z";
    private const string AfterEverything = "9999-12-31T23:59:59.999999999Z";

    /// <summary>Adds the ends that a range has: after… and before….</summary>
    internal static void Add(List<FilterParameter> parameters, string member, TimeRange? range)
    {
        if (range?.Lower is { } lower)
        {
            parameters.Add(new FilterParameter(
                "after" + member,
                [
                    lower.Instant <= DateTimeOffset.UnixEpoch ? Epoch
                    : lower.IsInclusive ? Format(lower.Instant.UtcDateTime.AddTicks(-1), 99)
                    : Format(lower.Instant.UtcDateTime, 99),
                ]));
        }

        if (range?.Upper is { } upper)
        {
            parameters.Add(new FilterParameter("before" + member, [upper.Instant <= DateTimeOffset.UnixEpoch ? Epoch : upper.IsInclusive ? JustAfter(upper.Instant) : Format(upper.Instant.UtcDateTime, 0)]));
        }
    }

    private static string JustAfter(DateTimeOffset instant) =>
        instant.UtcTicks == DateTimeOffset.MaxValue.UtcTicks ? AfterEverything : Format(instant.UtcDateTime.AddTicks(1), 0);

    private static string Format(DateTime utc, int nanoseconds) => string.Create(
        CultureInfo.InvariantCulture, $"{utc:yyyy-MM-dd'T'HH:mm:ss.fffffff}{nanoseconds:00}Z");
}
