namespace TaskCancellation.Tests.Sockets;

/// <summary>A request from its sending to the end of its reply.</summary>
internal sealed class Flight(CancellationToken givenUp)
{
    /// <summary>Whether the client no longer waits for the reply.</summary>
    internal bool IsGivenUp => givenUp.IsCancellationRequested;
}
