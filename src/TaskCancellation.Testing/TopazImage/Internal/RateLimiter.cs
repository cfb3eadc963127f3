namespace TaskCancellation.Testing.TopazImage;

/// <summary>Counts requests per account.</summary>
internal sealed class RateLimiter(TopazImageEmulator emulator)
{
    private readonly RequestWindows windows = new();

    /// <summary>Counts this request; 429 when it is one too many.</summary>
    internal void Count(string account)
    {
        var now = emulator.ServerNow;
        if (emulator.IsOverloaded || (emulator.RateLimit is { } limit && windows.Count(account, now, now + limit.Window).Count > limit.Requests))
        {
            throw new Refusal(429);
        }
    }
}
