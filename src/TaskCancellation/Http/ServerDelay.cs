namespace TaskCancellation.Http;

/// <summary>Turns what a server says about time into a delay. A server's instant is measured from its own Date header: its clock and ours are never compared.</summary>
internal static class ServerDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>The Retry-After of a reply, in either form; null without one, or when a date has no Date to be measured from.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        null when IsUncountable(response) => Longest,
        _ => null,
    };

    // The framework drops a number of seconds above int.MaxValue as malformed. It is a wish to be left alone all the same.
    private static bool IsUncountable(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values) && values.ToString() is { Length: > 9 } text && text.All(char.IsAsciiDigit);
}
