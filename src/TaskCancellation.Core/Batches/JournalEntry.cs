namespace TaskCancellation;

/// <summary>What a journal knows of one position of a batch's input.</summary>
public sealed record JournalEntry
{
    /// <summary>The position in the input, from 0.</summary>
    public required long Position { get; init; }

    /// <summary>The task at that position. When the run is taken up again, the input must hold the same one there.</summary>
    public required TaskTarget Target { get; init; }

    /// <summary>What became of it; null for an intent: a cancel was about to be sent, and may have been.</summary>
    public CancellationOutcome? Outcome { get; init; }
}
