namespace TaskCancellation.Testing;

/// <summary>Counts requests per key in windows of time, for rate limits.</summary>
internal sealed class RequestWindows
{
    private readonly Dictionary<string, (int Count, DateTimeOffset End)> windows = new(StringComparer.Ordinal);

    /// <summary>Counts one request, and gives its number in the window it falls into, and the end of that.</summary>
    /// <param name="key">Whose requests are counted together.</param>
    /// <param name="now">When it came.</param>
    /// <param name="nextEnd">When the window ends that begins now if the last is over.</param>
    internal (int Count, DateTimeOffset End) Count(string key, DateTimeOffset now, DateTimeOffset nextEnd)
    {
        var (count, end) = windows.GetValueOrDefault(key);
        return windows[key] = end <= now ? (1, nextEnd) : (count + 1, end);
    }
}
