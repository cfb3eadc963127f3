using System.Collections;
using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>Sends cancels, for every service: in chunks, several at once, and resolves the replies into outcomes.</summary>
internal sealed class CancelEngine(TaskClient client, CancelOptions options)
{
    private int sequence;

    internal async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken)
    {
        var resolved = await CancelChunkAsync(ValueList<TaskTarget>.Own([target]), cancellationToken).ConfigureAwait(false);
        return Operation(
            new CancellationReport { ServiceName = client.Capabilities.ServiceName, Outcomes = resolved.Outcomes, Collateral = resolved.Reply?.Collateral ?? [], IsCollateralUnknown = client.Capabilities.CancelAffectsOthers && MayHaveActed(resolved), IsComplete = true },
            resolved.Reply is { } reply ? [reply] : []);
    }

    /// <summary>Cancels targets that fit one request. Those with an identity are read first, unless they were read just now: the id may belong to another task by now.</summary>
    internal ValueTask<ResolvedReply> CancelChunkAsync(IReadOnlyList<TaskTarget> chunk, CancellationToken cancellationToken, bool isAmbiguous = false, bool isVerified = false) =>
        isVerified || !NeedsVerification(chunk) ? SendChunkAsync(chunk, cancellationToken, isAmbiguous) : VerifyAndSendAsync(chunk, isAmbiguous, cancellationToken);

    /// <summary>Finds out, by reads only, what became of targets to which a cancel may have been sent before; those that reads cannot tell are indeterminate. The failure in the result is that of the reads.</summary>
    internal Task<ResolvedReply> ReconcileAsync(IReadOnlyList<TaskTarget> chunk, CancellationToken cancellationToken)
    {
        var interrupted = new TaskRequestException("The cancel was interrupted, and may have been sent.") { ServiceName = client.Capabilities.ServiceName };
        return client.Resolver.ResolveAmbiguousAsync(new CancelRequest { Targets = chunk }, interrupted, NextSequence(), cancellationToken);
    }

    /// <summary>Cancels by id, in chunks, several at once. Outcomes are in the order of the targets.</summary>
    internal async Task<(IReadOnlyList<CancellationOutcome> Outcomes, IReadOnlyList<CancelReply> Replies)> SendAsync(
        IReadOnlyList<TaskTarget> targets, CancellationToken cancellationToken)
    {
        IReadOnlyList<TaskTarget>[] chunks = [.. IdChunker.Of(targets, client.Capabilities)];
        var resolved = new ResolvedReply[chunks.Length];
        TaskRequestException? refusal = null;
        await BoundedParallel.ForEachAsync(chunks.Length, options.MaxConcurrency, async at =>
        {
            resolved[at] = refusal is null
                ? await SendChunkAsync(chunks[at], cancellationToken).ConfigureAwait(false)
                : new ResolvedReply([.. chunks[at].Select(target => BatchOutcomes.Stopped(target, refusal, null))], null);
            refusal ??= resolved[at].Failure is { RejectsCredential: true } failure ? failure : null;
        }).ConfigureAwait(false);
        return ([.. resolved.SelectMany(one => one.Outcomes)], [.. resolved.Select(one => one.Reply).OfType<CancelReply>()]);
    }

    /// <summary>Cancels by a filter that the service evaluates, after a preview of what it addresses.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<CancellationOperation> SendFilterAsync(FilterTranslation filter, FilterPreview preview, CancellationToken cancellationToken)
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
            (reply, error, _) = await client.Resolver.ReconcileAsync(request, failure, cancellationToken).ConfigureAwait(false);
        }

        var items = reply?.Items ?? [];
        return Operation(
            new CancellationReport
            {
                ServiceName = client.Capabilities.ServiceName,
                Outcomes = await client.Resolver.ResolveAsync(items, new ReplyContext(NextSequence(), reply is { FollowsAmbiguousAttempt: true }), cancellationToken).ConfigureAwait(false),
                Selection = CancelSelection.ServerSide,
                PreviewedCount = preview.Seen,
                MatchedCount = reply?.MatchedCount,
                UnlistedCount = reply?.MatchedCount - items.Count,
                Collateral = [.. preview.Collateral ?? [], .. reply?.Collateral ?? []],
                IsCollateralUnknown = preview.Collateral is null,
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
        Replies = IsAnythingLeft(replies) ? ReadOnlyValues.List(replies.Select(Bare)) : [],
        Lost = lost,
    });

    // Without a reply, a refusal changed nothing; a cancel whose reply is lost may have.
    private static bool MayHaveActed(ResolvedReply resolved) => resolved.Reply is not null || resolved.Outcomes is [{ Verdict: CancellationVerdict.Indeterminate or CancellationVerdict.Canceled }];

    // What a wait has to know of a reply.
    private static CancelReply Bare(CancelReply reply) =>
        reply is { Items.Count: 0, Collateral.Count: 0, PartialFailure: null } ? reply : reply with { Items = [], Collateral = [], PartialFailure = null };

    private static bool IsAnythingLeft(IReadOnlyList<CancelReply> replies)
    {
        for (var at = 0; at < replies.Count; at++)
        {
            if (replies[at] is { ServiceTask: not null } or { FollowsAmbiguousAttempt: true })
            {
                return true;
            }
        }

        return false;
    }

    // To tell requests apart, not to keep a secret.
    private static int NewNonce() => Random.Shared.Next(1, 1_000_000_000);

    private bool NeedsVerification(IReadOnlyList<TaskTarget> chunk)
    {
        for (var at = 0; at < chunk.Count; at++)
        {
            if (TaskIdentity.NeedsVerification(client, chunk[at]))
            {
                return true;
            }
        }

        return false;
    }

    // A target whose id may belong to another task by now is read before anything is sent.
    private async ValueTask<ResolvedReply> VerifyAndSendAsync(IReadOnlyList<TaskTarget> chunk, bool isAmbiguous, CancellationToken cancellationToken)
    {
        TaskTarget[] remembered = [.. chunk.Where(target => TaskIdentity.NeedsVerification(client, target))];
        var results = await new SnapshotReader(client).TryReadOrListAsync(remembered, cancellationToken).ConfigureAwait(false);
        var mismatches = remembered.Select(target => FindMismatch(target, results[target.Id])).OfType<CancellationOutcome>().ToDictionary(mismatch => mismatch.Target);
        if (mismatches.Count == 0)
        {
            return await SendChunkAsync(chunk, cancellationToken, isAmbiguous).ConfigureAwait(false);
        }

        TaskTarget[] matching = [.. chunk.Where(target => !mismatches.ContainsKey(target))];
        var sent = matching.Length == 0 ? new ResolvedReply([], null) : await SendChunkAsync(matching, cancellationToken, isAmbiguous).ConfigureAwait(false);
        var outcomes = sent.Outcomes.Concat(mismatches.Values).ToDictionary(outcome => outcome.Target);
        return sent with { Outcomes = [.. chunk.Select(target => outcomes[target])], Failure = sent.Failure ?? mismatches.Values.FirstOrDefault(outcome => outcome.Error is not null)?.Error };
    }

    // If it cannot be read, nothing is sent, unless the failure is transient and the service checks the kind itself: its reply is compared then.
    private CancellationOutcome? FindMismatch(TaskTarget target, ReadResult result) => result switch
    {
        { Error: { IsTransient: true } } when target.Kind is not null && client.Capabilities.ChecksKindOnCancel => null,
        { Error: { } reading } => new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotAttempted, Error = reading, Sequence = NextSequence() },
        { Snapshot: var found } when !TaskIdentity.IsOf(client, target, found) =>
            new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotFound, Snapshot = found, IdentityMismatch = true, Sequence = NextSequence() },
        _ => null,
    };

    // An ambiguous request follows another one that may have reached the service.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ResolvedReply> SendChunkAsync(IReadOnlyList<TaskTarget> chunk, CancellationToken cancellationToken, bool isAmbiguous = false)
    {
        var request = new CancelRequest { Targets = chunk, Nonce = NewNonce() };
        var order = NextSequence();
        try
        {
            var reply = await client.Guard.SendCancelAsync(request, cancellationToken).ConfigureAwait(false);
            reply = isAmbiguous ? reply with { FollowsAmbiguousAttempt = true } : reply;
            return new ResolvedReply(await client.Resolver.ResolveAsync(reply, order, cancellationToken).ConfigureAwait(false), reply);
        }
        catch (TaskRequestException failure)
        {
            var resolved = await client.Resolver.ResolveFailureAsync(request, isAmbiguous ? failure.AfterAmbiguousAttempt() : failure, order, cancellationToken).ConfigureAwait(false);
            return resolved with { Failure = failure };
        }
    }

    private long NextSequence() => Interlocked.Increment(ref sequence);
}

/// <summary>Resolves replies, refusals and lost replies into outcomes, with reads where a reply alone does not tell.</summary>
internal sealed class ReplyResolver(TaskClient client)
{
    private readonly SnapshotReader reader = new(client);

    /// <summary>One outcome for each target of a request by id, in order, as the items of its reply are.</summary>
    internal ValueTask<IReadOnlyList<CancellationOutcome>> ResolveAsync(CancelReply reply, long order, CancellationToken cancellationToken) =>

        // After an ambiguous attempt, a task that was canceled before this request may have been canceled by that attempt.
        ResolveAsync(reply.Items, new ReplyContext(order, reply.FollowsAmbiguousAttempt, CancellationAcceptance.Of(reply.ServiceTask, reply.FollowsAmbiguousAttempt ? null : reply.AcceptedAt)), cancellationToken);

    /// <summary>One outcome for each item of a reply.</summary>
    internal ValueTask<IReadOnlyList<CancellationOutcome>> ResolveAsync(IReadOnlyList<CancelReplyItem> items, in ReplyContext context, CancellationToken cancellationToken)
    {
        if (items is SameReplyItems { IsConclusive: true } same)
        {
            return ValueTask.FromResult<IReadOnlyList<CancellationOutcome>>(OutcomesOf(same, context));
        }

        for (var at = 0; at < items.Count; at++)
        {
            if (NeedsReading(items[at]))
            {
                return ReadAndResolveAsync(items, context, cancellationToken);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<CancellationOutcome>>(OutcomesOf(items, null, context));
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
                await ResolveAsync([.. request.Targets.Select(target => new CancelReplyItem(target, disposition, null, failure))], new ReplyContext(order, failure.FollowsAmbiguousAttempt), cancellationToken).ConfigureAwait(false),
                null);
        }

        return await ResolveAmbiguousAsync(request, failure, order, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One outcome for each target of an ambiguous request: what reads show. The failure in the result is that of the reads.</summary>
    internal async Task<ResolvedReply> ResolveAmbiguousAsync(CancelRequest request, TaskRequestException failure, long order, CancellationToken cancellationToken)
    {
        var (reply, error, reading) = await ReconcileAsync(request, failure, cancellationToken).ConfigureAwait(false);
        if (reply is null)
        {
            return new ResolvedReply([.. request.Targets.Select(target => Outcome(target, CancellationVerdict.Indeterminate, error, order))], null, reading);
        }

        var outcomes = await ResolveAsync(WithAll(request, reply), order, cancellationToken).ConfigureAwait(false);
        return new ResolvedReply([.. outcomes.Select(outcome => outcome with { Error = outcome.Error ?? error })], reply);
    }

    /// <summary>Reads what became of a request whose reply was lost. A read that fails is added to the failure.</summary>
    internal async Task<(CancelReply? Reply, TaskRequestException Error, TaskRequestException? Reading)> ReconcileAsync(CancelRequest request, TaskRequestException failure, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await client.Guard.ReconcileAsync(request, cancellationToken).ConfigureAwait(false);
            return (reply is null ? null : reply with { FollowsAmbiguousAttempt = true }, failure, null);
        }
        catch (TaskRequestException reading)
        {
            return (null, failure.WithReconcileFailure(reading), reading);
        }
    }

    // A target of which nothing was found is not left out.
    private CancelReply WithAll(CancelRequest request, CancelReply found)
    {
        if (found.Items.Count == request.Targets.Count)
        {
            return found;
        }

        var items = found.Items.ToLookup(item => item.Target.Id, client.IdEquality);
        return found with { Items = [.. request.Targets.Select(target => items[target.Id].FirstOrDefault() ?? new CancelReplyItem(target, CancelDisposition.Unknown))] };
    }

    private async ValueTask<IReadOnlyList<CancellationOutcome>> ReadAndResolveAsync(IReadOnlyList<CancelReplyItem> items, ReplyContext context, CancellationToken cancellationToken) =>
        OutcomesOf(items, await reader.TryReadAsync([.. items.Where(NeedsReading).Select(item => item.Target.Id)], cancellationToken).ConfigureAwait(false), context);

    private ValueList<CancellationOutcome> OutcomesOf(IReadOnlyList<CancelReplyItem> items, IReadOnlyDictionary<TaskId, ReadResult>? results, in ReplyContext context)
    {
        var outcomes = new CancellationOutcome[items.Count];
        for (var at = 0; at < outcomes.Length; at++)
        {
            var item = results is not null && NeedsReading(items[at]) ? FollowUpRead(items[at], results[items[at].Target.Id]) : items[at];
            var outcome = VerdictRules.FromItem(item, context);
            outcomes[at] = TaskIdentity.IsOf(client, item.Target, item.Snapshot) ? outcome : VerdictRules.FromAnother(item, outcome);
        }

        return ValueList<CancellationOutcome>.Own(outcomes);
    }

    private static ValueList<CancellationOutcome> OutcomesOf(SameReplyItems items, in ReplyContext context)
    {
        var outcomes = new CancellationOutcome[items.Count];
        for (var at = 0; at < outcomes.Length; at++)
        {
            outcomes[at] = VerdictRules.FromAnswer(items.Targets[at], items.Disposition, null, null, context);
        }

        return ValueList<CancellationOutcome>.Own(outcomes);
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

/// <summary>The items of a reply that says the same of every target. An item exists only while someone looks at it: a batch of hundreds of thousands of acknowledged targets needs none.</summary>
/// <param name="targets">The targets, which nobody changes.</param>
/// <param name="disposition">What the reply says of each.</param>
internal sealed class SameReplyItems(IReadOnlyList<TaskTarget> targets, CancelDisposition disposition) : IReadOnlyList<CancelReplyItem>
{
    public int Count => targets.Count;

    internal IReadOnlyList<TaskTarget> Targets => targets;

    internal CancelDisposition Disposition => disposition;

    /// <summary>The answer means what it says, without a read.</summary>
    internal bool IsConclusive => disposition != CancelDisposition.AlreadyEnded;

    public CancelReplyItem this[int index] => new(targets[index], disposition);

    public IEnumerator<CancelReplyItem> GetEnumerator() => targets.Select(target => new CancelReplyItem(target, disposition)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Equal to any other list of the same items, as lists of records are.</summary>
    public override bool Equals(object? obj) => obj is IReadOnlyList<CancelReplyItem> other && this.SequenceEqual(other);

    public override int GetHashCode() => ValueList<CancelReplyItem>.Of(this).GetHashCode();
}
