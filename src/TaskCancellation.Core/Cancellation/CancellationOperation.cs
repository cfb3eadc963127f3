namespace TaskCancellation;

/// <summary>A cancel that was answered: what was answered, and the way to what became of it. Immutable; waiting changes nothing here.</summary>
public sealed class CancellationOperation
{
    private readonly TaskClient? client;

    internal CancellationOperation(TaskClient client, CancellationOperationState state)
    {
        this.client = client;
        State = state;
    }

    private CancellationOperation(CancellationOperationState state) => State = state;

    /// <summary>What was known when the cancel was answered.</summary>
    public CancellationReport Accepted => State.Accepted;

    /// <summary>The service's own task that carries the cancel out, where there is exactly one (Meilisearch).</summary>
    public TaskId? ServiceTask => ServiceTasks is [var only] ? only : default(TaskId?);

    /// <summary>The service's own tasks that carry the cancel out, one for each request that was sent (Meilisearch).</summary>
    public IReadOnlyList<TaskId> ServiceTasks => [.. State.Replies.Select(reply => reply.ServiceTask).OfType<TaskId>()];

    /// <summary>The operation as plain data, to store.</summary>
    public CancellationOperationState State { get; }

    /// <summary>An operation that has nothing to wait for: for code that mocks <see cref="TaskClient.CancelAsync(TaskTarget, CancellationToken)"/>.</summary>
    public static CancellationOperation FromReport(CancellationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new CancellationOperation(new CancellationOperationState { ServiceName = "", Accepted = report });
    }

    /// <summary>Waits until every task has ended or the deadline has passed, and reports anew. Reads only: nothing is canceled again.</summary>
    /// <param name="options">Deadline and pace; the service's defaults when null.</param>
    /// <param name="cancellationToken">Ends this wait only; the tasks and their cancel go on.</param>
    /// <returns>A new report. Tasks that have not ended at the deadline are <see cref="CancellationVerdict.StillRunning"/>. It never throws for what a task did, nor for reads that failed: those are in the report.</returns>
    public Task<CancellationReport> WaitForCompletionAsync(WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        client is null ? Task.FromResult(Accepted) : new OperationWaiter(client, State, options ?? WaitOptions.Default).RunAsync(cancellationToken);
}
