namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The server's clock, finer than .NET's: with a seed, each stamp has 0 to 99 ns more than the clock says, never going back.</summary>
internal sealed class ServerStamps(int? seed)
{
    private readonly Random? random = seed is { } value ? new Random(value) : null;
    private DateTimeOffset last;
    private int lastRest;

    internal Nanos At(DateTimeOffset instant)
    {
        var rest = random?.Next((int)TimeSpan.NanosecondsPerTick) ?? 0;
        lastRest = instant == last ? Math.Max(lastRest, rest) : rest;
        last = instant;
        return Nanos.From(instant, lastRest);
    }
}
