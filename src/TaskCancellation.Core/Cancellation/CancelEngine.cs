namespace TaskCancellation;

/// <summary>Sends cancels: chunks, bounded concurrency, and the way from replies to outcomes. For every service.</summary>
internal sealed class CancelEngine(TaskClient client, CancelOptions options)
{
    private readonly ReplySettler settler = new(client);
    private int sequence;

    internal async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        var settled = await CancelChunkAsync([target], cancellationToken).ConfigureAwait(false);
        return Operation(
            new CancellationReport { Outcomes = settled.Outcomes, Collateral = settled.Reply?.Collateral ?? [], IsCollateralUnread = client.Capabilities.CancelDisturbsOthers && settled.Reply is not null, IsComplete = true },
            settled.Reply is { } reply ? [reply] : []);
    }

    /// <summary>Cancels targets that fit one request; remembered ones after a look whether they are still the ones meant, unless they were looked at just now.</summary>
    internal async Task<SettledReply> CancelChunkAsync(IReadOnlyList<TaskTarget> chunk, CancellationToken cancellationToken, bool doubtful = false, bool isLookedAt = false)
    {
        var objections = isLookedAt ? [] : await FindObjectionsAsync([.. chunk.Where(target => Identity.NeedsLook(client, target))], cancellationToken).ConfigureAwait(false);
        if (objections.Count == 0)
        {
            return await SendChunkAsync(chunk, cancellationToken, doubtful).ConfigureAwait(false);
        }

        TaskTarget[] unobjected = [.. chunk.Where(target => !objections.ContainsKey(target))];
        var sent = unobjected.Length == 0 ? new SettledReply([], null) : await SendChunkAsync(unobjected, cancellationToken, doubtful).ConfigureAwait(false);
        var outcomes = sent.Outcomes.Concat(objections.Values).ToDictionary(outcome => outcome.Target);
        return sent with { Outcomes = [.. chunk.Select(target => outcomes[target])], Failure = sent.Failure ?? objections.Values.FirstOrDefault(outcome => outcome.Error is not null)?.Error };
    }

    /// <summary>Finds out, by reads only, what became of targets to which a cancel may have been sent before; those it cannot tell are in doubt. The failure in the result is that of the reading.</summary>
    internal Task<SettledReply> ReconcileAsync(IReadOnlyList<TaskTarget> chunk, CancellationToken cancellationToken)
    {
        var interrupted = new TaskRequestException("The cancel was interrupted, and may have been sent.") { Kind = TaskErrorKind.Unknown, ServiceName = client.Capabilities.ServiceName };
        return settler.SettleDoubtAsync(new CancelRequest { Targets = chunk }, interrupted, NextSequence(), cancellationToken);
    }

    /// <summary>Cancels by id, in chunks, several at once. Outcomes come in the order of the targets.</summary>
    internal async Task<(IReadOnlyList<CancellationOutcome> Outcomes, IReadOnlyList<CancelReply> Replies)> SendAsync(
        IReadOnlyList<TaskTarget> targets, CancellationToken cancellationToken)
    {
        IReadOnlyList<TaskTarget>[] chunks = [.. IdChunks.Of(targets, client.Capabilities)];
        var settled = new SettledReply[chunks.Length];
        await Parallelism.ForEachAsync(chunks.Length, options.MaxConcurrency, async at => settled[at] = await SendChunkAsync(chunks[at], cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return ([.. settled.SelectMany(one => one.Outcomes)], [.. settled.Select(one => one.Reply).OfType<CancelReply>()]);
    }

    /// <summary>Cancels by a filter that the service evaluates, after a glance at what it addresses.</summary>
    internal async Task<CancellationOperation> SendFilterAsync(FilterTranslation filter, Glance glance, CancellationToken cancellationToken)
    {
        var request = new CancelRequest { Filter = filter, Nonce = NewNonce() };
        CancelReply? reply;
        TaskRequestException? error = null;
        try
        {
            reply = await client.Guard.SendCancelAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException failure) when (!failure.IsDefiniteRefusal)
        {
            (reply, error) = await settler.ReconcileAsync(request, failure, cancellationToken).ConfigureAwait(false);
        }

        var items = reply?.Items ?? [];
        return Operation(
            new CancellationReport
            {
                Outcomes = await settler.SettleAsync(items, reply?.FollowsDoubtfulTry ?? false, NextSequence(), cancellationToken).ConfigureAwait(false),
                Selection = CancelSelection.AtServer,
                SeenBefore = glance.Seen,
                Matched = reply?.Matched,
                Unlisted = reply?.Matched - items.Count,
                Collateral = [.. glance.Collateral ?? [], .. reply?.Collateral ?? []],
                IsCollateralUnread = glance.Collateral is null,
                IsIndeterminate = reply is null or { PartialFailure: not null },
                IsComplete = reply is { ServiceTask: null, PartialFailure: null },
                Error = reply is null ? error : reply.PartialFailure,
            },
            reply is null ? [] : [reply],
            reply is null ? request : null);
    }

    internal CancellationOperation Operation(CancellationReport accepted, IReadOnlyList<CancelReply> replies, CancelRequest? lost = null) => new(client, new CancellationOperationState
    {
        ServiceName = client.Capabilities.ServiceName,
        Endpoint = client.Endpoint,
        Accepted = accepted,
        Replies = [.. replies.Select(reply => reply with { Items = [], Collateral = [], PartialFailure = null })],
        Lost = lost,
    });

    // To tell requests apart, not to keep a secret.
    private static int NewNonce() => Random.Shared.Next(1, 1_000_000_000);

    // A remembered task whose id may be another's by now is read before anything is sent.
    private async Task<Dictionary<TaskTarget, CancellationOutcome>> FindObjectionsAsync(TaskTarget[] remembered, CancellationToken cancellationToken)
    {
        if (remembered.Length == 0)
        {
            return [];
        }

        var looks = await new CarefulLook(client).RunAsync(remembered, cancellationToken).ConfigureAwait(false);
        return remembered.Select(target => FindObjection(target, looks[target.Id])).OfType<CancellationOutcome>().ToDictionary(objection => objection.Target);
    }

    // If it cannot be read, nothing is sent, unless that passes and the service checks the kind itself: what its reply shows is compared then.
    private CancellationOutcome? FindObjection(TaskTarget target, Look look) => look switch
    {
        { Error: { IsTransient: true } } when target.Kind is not null && client.Capabilities.ChecksKindOnCancel => null,
        { Error: { } reading } => new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotAttempted, Error = reading, Sequence = NextSequence() },
        { Snapshot: var found } when !Identity.IsOf(client, target, found) =>
            new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotFound, Snapshot = found, IdentityMismatch = true, Sequence = NextSequence() },
        _ => null,
    };

    // A doubtful request follows another of which it is not known whether it got through.
    private async Task<SettledReply> SendChunkAsync(IReadOnlyList<TaskTarget> chunk, CancellationToken cancellationToken, bool doubtful = false)
    {
        var request = new CancelRequest { Targets = chunk, Nonce = NewNonce() };
        var order = NextSequence();
        try
        {
            var reply = await client.Guard.SendCancelAsync(request, cancellationToken).ConfigureAwait(false);
            reply = doubtful ? reply with { FollowsDoubtfulTry = true } : reply;
            return new SettledReply(await settler.SettleAsync(request, reply, order, cancellationToken).ConfigureAwait(false), reply);
        }
        catch (TaskRequestException failure)
        {
            var settled = await settler.SettleFailureAsync(request, doubtful ? failure.AfterDoubtfulTry() : failure, order, cancellationToken).ConfigureAwait(false);
            return settled with { Failure = failure };
        }
    }

    private long NextSequence() => Interlocked.Increment(ref sequence);
}
