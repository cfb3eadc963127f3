namespace TaskCancellation;

/// <summary>One look at a task.</summary>
/// <param name="Snapshot">What was found; null, without an error, when the service does not know the task.</param>
/// <param name="Error">Why nothing can be said.</param>
internal sealed record ReadResult(TaskSnapshot? Snapshot, TaskRequestException? Error)
{
    /// <summary>After how long the next look is worth it, in the service's opinion.</summary>
    internal TimeSpan? NextAfter => Error?.RetryAfter ?? Snapshot?.PollAfter;
}
