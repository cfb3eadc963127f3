namespace TaskCancellation;

/// <summary>What one round of a watch has shown.</summary>
/// <param name="Changed">The tasks that are new or changed.</param>
/// <param name="Hint">After how long the next round is worth it, in the service's opinion.</param>
/// <param name="Error">Why the round, or a part of it, could not be read.</param>
internal sealed record WatchRound(IReadOnlyList<TaskSnapshot> Changed, TimeSpan? Hint, TaskRequestException? Error)
{
    internal static WatchRound Failed(TaskRequestException error) => new([], error.RetryAfter, error);
}
