using TaskCancellation.Tests.Architecture;

namespace TaskCancellation.Tests.Clients;

/// <summary>What the state machine of a service is to be, written by hand from its contract.</summary>
/// <param name="Service">The name of its folder.</param>
/// <param name="Name">The name it goes by.</param>
/// <param name="CancelIsIrrevocable">Whether a cancel that was taken always ends the task.</param>
/// <param name="Unfinished">The states of tasks that have not ended.</param>
/// <param name="Rows">Its states.</param>
/// <param name="Refusals">The error codes that say something of a task.</param>
internal sealed record LifecycleTable(string Service, string Name, bool CancelIsIrrevocable, TaskState[] Unfinished, LifecycleRow[] Rows, (string Code, CancelDisposition Meaning)[] Refusals)
{
    /// <summary>Not all of the ways from state to state are documented.</summary>
    internal bool HasInferredSteps { get; init; }

    /// <summary>What a cancel does once a task has begun is not documented.</summary>
    internal bool HasInferredEffects { get; init; }

    internal TaskLifecycle Lifecycle => ServiceClients.All.Single(client => ServiceClients.FolderOf(client) == Service).Lifecycle;

    public override string ToString() => Service;
}

/// <summary>One state: what it means, what a cancel does there, and where each event leads from it.</summary>
/// <param name="Name">The name of the row.</param>
/// <param name="RawState">The service's word.</param>
/// <param name="State">What it means.</param>
/// <param name="Effect">What a cancel does.</param>
/// <param name="To">By event, in the order of <see cref="LifecycleEvent"/>: Start, Succeed, Fail, RequestCancel, CompleteCancel, Requeue, LoseTrack, Expire, Remove. A dash: it does not happen.</param>
internal sealed record LifecycleRow(string Name, string RawState, TaskState State, CancelEffect Effect, params string[] To);
