namespace TaskCancellation;

/// <summary>The rules that turn evidence into verdicts; pure functions.</summary>
internal static class VerdictRules
{
    /// <summary>The outcome of one item of a reply.</summary>
    /// <param name="item">The item, with the task read where the reply alone does not tell.</param>
    /// <param name="reply">What the reply says besides.</param>
    internal static CancellationOutcome FromItem(CancelReplyItem item, in ReplyContext reply) => FromAnswer(item.Target, item.Disposition, item.Snapshot, item.Error, reply);

    /// <inheritdoc cref="FromItem"/>
    internal static CancellationOutcome FromAnswer(TaskTarget target, CancelDisposition disposition, TaskSnapshot? task, TaskRequestException? error, in ReplyContext reply) => new()
    {
        Target = target,
        Verdict = disposition switch
        {
            CancelDisposition.Acknowledged => Observed(task) ?? CancellationVerdict.Accepted,
            CancelDisposition.AlreadyEnded => EndedBefore(task, reply.IsAmbiguous),
            CancelDisposition.Unknown => Observed(task) ?? CancellationVerdict.Indeterminate,
            _ when reply.IsAmbiguous => CancellationVerdict.Indeterminate,
            CancelDisposition.NotFound => CancellationVerdict.NotFound,
            CancelDisposition.NotCancelable => CancellationVerdict.NotCancelable,
            CancelDisposition.Denied => CancellationVerdict.Denied,
            _ => CancellationVerdict.Rejected,
        },
        Snapshot = task,
        Error = error,
        Acceptance = reply.Acceptance,
        Sequence = reply.Sequence,
    };

    /// <summary>The outcome of an item that shows another task under the id of the one meant: a refusal changed nothing, anything else may have hit that other task.</summary>
    internal static CancellationOutcome FromAnother(CancelReplyItem item, CancellationOutcome outcome) => outcome with
    {
        Verdict = item.Disposition is CancelDisposition.Acknowledged or CancelDisposition.Unknown || outcome.Verdict == CancellationVerdict.Indeterminate
            ? CancellationVerdict.Indeterminate
            : CancellationVerdict.NotFound,
        IdentityMismatch = true,
    };

    /// <summary>What a later read adds that finds another task under the id: the task meant is gone.</summary>
    internal static CancellationOutcome FromReadOfAnother(CancellationOutcome before) =>
        Gone(before, isAckProof: false) with { IdentityMismatch = true, Sequence = before.Sequence + 1 };

    /// <summary>What a later read of a target adds to its outcome. The error of the cancel itself stays.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="now">The task now; null when the service no longer knows it.</param>
    /// <param name="service">What the service's answers prove.</param>
    internal static CancellationOutcome FromRead(CancellationOutcome before, TaskSnapshot? now, TaskClientCapabilities service)
    {
        if (now is null)
        {
            return service.HidesTasks && (before.Snapshot is not null || (before.Verdict == CancellationVerdict.Accepted && !service.AcknowledgesUnknownIds))
                ? before with { Error = NotVisible(before.Target, service), Sequence = before.Sequence + 1 }
                : Gone(before, isAckProof: !service.AcknowledgesUnknownIds);
        }

        var verdict = Observed(now) ?? before.Verdict;
        if (verdict == CancellationVerdict.Canceled && WasCanceledBefore(now, before))
        {
            verdict = CancellationVerdict.AlreadyCanceled;
        }

        return before with { Verdict = verdict, Snapshot = now, Sequence = before.Sequence + 1 };
    }

    /// <summary>The verdict for a task that was listed before its cancel, and that the service then did not find.</summary>
    internal static CancellationVerdict FromSeenNotFound(TaskClientCapabilities service) => service.HidesTasks ? CancellationVerdict.NotFound : CancellationVerdict.Ended;

    /// <summary>The outcome of a cancel that was sent again once a read had shown no trace of the attempt before it. If it is refused because of the task, which still has neither ended nor is being canceled, the earlier attempt did nothing either.</summary>
    internal static CancellationOutcome FromRefusalOfUntouched(CancellationOutcome outcome) => outcome is
    {
        IdentityMismatch: false,
        Error: { Delivery: RequestDelivery.Answered, Reason: TaskErrorReason.InvalidRequest or TaskErrorReason.NotFound or TaskErrorReason.Conflict },
        Snapshot: { IsTerminal: false, State: not TaskState.Canceling },
    }
        ? outcome with { Verdict = CancellationVerdict.NotCancelable }
        : outcome;

    /// <summary>The verdict, without a request, for a listed task that no cancel can change. One that is being canceled already is waited for like an accepted one.</summary>
    internal static CancellationVerdict FromListed(TaskSnapshot task) => task switch
    {
        { IsEndUnknown: true } => CancellationVerdict.Ended,
        { State: TaskState.Canceled } => CancellationVerdict.AlreadyCanceled,
        { State: TaskState.Succeeded or TaskState.Failed } => CancellationVerdict.CompletedFirst,
        { State: TaskState.Canceling } => CancellationVerdict.Accepted,
        _ => CancellationVerdict.NotCancelable,
    };

    /// <summary>What a refusal says about the target.</summary>
    internal static CancelDisposition DispositionOf(TaskRequestException refusal, TaskLifecycle lifecycle) =>
        lifecycle.FindRefusal(refusal.ErrorCode)?.Meaning ?? refusal.Reason switch
        {
            TaskErrorReason.Authentication or TaskErrorReason.Authorization => CancelDisposition.Denied,
            TaskErrorReason.NotFound => CancelDisposition.NotFound,
            TaskErrorReason.Conflict => CancelDisposition.AlreadyEnded,
            _ => CancelDisposition.Rejected,
        };

    // A task that was seen, or acknowledged as existing, and is gone now has ended; any other was not there to be canceled, unless the cancel itself is ambiguous.
    private static CancellationOutcome Gone(CancellationOutcome before, bool isAckProof) => (before.Snapshot, before.Verdict) switch
    {
        (not null, _) => before with { Verdict = CancellationVerdict.Ended, Sequence = before.Sequence + 1 },
        (null, CancellationVerdict.Indeterminate) => before,
        (null, CancellationVerdict.Accepted) when isAckProof => before with { Verdict = CancellationVerdict.Ended, Sequence = before.Sequence + 1 },
        _ => before with { Verdict = CancellationVerdict.NotFound, Sequence = before.Sequence + 1 },
    };

    private static TaskRequestException NotVisible(TaskTarget target, TaskClientCapabilities service) =>
        new($"The task {target.Id} is no longer visible: gone, or hidden from this caller. What was known of it before stands.")
        {
            Reason = TaskErrorReason.NotFound,
            Delivery = RequestDelivery.Answered,
            ServiceName = service.ServiceName,
        };

    private static CancellationVerdict? Observed(TaskSnapshot? task) => task switch
    {
        { IsEndUnknown: true } => CancellationVerdict.Ended,
        { State: TaskState.Canceled } => CancellationVerdict.Canceled,
        { State: TaskState.Succeeded or TaskState.Failed } => CancellationVerdict.CompletedFirst,
        _ => null,
    };

    private static CancellationVerdict EndedBefore(TaskSnapshot? task, bool isAmbiguous) => task switch
    {
        { IsEndUnknown: true } => CancellationVerdict.Ended,
        { State: TaskState.Canceled } when !isAmbiguous => CancellationVerdict.AlreadyCanceled,
        { IsTerminal: true } => Observed(task)!.Value,
        { State: TaskState.Canceling } => CancellationVerdict.Accepted,
        null => CancellationVerdict.Ended,
        _ => isAmbiguous ? CancellationVerdict.Indeterminate : CancellationVerdict.NotCancelable,
    };

    private static bool WasCanceledBefore(TaskSnapshot task, CancellationOutcome cancel) =>
        task.CanceledBy is { } by && by != cancel.ServiceTask && task.FinishedAt <= cancel.AcceptedAt;
}

/// <summary>What holds for every item of a reply.</summary>
/// <param name="Sequence">The order of this evidence.</param>
/// <param name="IsAmbiguous">An earlier attempt of the request may have reached the service.</param>
/// <param name="Acceptance">The service's own task that cancels, and when it was enqueued.</param>
internal readonly record struct ReplyContext(long Sequence, bool IsAmbiguous, CancellationAcceptance? Acceptance = null);

/// <summary>The outcomes of a batch that need no request.</summary>
internal static class BatchOutcomes
{
    /// <summary>The outcome of an id that does not have the form of the service's ids; null for one that has.</summary>
    internal static CancellationOutcome? FindMalformed(TaskClient client, TaskTarget target)
    {
        try
        {
            client.Validate(target.Id);
            return null;
        }
        catch (ArgumentException malformed)
        {
            var error = new TaskRequestException(ArgumentText.Of(malformed), malformed)
            {
                Reason = TaskErrorReason.InvalidRequest,
                Delivery = RequestDelivery.NotSent,
                ServiceName = client.Capabilities.ServiceName,
            };
            return new CancellationOutcome { Target = target, Verdict = CancellationVerdict.Rejected, Error = error };
        }
    }

    /// <summary>The outcome of a target that is not sent, or not sent again, because the batch was stopped.</summary>
    /// <param name="target">The target.</param>
    /// <param name="reason">The refusal of the credential that stopped it; null when the caller did.</param>
    /// <param name="refused">The outcome of its last attempt, which the service throttled; null when there was none.</param>
    internal static CancellationOutcome Stopped(TaskTarget target, TaskRequestException? reason, CancellationOutcome? refused) => refused switch
    {
        null => new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotAttempted, Error = reason },
        { Verdict: CancellationVerdict.Indeterminate } => refused,
        _ => refused with { Verdict = CancellationVerdict.NotAttempted },
    };

    /// <summary>The outcome that a read decides before anything is sent: the task has ended, is not known, is another one, cannot be canceled, or could not be read. Sent without a read, a cancel could not be told from another client's afterwards. Null when a cancel is to be sent.</summary>
    internal static CancellationOutcome? FindResolved(TaskClient client, TaskTarget target, ReadResult result)
    {
        var isAnother = !TaskIdentity.IsOf(client, target, result.Snapshot);
        return result switch
        {
            { Error: { } reading } => new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotAttempted, Error = reading },
            { Snapshot: { } task } when !isAnother && client.Lifecycle.CanCancel(task) => null,
            { Snapshot: { } task } when !isAnother => new CancellationOutcome { Target = target, Verdict = VerdictRules.FromListed(task), Snapshot = task },
            _ => new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotFound, Snapshot = result.Snapshot, IdentityMismatch = isAnother },
        };
    }
}
