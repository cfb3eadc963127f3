using System.Globalization;

namespace TaskCancellation.Http;

/// <summary>Turns what a server says about time into a delay. A server's instant is measured from its own Date header: its clock and ours are never compared.</summary>
internal static class ServerDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(int.MaxValue);

    // Nobody asks to be left alone for longer than a year: such a number counts from 1970 (older cloud controllers, rate limiters of other makes).
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(366);
    private static readonly long LastInstant = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The Retry-After of a reply, in any form; null without one, or when an instant has no Date to be measured from.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Date: { } date } => Until(date, response.Headers.Date),
        _ when Seconds(response) is { } seconds => FromSeconds(seconds, response.Headers.Date),
        _ => null,
    };

    private static TimeSpan? FromSeconds(decimal seconds, DateTimeOffset? serverNow) =>
        seconds <= (decimal)LongestDelay.TotalSeconds ? TimeSpan.FromSeconds((long)seconds)
        : seconds <= LastInstant ? Until(DateTimeOffset.FromUnixTimeSeconds((long)seconds), serverNow)
        : Longest;

    private static TimeSpan? Until(DateTimeOffset instant, DateTimeOffset? serverNow) =>
        serverNow is not { } now ? null : instant > now ? instant - now : TimeSpan.Zero;

    // The framework drops a number of seconds above int.MaxValue as malformed. It is a wish to be left alone all the same.
    private static decimal? Seconds(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values)
        && values.ToString().Trim() is { Length: > 0 } text && text.All(char.IsAsciiDigit)
            ? decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : decimal.MaxValue
            : null;
}
