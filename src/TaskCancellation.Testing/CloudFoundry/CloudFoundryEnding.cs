namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>How a task ends that is not canceled.</summary>
public enum CloudFoundryEnding
{
    /// <summary>SUCCEEDED.</summary>
    Succeeded,

    /// <summary>FAILED, with <see cref="CloudFoundryTask.Failure"/> or the reason of a program that exited with status 1.</summary>
    Failed,

    /// <summary>The end is never reported: the next sync finds the task gone and fails it.</summary>
    Lost,

    /// <summary>The end is reported with missing members: FAILED.</summary>
    Malformed,
}
