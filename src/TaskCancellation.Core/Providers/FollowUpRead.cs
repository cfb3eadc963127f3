namespace TaskCancellation.Providers;

/// <summary>Specifies how to interpret a read where the reply to a cancel request leaves open what became of a task.</summary>
/// <remarks>The library reads the tasks, many at once where the service supports it.</remarks>
/// <param name="Meaning">What the reply means, given the task as it is now; <see langword="null"/> when the service does not know the task.</param>
/// <param name="IfUnread">What the reply means when the task cannot be read. The error of the read is added to that of the item.</param>
public sealed record FollowUpRead(Func<TaskSnapshot?, CancelDisposition> Meaning, CancelDisposition IfUnread);
