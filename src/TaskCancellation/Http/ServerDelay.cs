namespace TaskCancellation.Http;

/// <summary>Turns what a server says about time into a delay. A server's instant is measured from its own Date header: its clock and ours are never compared.</summary>
internal static class ServerDelay
{
    /// <summary>The Retry-After of a reply, in either form; null without one, or when a date has no Date to be measured from.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
