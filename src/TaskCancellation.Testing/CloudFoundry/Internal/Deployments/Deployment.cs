namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A change of an app's droplet that goes on.</summary>
internal sealed class Deployment(string guid, App app, string strategy, string dropletGuid, string? previousDropletGuid, int version, DateTimeOffset createdAt)
{
    internal string Guid => guid;

    internal App App => app;

    internal string Strategy => strategy;

    internal string DropletGuid => dropletGuid;

    internal string? PreviousDropletGuid => previousDropletGuid;

    /// <summary>The version of the app's revision that it makes.</summary>
    internal int Version => version;

    internal required string ProcessGuid { get; init; }

    internal required string RevisionGuid { get; init; }

    internal DateTimeOffset CreatedAt { get; } = createdAt;

    internal DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    internal string Value { get; private set; } = "ACTIVE";

    internal string Reason { get; private set; } = "DEPLOYING";

    internal bool IsActive => Value == "ACTIVE";

    internal void Set(string value, string reason, DateTimeOffset now)
    {
        if (Value != value || Reason != reason)
        {
            UpdatedAt = now;
        }

        Value = value;
        Reason = reason;
    }
}
