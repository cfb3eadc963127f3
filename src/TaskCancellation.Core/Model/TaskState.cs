namespace TaskCancellation;

/// <summary>Where a task stands, in terms that hold for every service. The service's own word is <see cref="TaskSnapshot.RawState"/>.</summary>
public enum TaskState
{
    /// <summary>A state this version of the library does not know. Treated as not ended: polled on, never guessed.</summary>
    Unknown = 0,

    /// <summary>Accepted, not begun.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>A cancel was accepted; the task has not ended yet.</summary>
    Canceling,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended badly, by itself.</summary>
    Failed,

    /// <summary>Ended because it was canceled, as the service itself says.</summary>
    Canceled,
}
