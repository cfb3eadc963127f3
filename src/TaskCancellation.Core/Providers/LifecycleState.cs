namespace TaskCancellation.Providers;

/// <summary>One state of a service's tasks, as a client can tell it apart.</summary>
/// <param name="Name">A name that is unique within the lifecycle: the service's word, with a remark where one word covers several states.</param>
/// <param name="RawState">The service's word.</param>
/// <param name="State">The state in common terms.</param>
/// <param name="CancelEffect">What a cancellation does to a task in this state.</param>
/// <param name="OnlyKind">The only kind of task that this state applies to; <see langword="null"/> for all kinds.</param>
public sealed record LifecycleState(string Name, string RawState, TaskState State, CancelEffect CancelEffect, string? OnlyKind = null)
{
    /// <summary>Gets whether the task has ended in an unknown way: <see cref="State"/> is a guess, or unknown.</summary>
    public bool IsEndUnknown { get; init; }

    /// <summary>Gets whether the task has ended.</summary>
    public bool IsTerminal => IsEndUnknown || State is TaskState.Succeeded or TaskState.Failed or TaskState.Canceled;
}
