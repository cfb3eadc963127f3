using EmulatorServer.Services;

namespace EmulatorServer.Page;

/// <summary>What has changed at a service since the page was last told.</summary>
/// <param name="Name">The name of the service.</param>
/// <param name="Head">Its address, version and flavor; null where they are as before.</param>
/// <param name="Changed">The tasks that are new or different, the oldest first.</param>
/// <param name="Removed">The ids of the tasks that are gone.</param>
/// <param name="Requests">The log of requests; null where it is as before.</param>
internal sealed record ServiceChange(string Name, ServiceHead? Head, IReadOnlyList<TaskLine> Changed, IReadOnlyList<string> Removed, RequestTail? Requests);

/// <summary>What a service is.</summary>
internal sealed record ServiceHead(Uri Address, string? Version, string? Flavor);

/// <summary>The newest lines of a service's request log.</summary>
/// <param name="Count">How many lines the log has.</param>
/// <param name="Newest">The last of them, the newest last.</param>
internal sealed record RequestTail(int Count, IReadOnlyList<RequestLine> Newest)
{
    public bool Equals(RequestTail? other) => other is not null && Count == other.Count && Newest.SequenceEqual(other.Newest);

    public override int GetHashCode() => HashCode.Combine(Count, Newest.Count);
}

/// <summary>A request of a client, and the status of the answer; null while there is none.</summary>
internal sealed record RequestLine(int Number, DateTimeOffset At, string Request, int? Status, string? Fault);
