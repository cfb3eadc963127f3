namespace TaskCancellation;

/// <summary>Follows the service's own task that carries out a cancel by filter, then reads whom it canceled. Where the reply that named it was lost, it looks for that task first.</summary>
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

    /// <summary>The last look failed.</summary>
    internal bool HasFailed => error is not null;

    /// <summary>There is something to follow.</summary>
    internal static bool HasWork(CancellationOperationState state) =>
        state is { Accepted.Selection: CancelSelection.ServerSide, Replies: [{ ServiceTask: not null }] } or { Lost: not null };

    /// <summary>One look. Returns after how long the next is worth it.</summary>
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

    /// <summary>Takes note of a look that failed.</summary>
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

    // What addressed something and did nothing left it as it was. Later tasks may match the filter by now: more than were addressed are not those that were.
    private async Task<IReadOnlyList<CancellationOutcome>> ReadLeftAsync(CancelReply followed, TaskSnapshot serviceTask, ReadOptions read, CancellationToken cancellationToken)
    {
        if (followed.Unfinished is not { } unfinished || counts is { Matched: 0 })
        {
            return [];
        }

        var left = await ListAsync(unfinished, read, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var refusal = ServiceTaskEvidence.NotCarriedOut(client.Capabilities.ServiceName, serviceTask);
        return left.Count > (counts?.Matched ?? long.MaxValue) ? [] :
        [
            .. left.Select(task => new CancellationOutcome { Target = task.ToTarget(), Verdict = CancellationVerdict.Rejected, Snapshot = task, ServiceTask = serviceTask.Id, AcceptedAt = followed.AcceptedAt, Error = refusal, Sequence = 1 }),
        ];
    }

    // A key that may not read the service task may still read the tasks it addressed. A service task cancels all it can at once: one that is canceled tells that it has run.
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
            // All that it addressed, and that this key may see, has ended since.
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
                outcomes.Add(VerdictRules.FromItem(new CancelReplyItem(task.ToTarget(), CancelDisposition.Acknowledged, task), isAmbiguous: false, order: 1));
            }
        }

        return outcomes;
    }
}
