namespace TaskCancellation;

/// <summary>A cancellation in progress as plain data, sufficient to continue waiting for it in this process or in another one.</summary>
/// <remarks>Contains no credential. Pass it to <see cref="TaskClient.Restore(CancellationOperationState)"/>.</remarks>
public sealed record CancellationOperationState
{
    /// <summary>Gets the service, as <see cref="TaskClientCapabilities.ServiceName"/> names it.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Gets the address of the service, where the client knows it. The state can be restored only at this address.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Gets what was known when the cancellation was answered.</summary>
    public required CancellationReport Accepted { get; init; }

    /// <summary>Gets the replies that are still to be followed up.</summary>
    public IReadOnlyList<CancelReply> Replies { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets the cancellation by filter whose reply was lost and of which no trace has been found; <see langword="null"/> when there is none. A wait searches for it again.</summary>
    public CancelRequest? Lost { get; init; }
}
