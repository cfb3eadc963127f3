namespace TaskCancellation.Providers;

/// <summary>One page of a list, as the service returned it.</summary>
/// <param name="Tasks">The tasks, in the order of the service.</param>
/// <param name="Next">Where the next page starts; <see langword="null"/> at the end of the list.</param>
public sealed record TaskPage(IReadOnlyList<TaskSnapshot> Tasks, ListPosition? Next = null)
{
    /// <summary>Gets why the list is incomplete; <see langword="null"/> when nothing is missing.</summary>
    /// <remarks>A part of the service did not show its tasks, or some of the named tasks could not be read. The tasks on the page are correct, and are listed before this exception is thrown.</remarks>
    public TaskRequestException? Failure { get; init; }
}
