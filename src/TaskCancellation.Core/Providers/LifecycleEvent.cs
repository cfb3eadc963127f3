namespace TaskCancellation.Providers;

/// <summary>Specifies an event in the life of a task.</summary>
public enum LifecycleEvent
{
    /// <summary>The event is not known.</summary>
    Unknown = 0,

    /// <summary>The service starts the task.</summary>
    Start,

    /// <summary>The task ends successfully.</summary>
    Succeed,

    /// <summary>The task fails by itself.</summary>
    Fail,

    /// <summary>A cancel request is delivered.</summary>
    RequestCancel,

    /// <summary>An accepted cancellation takes effect.</summary>
    CompleteCancel,

    /// <summary>The service puts the task back in the queue.</summary>
    Requeue,

    /// <summary>The service loses track of the task and records that as its end.</summary>
    LoseTrack,

    /// <summary>The task expires without having started.</summary>
    Expire,

    /// <summary>The service no longer knows the task: it was deleted or pruned.</summary>
    Remove,
}
