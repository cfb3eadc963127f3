namespace TaskCancellation.Testing;

/// <summary>Everything that a history says of one task.</summary>
internal sealed class TaskFacts(TaskId id)
{
    internal TaskId Id => id;

    internal List<HistoryLine> Observations { get; } = [];

    internal List<Claim> Claims { get; } = [];

    internal List<Reach> Reaches { get; } = [];

    /// <summary>Scope, kind and name, as far as any line shows them.</summary>
    internal string? Scope { get; private set; }

    internal string? Kind { get; private set; }

    internal string? Name { get; private set; }

    /// <summary>It was started by another task.</summary>
    internal bool HasParent { get; private set; }

    /// <summary>It was shown in a state that this version does not know, and may have gone anywhere in it.</summary>
    internal bool HasUnknownState { get; private set; }

    internal void Learn(TaskSnapshot task)
    {
        HasUnknownState |= task is { State: TaskState.Unknown, IsEndUnknown: false };
        Scope ??= task.Scope;
        Kind ??= task.Kind;
        Name ??= task.Name;
        HasParent |= task.ParentId is not null;
    }
}
