namespace TaskCancellation.Providers;

/// <summary>Specifies what the reply to a cancel request says about one target.</summary>
/// <remarks>The library derives a <see cref="CancellationVerdict"/> from it and from what is read.</remarks>
public enum CancelDisposition
{
    /// <summary>Nothing that can be relied on.</summary>
    Unknown = 0,

    /// <summary>The service accepted the cancellation. A snapshot in the reply, if any, is later than that.</summary>
    Acknowledged,

    /// <summary>The service refused the cancellation because the task has ended.</summary>
    AlreadyEnded,

    /// <summary>The service does not know the task, or does not show it.</summary>
    NotFound,

    /// <summary>The task has not ended, and cannot be canceled.</summary>
    NotCancelable,

    /// <summary>The credential is not allowed to cancel the task.</summary>
    Denied,

    /// <summary>The service refused the cancellation for another reason. Nothing was done.</summary>
    Rejected,
}
