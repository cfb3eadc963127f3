namespace TaskCancellation.Serialization;

/// <summary>One end of a range.</summary>
internal sealed record BoundJson
{
    public required DateTimeOffset At { get; init; }

    public required bool Inclusive { get; init; }

    internal static BoundJson? From(TimeBound? bound) => bound is { } one ? new BoundJson { At = one.Instant, Inclusive = one.IsInclusive } : null;
}
