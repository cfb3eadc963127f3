namespace TaskCancellation.Providers;

/// <summary>An operation of a client that has ended.</summary>
/// <param name="Name">The name: cancel, wait, plan, execute, or batch.</param>
/// <param name="Duration">The duration, on the client's clock.</param>
/// <param name="Result">The result in one word: complete, partial, open, indeterminate, abandoned, or failed.</param>
public sealed record CompletedOperation(string Name, TimeSpan Duration, string Result)
{
    /// <summary>Gets how many tasks have which verdict. Empty where an operation has no verdicts.</summary>
    public required IReadOnlyDictionary<CancellationVerdict, long> Verdicts { get; init; }

    /// <summary>Gets the exception that ended the operation; <see langword="null"/> for none.</summary>
    public Exception? Failure { get; init; }
}
