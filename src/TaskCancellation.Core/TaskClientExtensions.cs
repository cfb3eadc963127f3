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
    /// <param name="filter">The tasks to cancel.</param>
    /// <param name="cancelOptions">How to cancel; the defaults when <see langword="null"/>.</param>
    /// <param name="waitOptions">Deadline and pace of the wait; the service's defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only. Remote tasks are not affected.</param>
    /// <returns>The report, after the last task has ended or the deadline has passed.</returns>
    /// <exception cref="FilterException">The filter was refused. Nothing was canceled.</exception>
    /// <exception cref="TaskRequestException">The tasks could not be listed, or the service refused the filter. Nothing was canceled.</exception>
    /// <example>
    /// <code>
    /// var report = await client.CancelAndWaitAsync(
    ///     new TaskFilter { Scopes = ["movies"] },
    ///     new WaitOptions { Timeout = TimeSpan.FromMinutes(2) });
    /// report.EnsureCanceled();
    /// </code>
    /// </example>
    public static Task<CancellationReport> CancelAndWaitAsync(this TaskClient client, TaskFilter filter, CancelOptions? cancelOptions = null, WaitOptions? waitOptions = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return WaitAsync(client.CancelAsync(filter, cancelOptions, cancellationToken));

        async Task<CancellationReport> WaitAsync(Task<CancellationOperation> canceling)
        {
            var operation = await canceling.ConfigureAwait(false);
            return await operation.WaitForCompletionAsync(waitOptions, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="CancelAndWaitAsync(TaskClient, TaskFilter, CancelOptions?, WaitOptions?, CancellationToken)"/>
    public static Task<CancellationReport> CancelAndWaitAsync(this TaskClient client, TaskFilter filter, WaitOptions? options, CancellationToken cancellationToken = default) =>
        client.CancelAndWaitAsync(filter, cancelOptions: null, options, cancellationToken);
}
