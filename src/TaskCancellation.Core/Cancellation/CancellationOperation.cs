using System.Diagnostics;

namespace TaskCancellation;

/// <summary>Represents a cancellation that the service has answered: what it answered, and the means to wait for the result.</summary>
/// <remarks>Immutable. Waiting returns a new report and does not change the operation.</remarks>
public sealed class CancellationOperation
{
    private readonly TaskClient? client;
    private readonly Func<WaitOptions?, CancellationToken, Task<CancellationReport>>? wait;

    internal CancellationOperation(TaskClient client, CancellationOperationState state)
    {
        this.client = client;
        State = state;
    }

    private CancellationOperation(CancellationOperationState state, Func<WaitOptions?, CancellationToken, Task<CancellationReport>>? wait = null)
    {
        State = state;
        this.wait = wait;
    }

    /// <summary>Gets what was known when the cancellation was answered.</summary>
    public CancellationReport Accepted => State.Accepted;

    /// <summary>Gets the id of the service's own task that carries out the cancellation, when there is exactly one (Meilisearch); otherwise <see langword="null"/>.</summary>
    public TaskId? ServiceTask
    {
        get
        {
            TaskId? only = null;
            for (var at = 0; at < State.Replies.Count; at++)
            {
                if (State.Replies[at].ServiceTask is not { } task)
                {
                    continue;
                }

                if (only is not null)
                {
                    return null;
                }

                only = task;
            }

            return only;
        }
    }

    /// <summary>Gets the ids of the service's own tasks that carry out the cancellation, one for each request that was sent (Meilisearch).</summary>
    public IReadOnlyList<TaskId> ServiceTasks => [.. State.Replies.Select(reply => reply.ServiceTask).OfType<TaskId>()];

    /// <summary>Gets the operation as plain data, to be stored.</summary>
    public CancellationOperationState State { get; }

    /// <summary>Gets or sets the span of the cancel, which the span of a wait belongs to; none where nothing listened, or the operation was restored.</summary>
    internal ActivityContext Span { get; set; }

    /// <summary>Creates an operation that has nothing to wait for, for code that mocks <see cref="TaskClient.CancelAsync(TaskTarget, CancellationToken)"/>.</summary>
    /// <param name="report">The report that the operation returns.</param>
    /// <returns>The operation.</returns>
    public static CancellationOperation FromReport(CancellationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new CancellationOperation(new CancellationOperationState { ServiceName = "", Accepted = report });
    }

    /// <summary>Creates an operation that is waited for by other code: by a client around another client, or by a mock.</summary>
    /// <param name="state">What was known when the cancellation was answered.</param>
    /// <param name="wait">What <see cref="WaitForCompletionAsync"/> does.</param>
    /// <returns>The operation.</returns>
    /// <example>
    /// An operation whose wait leaves a line:
    /// <code>
    /// var operation = await client.CancelAsync("147", cancellationToken);
    /// var audited = CancellationOperation.FromState(operation.State, async (options, token) =>
    /// {
    ///     var report = await operation.WaitForCompletionAsync(options, token);
    ///     Console.WriteLine(report);
    ///     return report;
    /// });
    /// </code>
    /// </example>
    public static CancellationOperation FromState(CancellationOperationState state, Func<WaitOptions?, CancellationToken, Task<CancellationReport>> wait)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(wait);
        return new CancellationOperation(state, wait);
    }

    /// <summary>Waits until every task has ended or the deadline has passed, and returns a new report.</summary>
    /// <remarks>Reads only: nothing is canceled again. The result of a task, and reads that fail, are in the report and never cause an exception.</remarks>
    /// <param name="options">The deadline and the polling intervals; the defaults of the service when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this wait only; the tasks and their cancellation are not affected.</param>
    /// <returns>A new report. Tasks that have not ended at the deadline are <see cref="CancellationVerdict.StillRunning"/>.</returns>
    /// <example>
    /// <code>
    /// var operation = await client.CancelAsync(new TaskFilter { Scopes = ["movies"] });
    /// var report = await operation.WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromMinutes(5) });
    /// Console.WriteLine(report);
    /// </code>
    /// </example>
    public Task<CancellationReport> WaitForCompletionAsync(WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        wait is not null ? wait(options, cancellationToken)
        : client is null
            ? Task.FromResult(Accepted)
            : OperationTelemetry.RunAsync(client, OperationTelemetry.Wait, new OperationWaiter(client, State, options ?? WaitOptions.Default), static (waiter, token) => waiter.RunAsync(token), static (span, report) => span.Take(report), cancellationToken, Span);
}
