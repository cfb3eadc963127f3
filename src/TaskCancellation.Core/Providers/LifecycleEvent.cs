namespace TaskCancellation.Providers;

/// <summary>What can happen to a task.</summary>
public enum LifecycleEvent
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The service begins it.</summary>
    Start,

    /// <summary>It ends well.</summary>
    Succeed,

    /// <summary>It ends badly, by itself.</summary>
    Fail,

    /// <summary>A cancel request is delivered.</summary>
    RequestCancel,

    /// <summary>An accepted cancel takes effect.</summary>
    CompleteCancel,

    /// <summary>The service puts it back in the queue.</summary>
    Requeue,

    /// <summary>The service loses track of it and records that as its end.</summary>
    LoseTrack,

    /// <summary>It never began and is given up.</summary>
    Expire,

    /// <summary>The service forgets it: deleted, pruned.</summary>
    Remove,
}
