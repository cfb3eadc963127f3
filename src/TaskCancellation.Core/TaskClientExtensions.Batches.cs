namespace TaskCancellation;

public static partial class TaskClientExtensions
{
    /// <summary>Requests the cancellation of many tasks, and yields one outcome for each, in the order of the input.</summary>
    /// <remarks>Options, outcomes, and exceptions are those of <see cref="TaskClient.CancelManyAsync"/>. The call does not wait for the tasks to end; <see cref="WaitManyAsync"/> does.</remarks>
    /// <param name="client">The client.</param>
    /// <param name="targets">The tasks. The sequence is enumerated together with the result, at most <see cref="BatchOptions.Window"/> positions ahead. An empty sequence sends nothing.</param>
    /// <param name="options">The options; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only; requests in flight may still be applied.</param>
    /// <returns>One outcome for each position. A malformed id is <see cref="CancellationVerdict.Rejected"/> at its position.</returns>
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

    /// <summary>Waits until the tasks of a batch have ended, and yields each outcome again with what became of the task, in the same order.</summary>
    /// <remarks>
    /// <para>Reads only: nothing is canceled again.</para>
    /// <para>Neighboring outcomes are waited for as a group, whose deadline counts from the start of its wait. A group holds the outcomes that the source yields within 250 ms, or longer while four groups are already being waited for, up to 500 outcomes. Where <see cref="TaskClientCapabilities.ReadsByFullList"/> is set, it may hold all outcomes that were read ahead.</para>
    /// <para>A mocked client needs a setup of <see cref="TaskClient.Restore(CancellationOperationState)"/>.</para>
    /// </remarks>
    /// <param name="client">The client.</param>
    /// <param name="outcomes">The outcomes, as <see cref="TaskClient.CancelManyAsync"/> yields them. They are read at most 10,000 ahead of the result. An exception that the source throws is rethrown after the outcomes of what was read before it.</param>
    /// <param name="options">The deadline and the polling intervals; the defaults of the service when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only, and with it the enumeration of <paramref name="outcomes"/>; a source that ignores its token is disposed of when its pending step ends, without being waited for. The tasks and their cancellation are not affected.</param>
    /// <returns>One outcome for each of <paramref name="outcomes"/>. When the outcomes come from a batch with a journal, the ends of the tasks are also written to the journal; if that fails, the outcomes are yielded before the <see cref="JournalException"/> is thrown. A task that has not ended at its deadline is <see cref="CancellationVerdict.StillRunning"/>.</returns>
    /// <example>
    /// <code>
    /// string[] ids = ["7", "8", "9"];
    /// await foreach (var outcome in client.WaitManyAsync(client.CancelManyAsync(ids)))
    /// {
    ///     Console.WriteLine(outcome);
    /// }
    /// </code>
    /// </example>
    public static IAsyncEnumerable<CancellationOutcome> WaitManyAsync(this TaskClient client, IAsyncEnumerable<CancellationOutcome> outcomes, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(outcomes);
        return OutcomeWaiter.RunAsync(client, outcomes, options, cancellationToken);
    }
}
