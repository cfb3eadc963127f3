namespace TaskCancellation;

/// <summary>One target of a wave, for all the positions that name it.</summary>
internal sealed class JournalChunkItem(TaskTarget target)
{
    internal TaskTarget Target { get; } = target;

    /// <summary>The target with what was seen of it, by this run or by one that was interrupted.</summary>
    internal TaskTarget Expected { get; set; } = target;

    /// <summary>What became of it; null until that is known.</summary>
    internal CancellationOutcome? Outcome { get; set; }

    /// <summary>A run that was interrupted may have sent a cancel of it.</summary>
    internal bool IsAmbiguous { get; set; }

    /// <summary>A look since that interruption showed it, and no trace of a cancel.</summary>
    internal bool IsUntouched { get; set; }

    /// <summary>The journal is not told the outcome, so that the run deals with it when it is taken up again.</summary>
    internal bool IsLeft { get; set; }
}
