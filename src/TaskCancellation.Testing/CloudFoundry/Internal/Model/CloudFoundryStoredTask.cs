namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>One row of the task table.</summary>
internal sealed class CloudFoundryStoredTask(CloudFoundryTask options, string guid, string name, App app, string dropletGuid, long sequenceId)
{
    /// <summary>What should have happened while it is held; null while it is not.</summary>
    private List<Action>? held;

    internal CloudFoundryTask Options => options;

    internal string Guid => guid;

    internal string Name => name;

    internal App App => app;

    /// <summary>The droplet it was made from, gone or not.</summary>
    internal string DropletGuid => dropletGuid;

    internal long SequenceId => sequenceId;

    /// <summary>The requested user; null for that of the droplet.</summary>
    internal string? User { get; set; } = options.User;

    internal required string State { get; set; }

    internal string? Failure { get; set; }

    internal required DateTimeOffset CreatedAt { get; set; }

    internal required DateTimeOffset UpdatedAt { get; set; }

    internal OrderedDictionary<string, string> Labels { get; } = new(options.Labels, StringComparer.Ordinal);

    internal OrderedDictionary<string, string> Annotations { get; } = new(options.Annotations, StringComparer.Ordinal);

    internal int DiegoCancels { get; set; }

    /// <summary>Korifi only: its cancel is part of the task's specification, and stays there.</summary>
    internal bool WasCanceled { get; set; }

    internal bool IsRemoved { get; set; }

    internal bool IsTerminal => State is "SUCCEEDED" or "FAILED";

    /// <summary>Does it, or, while the task is held, when it is released.</summary>
    internal void WhenFree(Action action)
    {
        if (held is null)
        {
            action();
        }
        else
        {
            held.Add(action);
        }
    }

    internal void Hold() => held ??= [];

    internal void Release()
    {
        var missed = held ?? [];
        held = null;
        missed.ForEach(action => action());
    }

    /// <summary>Changes the row by hand.</summary>
    internal void Change(CloudFoundryRowChange change)
    {
        Failure = change.State is null ? change.Failure ?? Failure : change.Failure;
        State = change.State ?? State;
        User = change.User ?? User;
        CreatedAt = change.CreatedAt ?? CreatedAt;
        UpdatedAt = change.UpdatedAt ?? UpdatedAt;
    }

    internal string OwnFailure(bool korifi) =>
        Options.Failure ?? (korifi ? "Failed with exit code: 1" : $"APP/TASK/{Name}: Exited with status 1");

    internal CloudFoundryRow ToRow() => new()
    {
        Id = Guid,
        Name = Name,
        AppId = App.Guid,
        SpaceId = App.Space.Guid,
        OrganizationId = App.Space.Organization!.Guid,
        SequenceId = SequenceId,
        State = State,
        Failure = Failure,
        Command = Options.Command,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Labels = Labels.ToDictionary(StringComparer.Ordinal),
        Annotations = Annotations.ToDictionary(StringComparer.Ordinal),
        CancelCount = DiegoCancels,
        IsHeld = held is not null,
    };
}
