using System.Collections.Concurrent;

namespace TaskCancellation;

/// <summary>Follows the service's own task that carries out a cancel by filter (Meilisearch), then reads which tasks it canceled. If the reply that named it was lost, it searches for that task first.</summary>
internal sealed class ServiceTaskFollower(TaskClient client, CancellationOperationState state)
{
    private CancelReply? reply = state.Replies is [var only] ? only : null;
    private ServiceTaskCounts? counts;
    private bool isEndKnown;
    private bool isAllNamed;
    private IReadOnlyList<CancellationOutcome> named = [];
    private TaskRequestException? error;

    /// <summary>The end is known, or cannot be.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>The last poll failed.</summary>
    internal bool HasFailed => error is not null;

    /// <summary>There is something to follow.</summary>
    internal static bool HasWork(CancellationOperationState state) =>
        state is { Accepted.Selection: CancelSelection.ServerSide, Replies: [{ ServiceTask: not null }] } or { Lost: not null };

    /// <summary>Polls once. Returns after how long the service suggests to poll again.</summary>
    internal async Task<TimeSpan?> PollAsync(ReadOptions read, CancellationToken cancellationToken)
    {
        try
        {
            reply ??= await client.Guard.ReconcileAsync(state.Lost!, cancellationToken).ConfigureAwait(false);
            var pause = reply is { ServiceTask: not null } ? await ReadServiceTaskAsync(reply, read, cancellationToken).ConfigureAwait(false) : null;

            // A search that was answered and found nothing finds nothing later either.
            IsDone |= reply?.ServiceTask is null;
            error = null;
            return pause;
        }
        catch (TaskRequestException failure)
        {
            return Fail(failure);
        }
    }

    /// <summary>Records a poll that failed.</summary>
    internal TimeSpan? Fail(TaskRequestException failure)
    {
        error = failure;
        IsDone = !failure.IsPassing(isKnown: reply is not null);
        return failure.RetryAfter;
    }

    /// <summary>Adds what was learned to a report.</summary>
    internal CancellationReport Report(CancellationReport report)
    {
        if (reply is null)
        {
            return error is null ? report : report with { Error = error };
        }

        var matched = counts?.Matched ?? reply.MatchedCount ?? report.MatchedCount;
        var isRead = isEndKnown && error is null;
        var ids = named.Select(outcome => outcome.Target.Id).ToHashSet(client.IdEquality);
        CancellationOutcome[] outcomes = [.. report.Outcomes.Where(outcome => !ids.Contains(outcome.Target.Id)), .. named];
        var deleted = isRead && counts?.Canceled is { } canceled ? Math.Max(0, canceled - named.Count) : 0;
        return report with
        {
            Outcomes = outcomes,
            MatchedCount = matched,
            CanceledAndDeletedCount = deleted,
            UnlistedCount = isRead && matched is { } all ? Math.Max(0, all - outcomes.Length - deleted) : null,
            IsComplete = isRead && (matched is not null || isAllNamed),
            IsIndeterminate = false,
            Error = error,
        };
    }

    private async Task<TimeSpan?> ReadServiceTaskAsync(CancelReply followed, ReadOptions read, CancellationToken cancellationToken)
    {
        var serviceTask = await client.Guard.ReadAsync(followed.ServiceTask!.Value, read, cancellationToken).ConfigureAwait(false);
        if (serviceTask is null)
        {
            await FollowUnseenAsync(followed, read, cancellationToken).ConfigureAwait(false);
            return null;
        }

        if (!ServiceTaskEvidence.IsOf(serviceTask, followed.AcceptedAt))
        {
            throw new TaskRequestException($"{client.ProductName} has another task under the id {serviceTask.Id} now; the one that was to carry out the cancel is gone.")
            {
                Reason = TaskErrorReason.NotFound,
                Delivery = RequestDelivery.Answered,
                ServiceName = client.Capabilities.ServiceName,
            };
        }

        counts = serviceTask.Details?.CancellationCounts ?? counts;
        if (ServiceTaskEvidence.IsSpent(serviceTask))
        {
            named = await ReadLeftAsync(followed, serviceTask, read, cancellationToken).ConfigureAwait(false);
            (isEndKnown, IsDone) = (true, true);
        }
        else if (serviceTask.IsTerminal)
        {
            named = await ReadOutcomesAsync(followed.Named, read, cancellationToken).ConfigureAwait(false);
            (isEndKnown, IsDone) = (true, true);
        }

        return serviceTask.PollAfter;
    }

    // A service task that did nothing left its targets as they were. Later tasks may match the filter by now: if there are more than it addressed, these are not its targets.
    private async Task<IReadOnlyList<CancellationOutcome>> ReadLeftAsync(CancelReply followed, TaskSnapshot serviceTask, ReadOptions read, CancellationToken cancellationToken)
    {
        if (followed.Unfinished is not { } unfinished || counts is { Matched: 0 })
        {
            return [];
        }

        var left = await ListAsync(unfinished, read, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var refusal = ServiceTaskEvidence.NotCarriedOut(client.Capabilities.ServiceName, serviceTask);
        return left.Count > counts?.Matched ? [] :
        [
            .. left.Select(task => new CancellationOutcome { Target = task.ToTarget(), Verdict = CancellationVerdict.Rejected, Snapshot = task, ServiceTask = serviceTask.Id, AcceptedAt = followed.AcceptedAt, Error = refusal, Sequence = 1 }),
        ];
    }

    // A key that may not read the service task may still read its targets. A service task cancels all of them at once: one canceled target shows that it has run.
    private async Task FollowUnseenAsync(CancelReply followed, ReadOptions read, CancellationToken cancellationToken)
    {
        named = await ReadOutcomesAsync(followed.Named, read, cancellationToken).ConfigureAwait(false);
        bool? isAnyLeft = followed.Unfinished is { } unfinished && (named.Count == 0 || followed.EndedSince is not null)
            ? await ListAsync(unfinished, read, cancellationToken).AnyAsync(cancellationToken).ConfigureAwait(false)
            : null;
        isEndKnown = named.Count > 0 || isAnyLeft is false;
        IsDone = isEndKnown || isAnyLeft is null;
        if (isAnyLeft is false)
        {
            // All of its targets that this key may see have ended since.
            named = await ReadOutcomesAsync(followed.EndedSince ?? followed.Named, read, cancellationToken).ConfigureAwait(false);
            isAllNamed = followed.EndedSince is not null && named.Count >= (state.Accepted.PreviewedCount ?? 0);
        }
    }

    private IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions read, CancellationToken cancellationToken) =>
        FilterTranslator.Translate(client, filter).ListAsync(read, cancellationToken);

    private async Task<IReadOnlyList<CancellationOutcome>> ReadOutcomesAsync(TaskFilter? filter, ReadOptions read, CancellationToken cancellationToken)
    {
        var outcomes = new List<CancellationOutcome>();
        if (filter is not null)
        {
            await foreach (var task in ListAsync(filter, read, cancellationToken).ConfigureAwait(false))
            {
                outcomes.Add(VerdictRules.FromItem(new CancelReplyItem(task.ToTarget(), CancelDisposition.Acknowledged, task), new ReplyContext(Sequence: 1, IsAmbiguous: false)));
            }
        }

        return outcomes;
    }
}

/// <summary>What the service's own tasks, which carry out cancels by id (Meilisearch), show of targets that do not show it themselves: that a target was canceled before it was deleted, or that its cancel will never be carried out.</summary>
internal sealed class ServiceTaskEvidence(SnapshotReader reader)
{
    private readonly Dictionary<TaskId, TaskSnapshot> known = new(reader.IdEquality);
    private readonly HashSet<TaskId> gone = new(reader.IdEquality);
    private HashSet<TaskId> spentBefore = [];
    private HashSet<TaskId> accountedFor = [];
    private bool hasRead;

    /// <summary>The last read learned something that makes another read of the targets worthwhile.</summary>
    internal bool HasNews { get; private set; }

    /// <summary>Whether it is the service task that the reply named; its id may belong to another one by now.</summary>
    internal static bool IsOf(TaskSnapshot serviceTask, DateTimeOffset? acceptedAt) =>
        serviceTask.EnqueuedAt is null || acceptedAt is null || serviceTask.EnqueuedAt == acceptedAt;

    /// <summary>It addressed nothing, or was canceled or failed: nothing is or will be canceled by it.</summary>
    internal static bool IsSpent(TaskSnapshot serviceTask) =>
        serviceTask is { State: TaskState.Canceled or TaskState.Failed } || serviceTask.Details?.CancellationCounts is { Matched: 0 };

    /// <summary>The error of a task that goes on although its cancel was accepted.</summary>
    internal static TaskRequestException NotCarriedOut(string serviceName, TaskSnapshot serviceTask) => new(
        $"{serviceName}'s task {serviceTask.Id}, which was to carry out the cancel, {How(serviceTask)}. Nothing was canceled by it.")
    {
        Reason = TaskErrorReason.Conflict,
        Delivery = RequestDelivery.Answered,
        ServiceName = serviceName,
        ErrorCode = serviceTask.Failure?.Code,
    };

    /// <summary>Reads the targets once and, where they leave something open, the service tasks.</summary>
    internal async Task<IReadOnlyDictionary<TaskId, ReadResult>> TryReadAsync(IReadOnlyList<CancellationOutcome> outcomes, IReadOnlyList<TaskId> targets, ReadOptions read, ConcurrentDictionary<TaskId, ReadResult> taken, CancellationToken cancellationToken)
    {
        var wanted = targets.ToHashSet(reader.IdEquality);
        var open = outcomes.Where(outcome => outcome.ServiceTask is not null && wanted.Contains(outcome.Target.Id)).ToList();

        // Most cancels are over by the first read.
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

    /// <summary>The outcome of a read, with what the service task shows.</summary>
    internal CancellationOutcome Judge(CancellationOutcome before, ReadResult result, CancellationOutcome judged) => result switch
    {
        { Snapshot: null, Error: null } when before.ServiceTask is { } id && accountedFor.Contains(id) => judged with { Verdict = CancellationVerdict.Canceled },

        // An earlier attempt, of which nothing is known, may still be carried out: without AcceptedAt nothing is decided.
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

    // As many targets of one request are missing as it has canceled beyond those that are seen canceled by it.
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
