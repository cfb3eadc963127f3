namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>An organization, or a space in one.</summary>
internal sealed class Container(string guid, Container? organization)
{
    internal string Guid => guid;

    /// <summary>The organization of a space; null for an organization.</summary>
    internal Container? Organization => organization;

    internal bool IsSuspended { get; set; }

    internal bool IsBeingDeleted { get; set; }
}

internal sealed class App(string guid, string name, Container space, string dropletGuid)
{
    internal string Guid => guid;

    internal string Name => name;

    internal Container Space => space;

    internal string DropletGuid => dropletGuid;

    internal long LastSequenceId { get; set; }
}
