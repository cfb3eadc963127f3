namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The server's clock, finer than .NET's: with a seed, each stamp has 0 to 99 ns more than the clock says, never going back.</summary>
internal sealed class ServerStamps(MeilisearchEmulator emulator, int? seed)
{
    private readonly Random? random = seed is { } value ? new Random(value) : null;
    private long lastTicks;
    private int lastRest;

    internal Nanos At(long clockTicks)
    {
        var rest = random?.Next((int)TimeSpan.NanosecondsPerTick) ?? 0;
        lastRest = clockTicks == lastTicks ? Math.Max(lastRest, rest) : rest;
        lastTicks = clockTicks;
        return Nanos.From(new DateTimeOffset(clockTicks, TimeSpan.Zero) + emulator.Skew, lastRest);
    }
}
