namespace TaskCancellation;

/// <summary>Turns replies, refusals and lost replies into outcomes, reading where a reply alone does not tell.</summary>
internal sealed class ReplySettler(TaskClient client)
{
    private readonly SnapshotReader reader = new(client);

    /// <summary>One outcome for each item of a reply.</summary>
    internal async Task<IReadOnlyList<CancellationOutcome>> SettleAsync(IReadOnlyList<CancelItemReply> items, bool doubtful, long order, CancellationToken cancellationToken)
    {
        if (!items.Any(NeedsReading))
        {
            return [.. items.Select(item => OutcomeOf(item, doubtful, order))];
        }

        TaskId[] unread = [.. items.Where(NeedsReading).Select(item => item.Target.Id)];
        var looks = await reader.LookAsync(unread, cancellationToken).ConfigureAwait(false);
        return [.. items.Select(item => OutcomeOf(NeedsReading(item) ? ReadUp(item, looks[item.Target.Id]) : item, doubtful, order))];
    }

    /// <summary>One outcome for each target of a request by id, in their order. A target that the reply does not name is in doubt, never lost.</summary>
    internal async Task<IReadOnlyList<CancellationOutcome>> SettleAsync(CancelRequest request, CancelReply reply, long order, CancellationToken cancellationToken)
    {
        var named = reply.Items.ToLookup(item => item.Target.Id, client.IdEquality);
        CancelItemReply[] items = [.. request.Targets.Select(target => named[target.Id].FirstOrDefault() ?? new CancelItemReply(target, CancelDisposition.Unclear))];
        var outcomes = await SettleAsync(items, reply.FollowsDoubtfulTry, order, cancellationToken).ConfigureAwait(false);

        // After a doubtful try, what was canceled before this request may have been canceled by that one.
        return [.. outcomes.Select(outcome => outcome with { ServiceTask = reply.ServiceTask, AcceptedAt = reply.FollowsDoubtfulTry ? null : reply.AcceptedAt })];
    }

    /// <summary>One outcome for each target of a request that got no usable reply.</summary>
    internal async Task<SettledReply> SettleFailureAsync(CancelRequest request, TaskRequestException failure, long order, CancellationToken cancellationToken)
    {
        if (failure.Delivery == RequestDelivery.NotSent && !failure.FollowsDoubtfulTry)
        {
            return new SettledReply([.. request.Targets.Select(target => Outcome(target, CancellationVerdict.NotAttempted, failure, order))], null);
        }

        // That a task has ended holds whatever an earlier try did.
        var disposition = Verdicts.DispositionOf(failure, client.Lifecycle);
        if (failure.IsDefiniteRefusal || (failure.Delivery == RequestDelivery.Answered && disposition == CancelDisposition.AlreadyEnded))
        {
            return new SettledReply(
                await SettleAsync([.. request.Targets.Select(target => new CancelItemReply(target, disposition, null, failure))], failure.FollowsDoubtfulTry, order, cancellationToken).ConfigureAwait(false),
                null);
        }

        return await SettleDoubtAsync(request, failure, order, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One outcome for each target of a request of which it is not known whether it got through: what reading shows. The failure in the result is that of the reading.</summary>
    internal async Task<SettledReply> SettleDoubtAsync(CancelRequest request, TaskRequestException failure, long order, CancellationToken cancellationToken)
    {
        var (reply, error) = await ReconcileAsync(request, failure, cancellationToken).ConfigureAwait(false);
        if (reply is null)
        {
            return new SettledReply([.. request.Targets.Select(target => Outcome(target, CancellationVerdict.Indeterminate, error, order))], null, ReferenceEquals(error, failure) ? null : error);
        }

        var outcomes = await SettleAsync(request, reply, order, cancellationToken).ConfigureAwait(false);
        return new SettledReply([.. outcomes.Select(outcome => outcome with { Error = outcome.Error ?? error })], reply);
    }

    /// <summary>Reads what became of a request whose reply was lost. A read that fails is added to the failure.</summary>
    internal async Task<(CancelReply? Reply, TaskRequestException Error)> ReconcileAsync(CancelRequest request, TaskRequestException failure, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client.Guard.ReconcileAsync(request, cancellationToken).ConfigureAwait(false);
            return (reply is null ? null : reply with { FollowsDoubtfulTry = true }, failure);
        }
        catch (TaskRequestException reading)
        {
            return (null, failure.WithReconcileFailure(reading));
        }
    }

    private CancellationOutcome OutcomeOf(CancelItemReply item, bool doubtful, long order)
    {
        var outcome = Verdicts.FromItem(item, doubtful, order);
        return Identity.IsOf(client, item.Target, item.Snapshot) ? outcome : Verdicts.FromAnother(item, outcome);
    }

    // A refusal says that a task has ended, not how.
    private static bool NeedsReading(CancelItemReply item) => item is { ReadUp: not null } or { Disposition: CancelDisposition.AlreadyEnded, Snapshot: null };

    private CancelItemReply ReadUp(CancelItemReply item, Look look)
    {
        if (look.Error is not { } reading)
        {
            return item with { Snapshot = look.Snapshot, Disposition = item.ReadUp?.Meaning(look.Snapshot) ?? item.Disposition };
        }

        // A conflict that the lifecycle does not know was only taken for an end, to be read up.
        var isGuess = item.Error is { } refusal && client.Lifecycle.FindRefusal(refusal.ErrorCode) is null;
        return item with
        {
            Disposition = item.ReadUp?.IfUnread ?? (isGuess ? CancelDisposition.Rejected : item.Disposition),
            Error = item.Error?.WithReconcileFailure(reading) ?? reading,
        };
    }

    private static CancellationOutcome Outcome(TaskTarget target, CancellationVerdict verdict, TaskRequestException? error, long order) =>
        new() { Target = target, Verdict = verdict, Error = error, Sequence = order };
}
