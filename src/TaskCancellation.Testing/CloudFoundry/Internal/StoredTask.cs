namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What Diego has of a task.</summary>
internal enum DiegoRecord
{
    Absent,
    Running,
    Completed,
}

/// <summary>One row of the task table, and what Diego knows of it.</summary>
internal sealed class StoredTask(CloudFoundryTaskOptions options, string guid, string name, App app, long sequenceId)
{
    internal CloudFoundryTaskOptions Options => options;

    internal string Guid => guid;

    internal string Name => name;

    internal App App => app;

    internal long SequenceId => sequenceId;

    internal required string State { get; set; }

    internal string? FailureReason { get; set; }

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

    /// <summary>Held tasks do not end by running out.</summary>
    internal bool IsHeld { get; set; }

    internal bool IsRemoved { get; set; }

    internal bool IsTerminal => State is "SUCCEEDED" or "FAILED";

    internal string OwnFailure(bool korifi) =>
        Options.FailureReason ?? (korifi ? "Failed with exit code: 1" : $"APP/TASK/{Name}: Exited with status 1");

    internal CloudFoundryRow ToRow() => new()
    {
        Id = Guid,
        Name = Name,
        AppGuid = App.Guid,
        SpaceGuid = App.Space.Guid,
        OrganizationGuid = App.Space.Organization!.Guid,
        SequenceId = SequenceId,
        State = State,
        FailureReason = FailureReason,
        Command = Options.Command,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        Labels = Labels.ToDictionary(StringComparer.Ordinal),
        Annotations = Annotations.ToDictionary(StringComparer.Ordinal),
        DiegoCancels = DiegoCancels,
    };
}
