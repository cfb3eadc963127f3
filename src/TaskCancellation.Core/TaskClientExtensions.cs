namespace TaskCancellation;

/// <summary>What is made of the verbs alone: with a mocked client, these still run.</summary>
public static partial class TaskClientExtensions
{
    /// <summary>Cancels one task and waits until it has ended: the one call that most programs want.</summary>
    /// <param name="client">The client.</param>
    /// <param name="target">The task.</param>
    /// <param name="options">Deadline and pace of the wait; the service's defaults when null.</param>
    /// <param name="cancellationToken">Ends this call only. If it fires after the request left, the task may still be canceled.</param>
    /// <returns>The outcome. A deadline that passes is <see cref="CancellationVerdict.StillRunning"/>; refusals, lost replies and unreachable servers are verdicts, too.</returns>
    /// <exception cref="ArgumentException">The id does not have the form of the service's ids.</exception>
    public static Task<CancellationOutcome> CancelAndWaitAsync(this TaskClient client, TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return WaitAsync(client.CancelAsync(target, cancellationToken: cancellationToken));

        async Task<CancellationOutcome> WaitAsync(Task<CancellationOperation> canceling)
        {
            var operation = await canceling.ConfigureAwait(false);
            var report = await operation.WaitForCompletionAsync(options, cancellationToken).ConfigureAwait(false);
            return report.Outcomes[0];
        }
    }

    /// <summary>Cancels the tasks that match and waits until they have ended.</summary>
    /// <param name="client">The client.</param>
    /// <param name="filter">Which tasks.</param>
    /// <param name="cancel">How to cancel; the defaults when null.</param>
    /// <param name="wait">Deadline and pace of the wait; the service's defaults when null.</param>
    /// <param name="cancellationToken">Ends this call only.</param>
    /// <returns>The report.</returns>
    /// <exception cref="TaskClientException">As <see cref="TaskClient.CancelAsync(TaskFilter, CancelOptions?, CancellationToken)"/>: nothing was canceled.</exception>
    public static Task<CancellationReport> CancelAndWaitAsync(this TaskClient client, TaskFilter filter, CancelOptions? cancel = null, WaitOptions? wait = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return WaitAsync(client.CancelAsync(filter, cancel, cancellationToken));

        async Task<CancellationReport> WaitAsync(Task<CancellationOperation> canceling)
        {
            var operation = await canceling.ConfigureAwait(false);
            return await operation.WaitForCompletionAsync(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the service to cancel the tasks with these ids, however many, and yields what it answered: one outcome for each position, in order. As <see cref="TaskClient.CancelManyAsync"/>.</summary>
    /// <param name="client">The client.</param>
    /// <param name="ids">The ids. Enumerated as the outcomes are, at most <see cref="BatchOptions.Window"/> ahead of them.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellationToken">Ends this call only; see there.</param>
    /// <returns>The outcomes, at acceptance.</returns>
    /// <exception cref="ArgumentException">There is a journal and no <see cref="BatchOptions.RunId"/>.</exception>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IEnumerable<TaskId> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)).ToAsyncEnumerable(), options, cancellationToken);
    }

    /// <summary>Waits for the ends of what a batch canceled, and yields each outcome again with what became of it, in the same order.</summary>
    /// <param name="client">The client.</param>
    /// <param name="outcomes">The outcomes, as <see cref="TaskClient.CancelManyAsync"/> yields them. Read as the result is, at most 10,000 ahead of it. An exception it throws comes through after what was read before.</param>
    /// <param name="options">Deadline and pace; the service's defaults when null. Neighbors, up to 500 (all that are held where <see cref="TaskClientCapabilities.ReadsByFullList"/>) that the source gives within 250 ms (or longer, while four such groups are waited for already), are waited for together, and the deadline counts for them from when that wait begins.</param>
    /// <param name="cancellationToken">Ends this call only, and with it the enumeration of <paramref name="outcomes"/>; the tasks and their cancels go on.</param>
    /// <returns>One outcome for each of <paramref name="outcomes"/>. What has not ended at its deadline is <see cref="CancellationVerdict.StillRunning"/>. Reads only: nothing is canceled again. A mocked client needs a setup of <see cref="TaskClient.Restore(CancellationOperationState)"/>.</returns>
    public static IAsyncEnumerable<CancellationOutcome> WaitManyAsync(this TaskClient client, IAsyncEnumerable<CancellationOutcome> outcomes, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(outcomes);
        return OutcomeWaiter.RunAsync(client, outcomes, options, cancellationToken);
    }
}
