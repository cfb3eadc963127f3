namespace TaskCancellation.Testing.TopazImage;

/// <summary>Counts requests per account.</summary>
internal sealed class RateLimiter(TopazImageEmulator emulator)
{
    private readonly Dictionary<string, (int Count, DateTimeOffset End)> windows = new(StringComparer.Ordinal);

    /// <summary>Counts this request; 429 when it is one too many.</summary>
    internal void Count(string account)
    {
        if (emulator.IsOverloaded)
        {
            throw new Refusal(429);
        }

        if (emulator.RateLimit is not { } limit)
        {
            return;
        }

        var now = emulator.ServerNow;
        var (count, end) = windows.GetValueOrDefault(account);
        (count, end) = end <= now ? (1, now + limit.Window) : (count + 1, end);
        windows[account] = (count, end);
        if (count > limit.Requests)
        {
            throw new Refusal(429);
        }
    }
}
