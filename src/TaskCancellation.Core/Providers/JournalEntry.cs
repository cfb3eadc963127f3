namespace TaskCancellation.Providers;

/// <summary>What a journal holds for one position of a batch's input.</summary>
public sealed record JournalEntry
{
    /// <summary>Gets the position in the input, starting at 0.</summary>
    public required long Position { get; init; }

    /// <summary>Gets the task at that position, with the identity that was seen before its cancellation.</summary>
    /// <remarks>The identity tells the task from another one under the same id. When the run is resumed, the input must hold the same task at this position.</remarks>
    public required TaskTarget Target { get; init; }

    /// <summary>Gets the outcome; <see langword="null"/> for an intent: a cancel request was about to be sent, and may have been sent.</summary>
    public CancellationOutcome? Outcome { get; init; }
}
