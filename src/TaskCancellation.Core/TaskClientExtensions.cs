namespace TaskCancellation;

/// <summary>Provides operations that combine the verbs of <see cref="TaskClient"/>.</summary>
/// <remarks>The extension methods call the public verbs only, so that they also run on a mocked client.</remarks>
public static partial class TaskClientExtensions
{
    /// <summary>Cancels one task and waits until it has ended.</summary>
    /// <remarks>Refusals, lost replies, and unreachable servers are reported as verdicts, not as exceptions. Only the deadline and the polling intervals of the wait can be set; the request itself is that of <see cref="TaskClient.CancelAsync(TaskTarget, CancellationToken)"/>.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="target">The task to cancel.</param>
    /// <param name="options">The deadline and the polling intervals of the wait; the defaults of the service when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only. If it fires after the request was sent, the task may still be canceled.</param>
    /// <returns>The outcome. When the deadline passes before the task has ended, the verdict is <see cref="CancellationVerdict.StillRunning"/>.</returns>
    /// <exception cref="ArgumentException">The id does not have the form of the service's ids.</exception>
    /// <example>
    /// <code>
    /// var outcome = await client.CancelAndWaitAsync("147");
    /// Console.WriteLine(outcome.IsCanceled ? "Canceled." : $"Not canceled: {outcome.Verdict}.");
    /// </code>
    /// </example>
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

    /// <summary>Cancels the tasks that match a filter and waits until they have ended.</summary>
    /// <param name="client">The client.</param>
    /// <param name="filter">The tasks to cancel. <see cref="TaskFilter.All"/> needs <see cref="CancelOptions.AllowAll"/>.</param>
    /// <param name="cancelOptions">The options for canceling; the defaults when <see langword="null"/>.</param>
    /// <param name="waitOptions">The deadline and the polling intervals of the wait; the defaults of the service when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only. Tasks whose cancellation was already requested may still be canceled.</param>
    /// <returns>The report, after the last task has ended or the deadline has passed. Tasks that have not ended by then are <see cref="CancellationVerdict.StillRunning"/>.</returns>
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
    /// <param name="options">The deadline and the polling intervals of the wait; the defaults of the service when <see langword="null"/>.</param>
    public static Task<CancellationReport> CancelAndWaitAsync(this TaskClient client, TaskFilter filter, WaitOptions? options, CancellationToken cancellationToken = default) =>
        client.CancelAndWaitAsync(filter, cancelOptions: null, options, cancellationToken);
}
