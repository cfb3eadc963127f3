namespace TaskCancellation;

/// <summary>Resolves replies, refusals and lost replies into outcomes, with reads where a reply alone does not tell.</summary>
internal sealed class ReplyResolver(TaskClient client)
{
    private readonly SnapshotReader reader = new(client);

    /// <summary>One outcome for each item of a reply.</summary>
    internal async Task<IReadOnlyList<CancellationOutcome>> ResolveAsync(IReadOnlyList<CancelReplyItem> items, bool isAmbiguous, long order, CancellationToken cancellationToken)
    {
        if (!items.Any(NeedsReading))
        {
            return [.. items.Select(item => OutcomeOf(item, isAmbiguous, order))];
        }

        TaskId[] unread = [.. items.Where(NeedsReading).Select(item => item.Target.Id)];
        var results = await reader.TryReadAsync(unread, cancellationToken).ConfigureAwait(false);
        return [.. items.Select(item => OutcomeOf(NeedsReading(item) ? FollowUpRead(item, results[item.Target.Id]) : item, isAmbiguous, order))];
    }

    /// <summary>One outcome for each target of a request by id, in order. A target that the reply does not name is indeterminate, never left out.</summary>
    internal async Task<IReadOnlyList<CancellationOutcome>> ResolveAsync(CancelRequest request, CancelReply reply, long order, CancellationToken cancellationToken)
    {
        var named = reply.Items.ToLookup(item => item.Target.Id, client.IdEquality);
        CancelReplyItem[] items = [.. request.Targets.Select(target => named[target.Id].FirstOrDefault() ?? new CancelReplyItem(target, CancelDisposition.Unknown))];
        var outcomes = await ResolveAsync(items, reply.FollowsAmbiguousAttempt, order, cancellationToken).ConfigureAwait(false);

        // After an ambiguous attempt, a task that was canceled before this request may have been canceled by that attempt.
        return [.. outcomes.Select(outcome => outcome with { ServiceTask = reply.ServiceTask, AcceptedAt = reply.FollowsAmbiguousAttempt ? null : reply.AcceptedAt })];
    }

    /// <summary>One outcome for each target of a request that got no usable reply.</summary>
    internal async Task<ResolvedReply> ResolveFailureAsync(CancelRequest request, TaskRequestException failure, long order, CancellationToken cancellationToken)
    {
        if (failure.Delivery == RequestDelivery.NotSent && !failure.FollowsAmbiguousAttempt)
        {
            return new ResolvedReply([.. request.Targets.Select(target => Outcome(target, CancellationVerdict.NotAttempted, failure, order))], null);
        }

        // That a task has ended holds whatever an earlier attempt did.
        var disposition = VerdictRules.DispositionOf(failure, client.Lifecycle);
        if (failure.IsDefiniteRefusal || (failure.Delivery == RequestDelivery.Answered && disposition == CancelDisposition.AlreadyEnded))
        {
            return new ResolvedReply(
                await ResolveAsync([.. request.Targets.Select(target => new CancelReplyItem(target, disposition, null, failure))], failure.FollowsAmbiguousAttempt, order, cancellationToken).ConfigureAwait(false),
                null);
        }

        return await ResolveAmbiguousAsync(request, failure, order, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One outcome for each target of an ambiguous request: what reads show. The failure in the result is that of the reads.</summary>
    internal async Task<ResolvedReply> ResolveAmbiguousAsync(CancelRequest request, TaskRequestException failure, long order, CancellationToken cancellationToken)
    {
        var (reply, error) = await ReconcileAsync(request, failure, cancellationToken).ConfigureAwait(false);
        if (reply is null)
        {
            return new ResolvedReply([.. request.Targets.Select(target => Outcome(target, CancellationVerdict.Indeterminate, error, order))], null, ReferenceEquals(error, failure) ? null : error);
        }

        var outcomes = await ResolveAsync(request, reply, order, cancellationToken).ConfigureAwait(false);
        return new ResolvedReply([.. outcomes.Select(outcome => outcome with { Error = outcome.Error ?? error })], reply);
    }

    /// <summary>Reads what became of a request whose reply was lost. A read that fails is added to the failure.</summary>
    internal async Task<(CancelReply? Reply, TaskRequestException Error)> ReconcileAsync(CancelRequest request, TaskRequestException failure, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client.Guard.ReconcileAsync(request, cancellationToken).ConfigureAwait(false);
            return (reply is null ? null : reply with { FollowsAmbiguousAttempt = true }, failure);
        }
        catch (TaskRequestException reading)
        {
            return (null, failure.WithReconcileFailure(reading));
        }
    }

    private CancellationOutcome OutcomeOf(CancelReplyItem item, bool isAmbiguous, long order)
    {
        var outcome = VerdictRules.FromItem(item, isAmbiguous, order);
        return TaskIdentity.IsOf(client, item.Target, item.Snapshot) ? outcome : VerdictRules.FromAnother(item, outcome);
    }

    // A refusal says that a task has ended, not how.
    private static bool NeedsReading(CancelReplyItem item) => item is { FollowUpRead: not null } or { Disposition: CancelDisposition.AlreadyEnded, Snapshot: null };

    private CancelReplyItem FollowUpRead(CancelReplyItem item, ReadResult result)
    {
        if (result.Error is not { } reading)
        {
            return item with { Snapshot = result.Snapshot, Disposition = item.FollowUpRead?.Meaning(result.Snapshot) ?? item.Disposition };
        }

        // A conflict that the lifecycle does not know was only assumed to be an end, to be confirmed by a read.
        var isGuess = item.Error is { } refusal && client.Lifecycle.FindRefusal(refusal.ErrorCode) is null;
        return item with
        {
            Disposition = item.FollowUpRead?.IfUnread ?? (isGuess ? CancelDisposition.Rejected : item.Disposition),
            Error = item.Error?.WithReconcileFailure(reading) ?? reading,
        };
    }

    private static CancellationOutcome Outcome(TaskTarget target, CancellationVerdict verdict, TaskRequestException? error, long order) =>
        new() { Target = target, Verdict = verdict, Error = error, Sequence = order };
}

/// <summary>The result of one cancel request.</summary>
/// <param name="Outcomes">One for each target, in order.</param>
/// <param name="Reply">The reply to follow up, if one came.</param>
/// <param name="Failure">Why no usable reply came; null when one did.</param>
internal sealed record ResolvedReply(IReadOnlyList<CancellationOutcome> Outcomes, CancelReply? Reply, TaskRequestException? Failure = null)
{
    /// <summary>The service throttled the request, and did nothing.</summary>
    internal bool IsThrottled => Failure is { Reason: TaskErrorReason.Throttled, IsDefiniteRefusal: true };
}
