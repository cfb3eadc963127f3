namespace TaskCancellation;

/// <summary>A cancel under way as plain data: enough to go on waiting for it, in this process or another. Holds no credential.</summary>
public sealed record CancellationOperationState
{
    /// <summary>The service, as <see cref="TaskClientCapabilities.ServiceName"/> names it.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The service's address, where the client knows it. The state is restored on no other.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>What was known when the cancel was answered.</summary>
    public required CancellationReport Accepted { get; init; }

    /// <summary>The replies that are still to be followed up.</summary>
    public IReadOnlyList<CancelReply> Replies { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>The cancel by filter whose reply was lost and of which no trace was found yet: a wait looks for one again. Null when there is no such.</summary>
    public CancelRequest? Lost { get; init; }
}
