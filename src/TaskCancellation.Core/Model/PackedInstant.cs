namespace TaskCancellation;

/// <summary>A <see cref="DateTimeOffset"/> or null in 16 bytes, where the nullable type takes 24: snapshots hold several, and come in tens of thousands.</summary>
internal readonly struct PackedInstant : IEquatable<PackedInstant>
{
    // The ticks in UTC, plus one; zero for null.
    private readonly long ticks;
    private readonly short offset;

    private PackedInstant(DateTimeOffset instant) => (ticks, offset) = (instant.UtcTicks + 1, (short)instant.TotalOffsetMinutes);

    internal DateTimeOffset? Value => ticks == 0 ? null : new DateTimeOffset(ticks - 1, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset));

    /// <summary>Two are equal that mean the same instant, whatever their offsets, as for <see cref="DateTimeOffset"/>.</summary>
    public bool Equals(PackedInstant other) => ticks == other.ticks;

    public override bool Equals(object? obj) => obj is PackedInstant other && Equals(other);

    public override int GetHashCode() => ticks.GetHashCode();

    internal static PackedInstant Of(DateTimeOffset? instant) => instant is { } value ? new PackedInstant(value) : default;
}
