namespace TaskCancellation.Tool.Running;

/// <summary>What the tool tells its caller.</summary>
internal enum ExitCode
{
    /// <summary>All that was asked for is done: every addressed task is canceled or has ended.</summary>
    Done = 0,

    /// <summary>Some of it is not: a task runs on, was not found, or cannot be canceled.</summary>
    Partial = 2,

    /// <summary>It is not known: a cancellation may have been applied, or a list is incomplete.</summary>
    Indeterminate = 3,

    /// <summary>Nothing was canceled: not confirmed, refused, not reachable, or nothing visible matches.</summary>
    Refused = 4,

    /// <summary>The command line, a file, an id or a context is wrong.</summary>
    Usage = 64,
}
