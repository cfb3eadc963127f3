namespace TaskCancellation.Providers;

/// <summary>One state of a service's tasks, as a client can tell it apart.</summary>
/// <param name="Name">A name unique within the lifecycle: the service's word, with a remark where one word covers several states.</param>
/// <param name="RawState">The service's word.</param>
/// <param name="State">What it is in common terms.</param>
/// <param name="CancelEffect">What a cancel does to a task that is in it.</param>
/// <param name="OnlyKind">The only kind of task this row speaks of; null for all kinds.</param>
public sealed record LifecycleState(string Name, string RawState, TaskState State, CancelEffect CancelEffect, string? OnlyKind = null)
{
    /// <summary>The task has ended, and how is not known: <see cref="State"/> is a guess, or unknown.</summary>
    public bool IsEndUnknown { get; init; }

    /// <summary>The task has ended.</summary>
    public bool IsTerminal => IsEndUnknown || State is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled;
}
