namespace TaskCancellation.Providers;

/// <summary>What a service's reply to a cancel says about one target. The engine turns it, with what is read, into a <see cref="CancellationVerdict"/>.</summary>
public enum CancelDisposition
{
    /// <summary>Nothing that could be believed.</summary>
    Unknown = 0,

    /// <summary>The cancel was taken; a snapshot in the reply, if any, is later than that.</summary>
    Acknowledged,

    /// <summary>Refused, because the task has ended.</summary>
    AlreadyEnded,

    /// <summary>The service does not know the task, or does not show it.</summary>
    NotFound,

    /// <summary>The task has not ended, and cannot be canceled.</summary>
    NotCancelable,

    /// <summary>Not allowed.</summary>
    Denied,

    /// <summary>Refused for another reason; nothing was done.</summary>
    Rejected,
}
