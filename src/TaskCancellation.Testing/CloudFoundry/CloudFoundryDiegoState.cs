namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>The state of a task in Diego.</summary>
public enum CloudFoundryDiegoState
{
    /// <summary>Diego does not know the task.</summary>
    None,

    /// <summary>The task is running.</summary>
    Running,

    /// <summary>The task has ended and its end is not reported yet: a cancel is refused.</summary>
    Completed,

    /// <summary>The end of the task is being reported: a cancel is refused.</summary>
    Resolving,
}
