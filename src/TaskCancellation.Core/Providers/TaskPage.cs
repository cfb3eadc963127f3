namespace TaskCancellation.Providers;

/// <summary>One page of a list, as the service gave it.</summary>
/// <param name="Tasks">The tasks, in the service's order.</param>
/// <param name="Next">Where the next page begins; null at the end of the list.</param>
public sealed record TaskPage(IReadOnlyList<TaskSnapshot> Tasks, ListPosition? Next = null)
{
    /// <summary>Why the list is not whole: a part of the service did not show its tasks, or some of those named could not be read. What was listed is right, and is listed before this is thrown. Null when nothing is missing.</summary>
    public TaskRequestException? Failure { get; init; }
}
