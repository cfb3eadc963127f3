namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A deletion that goes on after its request was answered.</summary>
internal sealed class Job(string guid, string kind, string resourceGuid, DateTimeOffset createdAt)
{
    internal string Guid => guid;

    /// <summary>What is deleted: app, space, organization.</summary>
    internal string Kind => kind;

    internal string ResourceGuid => resourceGuid;

    internal DateTimeOffset CreatedAt { get; } = createdAt;

    internal DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    internal string State { get; private set; } = "PROCESSING";

    internal Refusal? Error { get; private set; }

    internal void End(Refusal? error, DateTimeOffset now)
    {
        Error = error;
        State = error is null ? "COMPLETE" : "FAILED";
        UpdatedAt = now;
    }
}
