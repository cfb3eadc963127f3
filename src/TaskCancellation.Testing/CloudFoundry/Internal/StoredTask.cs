namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What Diego has of a task.</summary>
internal enum DiegoRecord
{
    Absent,
    Running,
    Completed,
}

/// <summary>One row of the task table, and what Diego knows of it.</summary>
internal sealed class StoredTask(CloudFoundryTask options, string guid, string name, App app, long sequenceId)
{
    /// <summary>What should have happened while it is held; null while it is not.</summary>
    private List<Action>? held;

    internal CloudFoundryTask Options => options;

    internal string Guid => guid;

    internal string Name => name;

    internal App App => app;

    internal long SequenceId => sequenceId;

    internal required string State { get; set; }

    internal string? Failure { get; set; }

    internal required DateTimeOffset CreatedAt { get; init; }

    internal required DateTimeOffset UpdatedAt { get; set; }

    internal SortedDictionary<string, string> Labels { get; } = new(options.Labels.ToDictionary(), StringComparer.Ordinal);

    internal SortedDictionary<string, string> Annotations { get; } = new(options.Annotations.ToDictionary(), StringComparer.Ordinal);

    internal DiegoRecord Diego { get; set; }

    internal int DiegoCancels { get; set; }

    /// <summary>Set once Diego has taken a cancel: sending it again changes nothing.</summary>
    internal bool IsCancelTaken { get; set; }

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

    internal string OwnFailure(bool korifi) =>
        Options.Failure ?? (korifi ? "Failed with exit code: 1" : $"APP/TASK/{Name}: Exited with status 1");

    internal CloudFoundryRow ToRow() => new()
    {
        Id = Guid,
        Name = Name,
        AppGuid = App.Guid,
        SpaceGuid = App.Space.Guid,
        OrganizationGuid = App.Space.Organization!.Guid,
        SequenceId = SequenceId,
        State = State,
        Failure = Failure,
        Command = Options.Command,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Labels = Labels.ToDictionary(StringComparer.Ordinal),
        Annotations = Annotations.ToDictionary(StringComparer.Ordinal),
        DiegoCancels = DiegoCancels,
    };
}
