namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>How a task ends that nobody cancels.</summary>
public enum CloudFoundryEnding
{
    /// <summary>SUCCEEDED.</summary>
    Succeeded,

    /// <summary>FAILED, with <see cref="CloudFoundryTask.Failure"/> or the reason of a program that exited with status 1.</summary>
    Failed,

    /// <summary>Its end is never reported: the next sync finds it gone and fails it.</summary>
    Lost,

    /// <summary>Its end is reported with fields missing: FAILED.</summary>
    Malformed,
}
