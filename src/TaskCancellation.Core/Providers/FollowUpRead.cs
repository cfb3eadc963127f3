namespace TaskCancellation.Providers;

/// <summary>What the service's own client makes of a read, where the reply to a cancel leaves open what became of a task: the library reads, many at once where the service has that.</summary>
/// <param name="Meaning">What the reply means, given the task as it is now; null when the service does not know it.</param>
/// <param name="IfUnread">What it means when the task cannot be read. The error of the reading is added to that of the item.</param>
public sealed record FollowUpRead(Func<TaskSnapshot?, CancelDisposition> Meaning, CancelDisposition IfUnread);
