namespace TaskCancellation;

/// <summary>One target of a batch, for all the positions in the window that name it.</summary>
internal sealed class BatchItem(TaskTarget target)
{
    internal TaskTarget Target => target;

    /// <summary>What became of it; null while it is to be sent or under way.</summary>
    internal CancellationOutcome? Outcome { get; set; }

    /// <summary>What became of its last try, which the service refused for being too much.</summary>
    internal CancellationOutcome? Refused { get; set; }

    /// <summary>How many positions in the window name it.</summary>
    internal int Positions { get; set; }
}
