namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>An organization, or a space in one.</summary>
internal sealed class Container(string guid, string name, Container? organization)
{
    internal string Guid => guid;

    internal string Name => name;

    /// <summary>The organization of a space; null for an organization.</summary>
    internal Container? Organization => organization;

    internal bool IsSuspended { get; set; }

    internal bool IsBeingDeleted { get; set; }

    internal CloudFoundryQuota? Quota { get; set; }

    /// <summary>Whether it is that organization or space, or a space in it.</summary>
    internal bool IsIn(string container) => guid == container || organization?.Guid == container;
}

internal sealed class App(string guid, string name, Container space)
{
    internal string Guid => guid;

    internal string Name => name;

    internal Container Space => space;

    /// <summary>What its tasks are made from; null for none yet.</summary>
    internal Droplet? Droplet { get; set; }

    /// <summary>Whether it is that app, or lies in that space or organization.</summary>
    internal bool IsIn(string container) => guid == container || space.IsIn(container);

    internal long LastSequenceId { get; set; }
}

/// <summary>What an app was staged into.</summary>
internal sealed record Droplet(string Guid, App App, string User);
