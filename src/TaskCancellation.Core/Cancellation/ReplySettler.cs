namespace TaskCancellation;

/// <summary>Turns replies, refusals and lost replies into outcomes, reading where a reply alone does not tell.</summary>
internal sealed class ReplySettler(TaskClient client)
{
    private readonly SnapshotReader reader = new(client);

    /// <summary>One outcome for each item of a reply.</summary>
    internal async Task<IReadOnlyList<CancellationOutcome>> SettleAsync(IReadOnlyList<CancelItemReply> items, bool doubtful, long order, CancellationToken cancellationToken)
    {
        var outcomes = new CancellationOutcome[items.Count];
        for (var at = 0; at < outcomes.Length; at++)
        {
            var item = items[at];
            if (item is { Disposition: CancelDisposition.AlreadyEnded, Snapshot: null })
            {
                item = await ReadEndAsync(item, cancellationToken).ConfigureAwait(false);
            }

            outcomes[at] = Verdicts.FromItem(item, doubtful, order);
        }

        return outcomes;
    }

    /// <summary>One outcome for each target of a request that got no usable reply.</summary>
    internal async Task<SettledReply> SettleFailureAsync(CancelRequest request, TaskRequestException failure, long order, CancellationToken cancellationToken)
    {
        if (failure.Delivery == RequestDelivery.NotSent && !failure.FollowsDoubtfulTry)
        {
            return new SettledReply([.. request.Targets.Select(target => Outcome(target, CancellationVerdict.NotAttempted, failure, order))], null);
        }

        if (failure.IsDefiniteRefusal || (failure.Kind == TaskErrorKind.Conflict && failure.Delivery == RequestDelivery.Answered))
        {
            var disposition = Verdicts.DispositionOf(failure, client.Lifecycle);
            return new SettledReply(
                await SettleAsync([.. request.Targets.Select(target => new CancelItemReply(target, disposition, null, failure))], failure.FollowsDoubtfulTry, order, cancellationToken).ConfigureAwait(false),
                null);
        }

        var (reply, error) = await ReconcileAsync(request, failure, cancellationToken).ConfigureAwait(false);
        if (reply is null)
        {
            return new SettledReply([.. request.Targets.Select(target => Outcome(target, CancellationVerdict.Indeterminate, error, order))], null);
        }

        CancelItemReply[] items = [.. reply.Items.Select(item => item.Disposition == CancelDisposition.Unclear ? item with { Error = error } : item)];
        return new SettledReply(await SettleAsync(items, doubtful: true, order, cancellationToken).ConfigureAwait(false), reply);
    }

    /// <summary>Reads what became of a request whose reply was lost. A read that fails is added to the failure.</summary>
    internal async Task<(CancelReply? Reply, TaskRequestException Error)> ReconcileAsync(CancelRequest request, TaskRequestException failure, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.ReconcileAsync(request, cancellationToken).ConfigureAwait(false), failure);
        }
        catch (TaskRequestException reading)
        {
            return (null, failure.WithReconcileFailure(reading));
        }
    }

    private async Task<CancelItemReply> ReadEndAsync(CancelItemReply item, CancellationToken cancellationToken)
    {
        try
        {
            var found = await reader.ReadAsync([item.Target.Id], cancellationToken).ConfigureAwait(false);
            return item with { Snapshot = found.GetValueOrDefault(item.Target.Id) };
        }
        catch (TaskRequestException reading)
        {
            return item with { Error = item.Error?.WithReconcileFailure(reading) ?? reading };
        }
    }

    private static CancellationOutcome Outcome(TaskTarget target, CancellationVerdict verdict, TaskRequestException? error, long order) =>
        new() { Target = target, Verdict = verdict, Error = error, Sequence = order };
}
