namespace TaskCancellation.Testing;

/// <summary>Specifies what may have gone wrong between a client and its service during a call, and so excuses an answer that would be wrong otherwise.</summary>
[Flags]
public enum HistoryFaults
{
    /// <summary>Nothing went wrong.</summary>
    None = 0,

    /// <summary>A reply was lost, or a request was delivered twice: the call may have met the effect of its own cancel.</summary>
    LostReply = 1,

    /// <summary>A read was outdated: it may have shown any state that the task had before.</summary>
    StaleRead = 2,

    /// <summary>The service may have denied a task that it has.</summary>
    HiddenTask = 4,
}
