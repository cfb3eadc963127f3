namespace TaskCancellation;

/// <summary>How long a source has kept its reader waiting. Time in which the reader was busy elsewhere counts only if the source was not ready even then.</summary>
internal sealed class InputWaitTime(TimeProvider clock)
{
    private TimeSpan before;
    private long? since;

    /// <summary>The waits since <see cref="Begin"/>, the one under way included.</summary>
    internal TimeSpan Total => since is { } began ? before + clock.GetElapsedTime(began) : before;

    /// <summary>Counts from here.</summary>
    internal void Begin() => (before, since) = (TimeSpan.Zero, null);

    /// <summary>The source has nothing ready; since the last time it had not, it has not.</summary>
    internal void NotReady() => (before, since) = (Total, clock.GetTimestamp());

    /// <summary>Whoever waited for the source, and did nothing else, waits no longer.</summary>
    internal void Waited() => (before, since) = (Total, since is null ? null : clock.GetTimestamp());

    /// <summary>The source had something ready. Since when, nobody knows.</summary>
    internal void Ready() => since = null;
}
