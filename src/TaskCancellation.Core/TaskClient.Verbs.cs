namespace TaskCancellation;

public abstract partial class TaskClient
{
    /// <summary>Gets which product and version answers at the endpoint, and what the credential is allowed to do.</summary>
    /// <remarks>Reads only, and is safe to repeat. What cannot be determined by reading is <see langword="null"/> in the result.</remarks>
    /// <param name="cancellationToken">Ends this call only.</param>
    /// <returns>A description of the service.</returns>
    /// <exception cref="TaskRequestException">The endpoint could not be reached or did not answer.</exception>
    /// <example>
    /// <code>
    /// var service = await client.GetServiceInfoAsync();
    /// Console.WriteLine($"{service.Product} {service.Version} at {service.Endpoint}");
    /// </code>
    /// </example>
    public abstract Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads one task.</summary>
    /// <remarks>Reads only, and is safe to repeat.</remarks>
    /// <param name="id">The id of the task.</param>
    /// <param name="options">The options for reading; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only.</param>
    /// <returns>The task, or <see langword="null"/> when the service does not know the task or does not show it to this credential.</returns>
    /// <exception cref="ArgumentException">The id does not have the form of the service's ids.</exception>
    /// <exception cref="TaskRequestException">The read failed.</exception>
    /// <example>
    /// <code>
    /// if (await client.FindAsync("147") is { IsTerminal: false } task)
    /// {
    ///     Console.WriteLine($"{task.Id} is {task.State}.");
    /// }
    /// </code>
    /// </example>
    public virtual Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate(id);
        return Guard.ReadAsync(id, options ?? ReadOptions.Default, cancellationToken);
    }

    /// <summary>Lists the tasks that match a filter, in the order of the service.</summary>
    /// <remarks>Reads only, page by page as the result is enumerated, and is safe to repeat. A task that is added or removed during the enumeration may or may not be listed. No task is listed twice.</remarks>
    /// <param name="filter">The tasks to list. <see cref="TaskFilter.All"/> needs no permission here.</param>
    /// <param name="options">The options for reading; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this enumeration only.</param>
    /// <returns>The matching tasks. Nothing is sent before the result is enumerated; each enumeration reads the list again.</returns>
    /// <exception cref="UnsafeFilterException">A field of the filter is present but does not constrain anything.</exception>
    /// <exception cref="UnsupportedFilterException">Neither the service nor the library can evaluate a field of the filter.</exception>
    /// <exception cref="TaskRequestException">A read failed. Thrown while the result is enumerated.</exception>
    /// <example>
    /// <code>
    /// var running = new TaskFilter { States = [TaskState.Running], Scopes = ["movies"] };
    /// await foreach (var task in client.ListAsync(running))
    /// {
    ///     Console.WriteLine(task);
    /// }
    /// </code>
    /// </example>
    public virtual IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        FilterTranslator.Translate(this, filter).ListAsync(options ?? ReadOptions.Default, cancellationToken);

    /// <summary>Waits until a task has ended, whether it succeeded, failed, or was canceled.</summary>
    /// <remarks>Reads only: nothing is canceled. Transient failures of a read do not end the wait.</remarks>
    /// <param name="target">The task.</param>
    /// <param name="options">The deadline and the polling intervals; the defaults of the service when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this wait only; the remote task is not affected.</param>
    /// <returns>The task after it has ended. <see cref="TaskSnapshot.State"/> tells how it ended: a failed or canceled task is not reported by an exception.</returns>
    /// <exception cref="ArgumentException">The id does not have the form of the service's ids.</exception>
    /// <exception cref="TaskWaitTimeoutException">The deadline passed. The last snapshot is attached.</exception>
    /// <exception cref="TaskNotFoundException">The service does not know the task, no longer knows it, or has another task under its id (see <see cref="TaskTarget"/>).</exception>
    /// <exception cref="TaskRequestException">A read failed in a way that repeating does not resolve.</exception>
    /// <example>
    /// <code>
    /// var task = await client.WaitForCompletionAsync("147", new WaitOptions { Timeout = TimeSpan.FromMinutes(10) });
    /// Console.WriteLine(task.State == TaskState.Failed ? task.Failure?.Message : task.State.ToString());
    /// </code>
    /// </example>
    public virtual Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate(target.Id);
        return OperationTelemetry.RunAsync(this, OperationTelemetry.Wait, new TaskWaiter(this, target, options ?? WaitOptions.Default), static (waiter, token) => waiter.RunAsync(token), static (span, task) => span.Ended(task.State), cancellationToken);
    }

    /// <summary>Streams the unfinished tasks that match a filter, each time they change, until all of them have ended.</summary>
    /// <remarks>
    /// <para>Reads only: one list in each round. The watch covers the tasks that a cancellation by the same filter would address, and the tasks that come to match the filter later.</para>
    /// <para>A task is yielded when it is first seen and each time it is seen changed. Every member of the snapshot counts as a change, a growing running time included. A task that no longer matches the filter is followed by its id until it ends. A task that the service no longer knows is dropped without notice.</para>
    /// <para>The deadline counts from the first step of the enumeration, and includes the time that the caller spends between two steps.</para>
    /// </remarks>
    /// <param name="filter">The tasks to watch: unfinished ones, unless the filter names ids or states. <see cref="TaskFilter.All"/> needs no permission here.</param>
    /// <param name="options">The deadline and the polling intervals; the defaults of the service when <see langword="null"/>. <see cref="WaitOptions.LongPollTimeout"/> and <see cref="WaitOptions.Progress"/> have no effect.</param>
    /// <param name="cancellationToken">Ends this watch only; remote tasks are not affected.</param>
    /// <returns>The tasks as they change. Nothing is sent before the result is enumerated.</returns>
    /// <exception cref="UnsafeFilterException">A field of the filter is present but does not constrain anything.</exception>
    /// <exception cref="UnsupportedFilterException">Neither the service nor the library can evaluate a field of the filter.</exception>
    /// <exception cref="TaskWaitTimeoutException">The deadline passed before all tasks had ended. One of the unfinished tasks is attached.</exception>
    /// <exception cref="TaskRequestException">A read failed in a way that repeating does not resolve. Transient failures do not end the watch.</exception>
    /// <example>
    /// <code>
    /// await foreach (var task in client.WatchAsync(new TaskFilter { Scopes = ["movies"] }))
    /// {
    ///     Console.WriteLine(task);
    /// }
    /// </code>
    /// </example>
    public virtual IAsyncEnumerable<TaskSnapshot> WatchAsync(TaskFilter filter, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return TaskWatcher.WatchAsync(this, TargetListing.CreateToWatch(this, filter), options ?? WaitOptions.Default, cancellationToken);
    }

    /// <summary>Requests the cancellation of one task, and returns what the service answered.</summary>
    /// <remarks>
    /// <para>The call does not wait for the task to end: <see cref="CancellationVerdict.Accepted"/> does not mean canceled. Call <see cref="CancellationOperation.WaitForCompletionAsync"/> on the result to wait, or <see cref="TaskClientExtensions.CancelAndWaitAsync(TaskClient, TaskTarget, WaitOptions?, CancellationToken)"/> to do both.</para>
    /// <para>Refusals, lost replies, and unreachable servers are reported as verdicts, not as exceptions. When a reply is lost, the library reads what became of the task before it reports <see cref="CancellationVerdict.Indeterminate"/>.</para>
    /// </remarks>
    /// <param name="target">The task to cancel.</param>
    /// <param name="cancellationToken">Ends this call only. If it fires after the request was sent, the task may still be canceled.</param>
    /// <returns>An operation whose <see cref="CancellationOperation.Accepted"/> report holds one outcome.</returns>
    /// <exception cref="ArgumentException">The id does not have the form of the service's ids.</exception>
    /// <example>
    /// <code>
    /// var operation = await client.CancelAsync("147");
    /// Console.WriteLine(operation.Accepted.Outcomes[0].Verdict);
    ///
    /// var report = await operation.WaitForCompletionAsync();
    /// Console.WriteLine(report.Outcomes[0].Verdict);
    /// </code>
    /// </example>
    public virtual Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        Validate(target.Id);
        return OperationTelemetry.RunAsync(this, OperationTelemetry.Cancel, (Engine: new CancelEngine(this, CancelOptions.Default), Target: target), static (cancel, token) => cancel.Engine.CancelAsync(cancel.Target, token), static (span, operation) => span.Take(operation), cancellationToken);
    }

    /// <summary>Requests the cancellation of the unfinished tasks that match a filter, and returns what the service answered.</summary>
    /// <remarks>
    /// <para>The call does not wait for the tasks to end. Call <see cref="CancellationOperation.WaitForCompletionAsync"/> on the result to wait.</para>
    /// <para>Refusals of single tasks, lost replies, and unreachable servers are reported as verdicts, not as exceptions.</para>
    /// </remarks>
    /// <param name="filter">The tasks to cancel. <see cref="TaskFilter.All"/> needs <see cref="CancelOptions.AllowAll"/>.</param>
    /// <param name="options">The options; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only. Tasks whose cancellation was already requested may still be canceled.</param>
    /// <returns>An operation whose <see cref="CancellationOperation.Accepted"/> report holds what the service answered.</returns>
    /// <exception cref="UnsafeFilterException">The filter may address more tasks than intended, or addresses more than <see cref="CancelOptions.MaxTargets"/>. Nothing was canceled.</exception>
    /// <exception cref="UnsupportedFilterException">A field cannot be evaluated, or cannot be evaluated by the server although <see cref="CancelSelection.ServerSide"/> requires it. Nothing was canceled.</exception>
    /// <exception cref="TaskRequestException">The tasks could not be listed, or the service refused the filter. Nothing was canceled.</exception>
    /// <example>
    /// <code>
    /// var filter = new TaskFilter { Scopes = ["movies"], Enqueued = TimeRange.OlderThan(TimeSpan.FromHours(1)) };
    /// var operation = await client.CancelAsync(filter, new CancelOptions { MaxTargets = 100 });
    /// var report = await operation.WaitForCompletionAsync();
    /// report.EnsureCanceled();
    /// </code>
    /// </example>
    public virtual Task<CancellationOperation> CancelAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return OperationTelemetry.RunAsync(this, OperationTelemetry.Cancel, FilterCancellation.Create(this, filter, options ?? CancelOptions.Default), static (cancel, token) => cancel.RunAsync(token), static (span, operation) => span.Take(operation), cancellationToken);
    }

    /// <summary>Determines which tasks a cancellation by a filter would address, without canceling anything.</summary>
    /// <remarks>Reads only, and is safe to repeat. The plan is that of <see cref="CancelAsync(TaskFilter, CancelOptions?, CancellationToken)"/> with the selection <see cref="CancelSelection.ClientSide"/>.</remarks>
    /// <param name="filter">The tasks to cancel. <see cref="TaskFilter.All"/> needs <see cref="CancelOptions.AllowAll"/>.</param>
    /// <param name="options">The options that the plan is to be executed with; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only.</param>
    /// <returns>The plan, which may be empty. Show it, store it, and pass it to <see cref="ExecuteAsync"/> within <see cref="CancelOptions.PlanLifetime"/>.</returns>
    /// <exception cref="UnsafeFilterException">The filter may address more tasks than intended, or addresses more than <see cref="CancelOptions.MaxTargets"/>.</exception>
    /// <exception cref="UnsupportedFilterException">A field cannot be evaluated, or the selection is <see cref="CancelSelection.ServerSide"/>, which names no tasks.</exception>
    /// <exception cref="TaskRequestException">The tasks could not be listed.</exception>
    /// <example>
    /// <code>
    /// var plan = await client.PlanAsync(new TaskFilter { Scopes = ["movies"] });
    /// Console.WriteLine(plan);
    /// foreach (var warning in plan.Warnings)
    /// {
    ///     Console.WriteLine(warning);
    /// }
    /// </code>
    /// </example>
    public virtual Task<CancellationPlan> PlanAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return OperationTelemetry.RunAsync(this, OperationTelemetry.Plan, PlanBuilder.Create(this, filter, options ?? CancelOptions.Default), static (builder, token) => builder.RunAsync(token), static (span, plan) => span.Found(plan.Targets.Count), cancellationToken);
    }

    /// <summary>Executes a plan, and returns what the service answered.</summary>
    /// <remarks>Each planned task is first read and compared with the filter of the plan. Only tasks that still match are canceled. The call does not wait for the tasks to end.</remarks>
    /// <param name="plan">The plan, created by this client or by another client of the same service and endpoint.</param>
    /// <param name="options">The policy for a filter that now addresses other tasks, and the fingerprint that was approved; the defaults when <see langword="null"/>. A <see cref="DriftPolicy"/> converts to it.</param>
    /// <param name="cancellationToken">Ends this call only. Tasks whose cancellation was already requested may still be canceled.</param>
    /// <returns>An operation whose outcomes are those of the planned tasks in their order, followed by those of new tasks that the policy allowed. Refusals, lost replies, and tasks that could not be read are reported as verdicts, not as exceptions.</returns>
    /// <exception cref="PlanException">The plan is for another service or endpoint, names no endpoint, has expired, has another fingerprint than <see cref="ExecuteOptions.Fingerprint"/>, or needs a condition that was lost when it was stored. Nothing was sent.</exception>
    /// <exception cref="StoredDataException">An id in the plan does not have the form of the service's ids. Nothing was sent.</exception>
    /// <exception cref="PlanDriftException">More has changed than the policy allows. Nothing was canceled.</exception>
    /// <exception cref="TaskRequestException">The tasks that the filter addresses now, or the tasks that the cancellation would disturb, could not be listed. Nothing was canceled.</exception>
    /// <example>
    /// <code>
    /// var plan = await client.PlanAsync(new TaskFilter { Scopes = ["movies"] });
    ///
    /// // After the plan was approved:
    /// var operation = await client.ExecuteAsync(plan, DriftPolicy.FailOnDrift);
    /// Console.WriteLine(await operation.WaitForCompletionAsync());
    /// </code>
    /// </example>
    public virtual Task<CancellationOperation> ExecuteAsync(CancellationPlan plan, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return OperationTelemetry.RunAsync(this, OperationTelemetry.Execute, PlanExecution.Create(this, plan, options ?? ExecuteOptions.Default), static (execution, token) => execution.RunAsync(token), static (span, operation) => span.Take(operation), cancellationToken);
    }

    /// <summary>Requests the cancellation of a stream of tasks of any length, and yields one outcome for each, in the order of the input.</summary>
    /// <remarks>
    /// <para>The call does not wait for the tasks to end; <see cref="TaskClientExtensions.WaitManyAsync"/> does.</para>
    /// <para>One failure does not end the batch: refusals, lost replies, unreachable servers, and malformed ids (<see cref="CancellationVerdict.Rejected"/>) are reported as verdicts at their positions.</para>
    /// <para>Only a request that the service refuses because of too many requests (429) is sent again, after a pause. Without a <see cref="BatchOptions.Journal"/>, repeating the call sends everything again.</para>
    /// </remarks>
    /// <param name="targets">The tasks. The input is read at most <see cref="BatchOptions.Window"/> positions ahead; equal tasks within that window share one request. An exception that the input throws is rethrown after the outcomes of what was read before it. An empty input sends nothing.</param>
    /// <param name="options">The options; the defaults when <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends this call only: nothing more is yielded and no further request is started, but requests in flight may still be applied. Leaving the enumeration early has the same effect. To end the batch with an outcome for every position, use <see cref="BatchOptions.Stop"/>.</param>
    /// <returns>One outcome for each position. Nothing is sent before the result is enumerated; each enumeration sends the requests again.</returns>
    /// <exception cref="ArgumentException">A journal is given without a <see cref="BatchOptions.RunId"/>.</exception>
    /// <exception cref="JournalConflictException">The run in the journal belongs to another service, or holds another task at a position. Thrown while the result is enumerated. Nothing was sent for that position or a later one.</exception>
    /// <example>
    /// <code>
    /// async IAsyncEnumerable&lt;TaskTarget> ReadTargetsAsync(string file)
    /// {
    ///     await foreach (var id in File.ReadLinesAsync(file))
    ///     {
    ///         yield return id;
    ///     }
    /// }
    ///
    /// await foreach (var outcome in client.CancelManyAsync(ReadTargetsAsync("ids.txt")))
    /// {
    ///     Console.WriteLine(outcome);
    /// }
    /// </code>
    /// </example>
    public virtual IAsyncEnumerable<CancellationOutcome> CancelManyAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return OperationTelemetry.Observe(this, OperationTelemetry.Batch, BatchCancellation.Create(this, targets, options ?? BatchOptions.Default, cancellationToken), cancellationToken);
    }
}
