namespace TaskCancellation;

/// <summary>What ended the time in which a run could go on undisturbed.</summary>
internal enum RunTriggerReason
{
    /// <summary>Nothing: nobody listens any more.</summary>
    Stopped = 0,

    /// <summary>The caller's token.</summary>
    Token,

    /// <summary><see cref="RunOptions.CancelAfter"/> or <see cref="RunOptions.Deadline"/>.</summary>
    Time,
}
