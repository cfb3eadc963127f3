namespace TaskCancellation;

public static partial class TaskClientExtensions
{
    /// <summary>Requests the cancellation of many tasks and yields one outcome for each, in the order of the input, as the service answers.</summary>
    /// <remarks>The plain form of <see cref="TaskClient.CancelManyAsync"/>, with the same options, outcomes and errors. It does not wait for the tasks to end; <see cref="WaitManyAsync"/> does.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="targets">The tasks. Enumerated as the outcomes are, at most <see cref="BatchOptions.Window"/> ahead of them. An empty sequence sends nothing.</param>
    /// <param name="options">The options; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only; requests under way may still be applied.</param>
    /// <returns>One outcome for each position. A malformed id is <see cref="CancellationVerdict.Rejected"/> at its place.</returns>
    /// <exception cref="ArgumentException">A journal is given without a <see cref="BatchOptions.RunId"/>.</exception>
    /// <example>
    /// <code>
    /// string[] ids = ["7", "8", "9"];
    /// await foreach (var outcome in client.CancelManyAsync(ids))
    /// {
    ///     Console.WriteLine(outcome);
    /// }
    /// </code>
    /// </example>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(targets);
        return client.CancelManyAsync(targets.ToAsyncEnumerable(), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IEnumerable<TaskId> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IEnumerable<string> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IEnumerable<int> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget((long)id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IEnumerable<long> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IEnumerable<Guid> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IAsyncEnumerable<TaskId> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IAsyncEnumerable<string> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IAsyncEnumerable<long> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
    }

    /// <inheritdoc cref="CancelManyAsync(TaskClient, IEnumerable{TaskTarget}, BatchOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<CancellationOutcome> CancelManyAsync(this TaskClient client, IAsyncEnumerable<Guid> ids, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(ids);
        return client.CancelManyAsync(ids.Select(id => new TaskTarget(id)), options, cancellationToken);
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
