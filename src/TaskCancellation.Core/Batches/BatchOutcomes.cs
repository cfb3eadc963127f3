namespace TaskCancellation;

/// <summary>The outcomes of a batch that need no service.</summary>
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
                Kind = TaskErrorKind.InvalidRequest,
                Delivery = RequestDelivery.NotSent,
                ServiceName = client.Capabilities.ServiceName,
            };
            return new CancellationOutcome { Target = target, Verdict = CancellationVerdict.Rejected, Error = error };
        }
    }

    /// <summary>The outcome of a target that is not sent, or not sent again, because the batch was stopped.</summary>
    /// <param name="target">The target.</param>
    /// <param name="refused">What became of its last try, which the service refused for being too much; null when there was none.</param>
    internal static CancellationOutcome Stopped(TaskTarget target, CancellationOutcome? refused) => refused switch
    {
        null => new CancellationOutcome { Target = target, Verdict = CancellationVerdict.NotAttempted },
        { Verdict: CancellationVerdict.Indeterminate } => refused,
        _ => refused with { Verdict = CancellationVerdict.NotAttempted },
    };
}
