namespace TaskCancellation.Providers;

/// <summary>A batch, as a journal identifies it.</summary>
public sealed record JournalRun
{
    /// <summary>Gets the name of the run, as in <see cref="BatchOptions.RunId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the service whose tasks the batch cancels.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Gets the address of the service, where the client knows it.</summary>
    public Uri? Endpoint { get; init; }
}
