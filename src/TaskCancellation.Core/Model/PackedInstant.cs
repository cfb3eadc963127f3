namespace TaskCancellation;

/// <summary>A <see cref="DateTimeOffset"/> or null in 8 bytes, where the nullable type takes 24: snapshots hold several, and come in tens of thousands. Its offset, in minutes, is kept beside it.</summary>
internal readonly record struct PackedInstant
{
    // The ticks in UTC, plus one; zero for null.
    private readonly long ticks;

    private PackedInstant(DateTimeOffset instant) => ticks = instant.UtcTicks + 1;

    internal static PackedInstant Of(DateTimeOffset? instant) => instant is { } value ? new PackedInstant(value) : default;

    internal static short OffsetOf(DateTimeOffset? instant) => (short)(instant?.TotalOffsetMinutes ?? 0);

    internal DateTimeOffset? With(short offset)
    {
        if (ticks == 0)
        {
            return null;
        }

        var instant = new DateTimeOffset(ticks - 1, TimeSpan.Zero);
        return offset == 0 ? instant : instant.ToOffset(TimeSpan.FromMinutes(offset));
    }
}

/// <summary>The offsets of the instants of a task, in minutes. All are equal: instants are that mean the same time, whatever their offsets.</summary>
internal readonly record struct InstantOffsets(short Enqueued, short Started, short Finished = 0)
{
    public bool Equals(InstantOffsets other) => true;

    public override int GetHashCode() => 0;
}
