namespace TaskCancellation;

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
            var error = new TaskRequestException(malformed.Message, malformed)
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
