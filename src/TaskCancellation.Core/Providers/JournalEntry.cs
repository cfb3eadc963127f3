namespace TaskCancellation.Providers;

/// <summary>What a journal knows of one position of a batch's input.</summary>
public sealed record JournalEntry
{
    /// <summary>The position in the input, from 0.</summary>
    public required long Position { get; init; }

    /// <summary>The task at that position, with what was seen of it before its cancel, so that another one under its id is known for what it is. When the run is taken up again, the input must hold the same task there.</summary>
    public required TaskTarget Target { get; init; }

    /// <summary>What became of it; null for an intent: a cancel was about to be sent, and may have been.</summary>
    public CancellationOutcome? Outcome { get; init; }
}
