namespace TaskCancellation.Testing;

/// <summary>Specifies what a line of a history says.</summary>
public enum HistoryLineKind
{
    /// <summary>A task was observed to be in a state, by other means than the recorded client.</summary>
    Observed = 0,

    /// <summary>Somebody other than the recorded client canceled a task.</summary>
    CanceledByOther,

    /// <summary>A call began.</summary>
    Began,

    /// <summary>A batch took a target from its input.</summary>
    Asked,

    /// <summary>A call showed a task, or that there is none.</summary>
    Showed,

    /// <summary>A call gave the outcome of a task.</summary>
    Answered,

    /// <summary>The caller's token fired.</summary>
    TokenFired,

    /// <summary>A request of a call left.</summary>
    Requested,

    /// <summary>A request of a call was replied to, or failed.</summary>
    Replied,

    /// <summary>A call returned.</summary>
    Returned,

    /// <summary>A call threw an exception.</summary>
    Threw,
}
