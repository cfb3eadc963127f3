using System.Collections.Concurrent;

namespace TaskCancellation;

/// <summary>What the service's own tasks, which carry out cancels by id, tell of targets that do not tell it themselves: that one was canceled before it was deleted, or that its cancel will never be carried out.</summary>
internal sealed class ServiceTaskEvidence(SnapshotReader reader)
{
    private readonly Dictionary<TaskId, TaskSnapshot> known = new(reader.IdEquality);
    private readonly HashSet<TaskId> gone = new(reader.IdEquality);
    private HashSet<TaskId> spentBefore = [];
    private HashSet<TaskId> accountedFor = [];
    private bool hasRead;

    /// <summary>The last look learned something that another look at the targets makes use of.</summary>
    internal bool HasNews { get; private set; }

    /// <summary>Whether it is the service task that was named then; its id may have come to belong to another.</summary>
    internal static bool IsOf(TaskSnapshot serviceTask, DateTimeOffset? acceptedAt) =>
        serviceTask.EnqueuedAt is null || acceptedAt is null || serviceTask.EnqueuedAt == acceptedAt;

    /// <summary>It addressed nothing, or was canceled or failed: nothing is or will be canceled by it.</summary>
    internal static bool IsSpent(TaskSnapshot serviceTask) =>
        serviceTask is { State: TaskState.Canceled or TaskState.Failed } || serviceTask.Details?.CancellationCounts is { Matched: 0 };

    /// <summary>Why a task goes on although its cancel was taken.</summary>
    internal static TaskRequestException NotCarriedOut(string serviceName, TaskSnapshot serviceTask) => new(
        $"{serviceName}'s task {serviceTask.Id}, which was to carry out the cancel, {How(serviceTask)}. Nothing was canceled by it.")
    {
        Reason = TaskErrorReason.Conflict,
        Delivery = RequestDelivery.Answered,
        ServiceName = serviceName,
        ErrorCode = serviceTask.Failure?.Code,
    };

    /// <summary>One look at the targets, and where they leave something open, at the service tasks.</summary>
    internal async Task<IReadOnlyDictionary<TaskId, ReadResult>> TryReadAsync(IReadOnlyList<CancellationOutcome> outcomes, IReadOnlyList<TaskId> targets, ReadOptions read, ConcurrentDictionary<TaskId, ReadResult> taken, CancellationToken cancellationToken)
    {
        var wanted = targets.ToHashSet(reader.IdEquality);
        var open = outcomes.Where(outcome => outcome.ServiceTask is not null && wanted.Contains(outcome.Target.Id)).ToList();

        // Most cancels are over by the first look.
        TaskId[] serviceTasks = hasRead ? [.. Unsettled(open)] : [];
        var results = await reader.TryReadAsync([.. targets, .. serviceTasks], read, cancellationToken, taken).ConfigureAwait(false);
        spentBefore = Spent();
        hasRead = true;
        Record(outcomes, results);

        var missing = open.Where(outcome => results[outcome.Target.Id] is { Snapshot: null, Error: null }).ToList();
        gone.UnionWith(missing.Select(outcome => outcome.Target.Id));
        serviceTasks = [.. Unsettled(missing).Except(serviceTasks)];
        if (serviceTasks.Length > 0)
        {
            Record(outcomes, await reader.TryReadAsync(serviceTasks, read, cancellationToken).ConfigureAwait(false));
        }

        accountedFor = [.. missing.Select(outcome => outcome.ServiceTask!.Value).Distinct().Where(id => AccountsForMissing(id, outcomes, results))];
        HasNews = Spent().Count > spentBefore.Count;
        return results;
    }

    /// <summary>The outcome of a look, with what the service task tells.</summary>
    internal CancellationOutcome Judge(CancellationOutcome before, ReadResult result, CancellationOutcome judged) => result switch
    {
        { Snapshot: null, Error: null } when before.ServiceTask is { } id && accountedFor.Contains(id) => judged with { Verdict = CancellationVerdict.Canceled },

        // An earlier try, of which nothing is known, may still be carried out; it is in doubt by then when the cancel was taken.
        { Snapshot.IsTerminal: false } when judged.IsOpen && before is { ServiceTask: { } id, AcceptedAt: not null } && spentBefore.Contains(id) =>
            judged with { Verdict = CancellationVerdict.Rejected, Error = NotCarriedOut(reader.ServiceName, known[id]) },
        _ => judged,
    };

    private static string How(TaskSnapshot serviceTask) => serviceTask.State switch
    {
        TaskState.Canceled => $"was itself canceled{(serviceTask.CanceledBy is { } by ? $" by the task {by}" : "")}",
        TaskState.Failed => $"failed{(serviceTask.Failure is { } failure ? $": {failure.Message.TrimEnd('.')}" : "")}",
        _ => "addressed no task",
    };

    private HashSet<TaskId> Spent() => [.. known.Values.Where(IsSpent).Select(task => task.Id)];

    private IEnumerable<TaskId> Unsettled(IEnumerable<CancellationOutcome> outcomes) =>
        outcomes.Select(outcome => outcome.ServiceTask!.Value).Distinct().Where(id => !known.TryGetValue(id, out var task) || !(task.IsTerminal || IsSpent(task)));

    private void Record(IReadOnlyList<CancellationOutcome> outcomes, IReadOnlyDictionary<TaskId, ReadResult> results)
    {
        foreach (var outcome in outcomes)
        {
            if (outcome.ServiceTask is { } id && results.GetValueOrDefault(id)?.Snapshot is { } task && IsOf(task, outcome.AcceptedAt))
            {
                known[id] = task;
            }
        }
    }

    // Of all that one request asked for, as many are missing as it canceled more than are seen canceled by it.
    private bool AccountsForMissing(TaskId id, IReadOnlyList<CancellationOutcome> outcomes, IReadOnlyDictionary<TaskId, ReadResult> results)
    {
        if (known.GetValueOrDefault(id)?.Details?.CancellationCounts is not { Canceled: { } canceled, Asked: { } asked })
        {
            return false;
        }

        var group = outcomes.Where(outcome => outcome.ServiceTask == id).DistinctBy(outcome => outcome.Target.Id, reader.IdEquality).ToList();
        return group.Count == asked
            && canceled - group.Count(outcome => (results.GetValueOrDefault(outcome.Target.Id)?.Snapshot ?? outcome.Snapshot)?.CanceledBy == id) == group.Count(outcome => gone.Contains(outcome.Target.Id));
    }
}
