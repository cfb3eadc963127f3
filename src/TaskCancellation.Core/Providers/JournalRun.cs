namespace TaskCancellation.Providers;

/// <summary>A batch as a journal knows it.</summary>
public sealed record JournalRun
{
    /// <summary>The name of the run, as in <see cref="BatchOptions.RunId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The service whose tasks it cancels.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's address, where the client knows it.</summary>
    public Uri? Endpoint { get; init; }
}
