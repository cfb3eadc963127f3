namespace TaskCancellation.Testing.VeevaVault;

/// <summary>Counts per key in fixed windows, which begin at full multiples of their length.</summary>
internal sealed class Windows(TimeSpan length)
{
    private readonly Dictionary<string, (long Window, int Count)> counts = new(StringComparer.Ordinal);

    internal int Count(string key, DateTimeOffset now)
    {
        var window = now.UtcTicks / length.Ticks;
        var known = counts.GetValueOrDefault(key);
        var count = known.Window == window ? known.Count + 1 : 1;
        counts[key] = (window, count);
        return count;
    }
}
