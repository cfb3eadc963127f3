namespace TaskCancellation;

/// <summary>Specifies the state of a task, in terms that apply to every service. The service's own word is <see cref="TaskSnapshot.RawState"/>.</summary>
public enum TaskState
{
    /// <summary>A state that this version of the library does not know. The task is treated as not ended, and polling continues.</summary>
    Unknown = 0,

    /// <summary>The task was accepted and has not started.</summary>
    Pending,

    /// <summary>The task is running.</summary>
    Running,

    /// <summary>A cancellation was accepted, and the task has not ended yet.</summary>
    Canceling,

    /// <summary>The task ended successfully.</summary>
    Succeeded,

    /// <summary>The task failed by itself.</summary>
    Failed,

    /// <summary>The task ended because it was canceled, as reported by the service.</summary>
    Canceled,
}
