namespace TaskCancellation;

/// <summary>Finds, lists, cancels and waits for the tasks of one remote service. Each service has its own client; all of them mean the same by these verbs.</summary>
/// <remarks>
/// <para>Thread-safe; made once and shared. The verbs are implemented here, once, over six primitives that a service implements; mock the verbs in tests.</para>
/// <para>A <see cref="CancellationToken"/> ends the local call only: it never cancels, and never un-cancels, a remote task. Bad arguments throw synchronously.</para>
/// </remarks>
public abstract partial class TaskClient : IDisposable
{
    /// <summary>Creates a client on the system's clock; a mock, too.</summary>
    protected TaskClient()
        : this(null)
    {
    }

    /// <summary>Creates a client on that clock; the system's when null.</summary>
    protected TaskClient(TimeProvider? timeProvider) => TimeProvider = timeProvider ?? TimeProvider.System;

    /// <summary>The clock that deadlines and pauses run on.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>The service's root address; null where there is none (a mock). What is stored of a cancel (plans, operations, journals) is bound to it.</summary>
    public virtual Uri? Endpoint => null;

    /// <summary>What the service can do by itself, and within what limits.</summary>
    public abstract TaskClientCapabilities Capabilities { get; }

    /// <summary>The service's state machine, as data.</summary>
    public abstract TaskLifecycle Lifecycle { get; }

    /// <summary>What texts call the service: by the name it goes by or, where several products speak its protocol, by the one that the server gave itself, once it has.</summary>
    protected internal virtual string ProductName => Capabilities.ServiceName;

    /// <summary>Asks what answers at the endpoint, and what this credential may do, as far as that can be read. Sends no cancel.</summary>
    /// <exception cref="TaskRequestException">The endpoint could not be asked.</exception>
    public abstract Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads one task. Safe to repeat.</summary>
    /// <returns>The task, or null when the service does not know it or does not show it to this credential.</returns>
    /// <exception cref="ArgumentException">The id does not have the form of the service's ids.</exception>
    /// <exception cref="TaskRequestException">The read failed.</exception>
    public virtual Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate(id);
        return Guard.ReadAsync(id, options ?? ReadOptions.Default, cancellationToken);
    }

    /// <summary>Lists the tasks that match, in the service's order, page by page as they are consumed. Safe to repeat. Tasks that come or go meanwhile may or may not be seen; none is listed twice.</summary>
    /// <exception cref="UnsafeFilterException">A field of the filter is present and says nothing.</exception>
    /// <exception cref="UnsupportedFilterException">Neither the service nor the library can evaluate a field.</exception>
    /// <exception cref="TaskRequestException">A read failed.</exception>
    public virtual IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        FilterTranslator.Translate(this, filter).ListAsync(options ?? ReadOptions.Default, cancellationToken);

    /// <summary>Waits until the task has ended, however it ends. Reads only.</summary>
    /// <param name="target">The task.</param>
    /// <param name="options">Deadline and pace; the service's defaults when null.</param>
    /// <param name="cancellationToken">Ends this wait only.</param>
    /// <returns>The task, ended: <see cref="TaskSnapshot.State"/> says how. A failed or canceled task is not an exception.</returns>
    /// <exception cref="TaskWaitTimeoutException">The deadline passed; the last snapshot is attached.</exception>
    /// <exception cref="TaskNotFoundException">The service does not know the task, or no longer does, or has another under its id (see <see cref="TaskTarget"/>).</exception>
    /// <exception cref="TaskRequestException">A read failed in a way that repeating does not mend. Passing failures are waited out.</exception>
    public virtual Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        Validate(target.Id);
        return new TaskWaiter(this, target, options ?? WaitOptions.Default).RunAsync(cancellationToken);
    }

    /// <summary>Follows the tasks that a cancel by the filter would address, and those that come to match it later, until none of them is unfinished. Reads only: one list a round.</summary>
    /// <remarks>A task is yielded when it is first seen, and whenever it is seen changed (any member of the snapshot counts, a growing running time included). One that leaves the filter is followed by its id to its end. One that the service no longer knows is dropped without a word.
    /// The deadline runs from the first step of the enumeration, and what the caller does between two steps counts.</remarks>
    /// <param name="filter">Which tasks: unfinished ones, unless it names ids or states. <see cref="TaskFilter.All"/> needs no permission here.</param>
    /// <param name="options">Deadline and pace; the service's defaults when null. <see cref="WaitOptions.LongPollTimeout"/> and <see cref="WaitOptions.Progress"/> have no effect.</param>
    /// <param name="cancellationToken">Ends the watch only.</param>
    /// <exception cref="UnsafeFilterException">A field of the filter is present and says nothing.</exception>
    /// <exception cref="UnsupportedFilterException">Neither the service nor the library can evaluate a field.</exception>
    /// <exception cref="TaskWaitTimeoutException">The deadline passed and a task had not ended; one of these is attached.</exception>
    /// <exception cref="TaskRequestException">A read failed in a way that repeating does not mend. Passing failures are waited out.</exception>
    public virtual IAsyncEnumerable<TaskSnapshot> WatchAsync(TaskFilter filter, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return TaskWatcher.WatchAsync(this, TargetListing.CreateToWatch(this, filter), options ?? WaitOptions.Default, cancellationToken);
    }

    /// <summary>Asks the service to cancel one task, and returns what it answered. It does not wait for the task to end: <see cref="CancellationVerdict.Accepted"/> is not canceled.</summary>
    /// <returns>An operation whose <see cref="CancellationOperation.Accepted"/> holds one outcome. Refusals, lost replies and unreachable servers are verdicts, not exceptions.</returns>
    /// <exception cref="ArgumentException">The id does not have the form of the service's ids.</exception>
    public virtual Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        Validate(target.Id);
        return new CancelEngine(this, CancelOptions.Default).CancelAsync(target, cancellationToken);
    }

    /// <summary>Asks the service to cancel the tasks that match and have not ended, and returns what it answered. It does not wait for them to end.</summary>
    /// <exception cref="UnsafeFilterException">The filter may address more than was meant, or more than <see cref="CancelOptions.MaxTargets"/>. Nothing was canceled.</exception>
    /// <exception cref="UnsupportedFilterException">A field cannot be evaluated, or not by the server although <see cref="CancelSelection.ServerSide"/> asks for it. Nothing was canceled.</exception>
    /// <exception cref="TaskRequestException">The tasks could not be listed, or the service refused the filter. Nothing was canceled.</exception>
    public virtual Task<CancellationOperation> CancelAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return FilterCancellation.Create(this, filter, options ?? CancelOptions.Default).RunAsync(cancellationToken);
    }

    /// <summary>Works out what <see cref="CancelAsync(TaskFilter, CancelOptions?, CancellationToken)"/> would do with a selection by listing, and sends no cancel. Reads only; safe to repeat.</summary>
    /// <returns>The plan, which may be empty: to show, to store, and to give to <see cref="ExecuteAsync"/> within <see cref="CancelOptions.PlanLifetime"/>.</returns>
    /// <exception cref="UnsafeFilterException">The filter may address more than was meant, or more than <see cref="CancelOptions.MaxTargets"/>.</exception>
    /// <exception cref="UnsupportedFilterException">A field cannot be evaluated, or the selection is <see cref="CancelSelection.ServerSide"/>, which names no tasks.</exception>
    /// <exception cref="TaskRequestException">The tasks could not be listed.</exception>
    public virtual Task<CancellationPlan> PlanAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return PlanBuilder.Create(this, filter, options ?? CancelOptions.Default).RunAsync(cancellationToken);
    }

    /// <summary>Carries out a plan, and returns what the service answered. Each planned task is first read through the plan's filter: only what still matches is canceled. It does not wait for the tasks to end.</summary>
    /// <param name="plan">The plan, of this client or of another one of the same service and endpoint.</param>
    /// <param name="options">What to do when the filter addresses other tasks by now, and the fingerprint that was approved; the defaults when <see langword="null"/>. A <see cref="DriftPolicy"/> converts to it.</param>
    /// <param name="cancellationToken">Ends this call only.</param>
    /// <returns>An operation whose outcomes are those of the planned tasks in their order, then of new ones that were allowed. Refusals, lost replies and tasks that could not be read are verdicts, not exceptions.</returns>
    /// <exception cref="PlanException">The plan is for another service or endpoint, or names none, has expired, or needs its condition. Nothing was sent.</exception>
    /// <exception cref="StoredDataException">An id in it does not have the form of the service's ids. Nothing was sent.</exception>
    /// <exception cref="PlanDriftException">More has changed than the policy allows. Nothing was canceled.</exception>
    /// <exception cref="TaskRequestException">What the filter addresses now, or what a cancel would disturb, could not be listed. Nothing was canceled.</exception>
    public virtual Task<CancellationOperation> ExecuteAsync(CancellationPlan plan, ExecuteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return PlanExecution.Create(this, plan, options ?? ExecuteOptions.Default).RunAsync(cancellationToken);
    }

    /// <summary>Asks the service to cancel a stream of tasks, however long, and yields what it answered: one outcome for each position of the input, in its order. It does not wait for the tasks to end; <see cref="TaskClientExtensions.WaitManyAsync"/> does.</summary>
    /// <param name="targets">The tasks. Read ahead by at most <see cref="BatchOptions.Window"/>; equal ones within that share one request. An exception it throws comes through after the outcomes of what was read before. An empty input sends nothing.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellationToken">Ends this call only, with nothing more yielded and no further request begun; requests under way may still be applied. Leaving the enumeration early does the same. For an end in good order see <see cref="BatchOptions.Stop"/>.</param>
    /// <returns>The outcomes. It never fails fast: refusals, lost replies, unreachable servers and malformed ids (<see cref="CancellationVerdict.Rejected"/>) are verdicts at their places. Nothing happens before it is enumerated; each enumeration sends anew.</returns>
    /// <remarks>What the service refuses only for being too much (429) is sent again, after a pause; nothing else is. Without a <see cref="BatchOptions.Journal"/>, a call that is repeated sends all of it again.</remarks>
    /// <exception cref="ArgumentException">There is a journal and no <see cref="BatchOptions.RunId"/>.</exception>
    /// <exception cref="JournalConflictException">While enumerating: the journal's run is of another service, or holds another task at a position. Nothing was sent for that position or a later one.</exception>
    public virtual IAsyncEnumerable<CancellationOutcome> CancelManyAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return BatchCancellation.Create(this, targets, options ?? BatchOptions.Default, cancellationToken);
    }

    /// <summary>Makes an operation of its stored state again, to go on waiting for it. No I/O.</summary>
    /// <exception cref="ArgumentException">The state is of another service, of another endpoint, or of none.</exception>
    /// <exception cref="StoredDataException">An id in it does not have the form of the service's ids.</exception>
    /// <exception cref="UnsupportedFilterException">A filter in it has a field, or a value, that this service's filter does not have.</exception>
    public virtual CancellationOperation Restore(CancellationOperationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.ServiceName != Capabilities.ServiceName)
        {
            throw new ArgumentException($"The state is of {state.ServiceName}; this client speaks to {Capabilities.ServiceName}.", nameof(state));
        }

        if (StoredOrigin.Differs(state.Endpoint, Endpoint))
        {
            throw new ArgumentException($"The state is of {StoredOrigin.Describe(state.Endpoint)}; this client speaks to {Endpoint}.", nameof(state));
        }

        // What has its verdict is not asked about again: a malformed id may be why it was rejected.
        TaskId[] asked = [.. state.Accepted.Outcomes.Where(outcome => outcome.IsOpen).Select(outcome => outcome.Target.Id), .. state.Replies.Select(reply => reply.ServiceTask).OfType<TaskId>()];
        foreach (var id in asked)
        {
            StoredOrigin.RequireId(this, id, "The state");
        }

        return new CancellationOperation(this, state with
        {
            Replies = [.. state.Replies.Select(reply => FilterTranslator.Restore(this, reply))],
            Lost = state.Lost is { } lost ? FilterTranslator.Restore(this, lost) : null,
        });
    }

    /// <summary>Releases what the client holds; a client that holds nothing does nothing. Remote tasks are not affected.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the client holds.</summary>
    /// <param name="disposing"><see langword="true"/> from <see cref="Dispose()"/>; <see langword="false"/> from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>What replies pass on their way in.</summary>
    internal ReplyGuard Guard => field ??= new ReplyGuard(this);

    /// <summary>When two ids mean one task.</summary>
    internal TaskIdEquality IdEquality => Capabilities is { HasCaseInsensitiveIds: true } ? TaskIdEquality.IgnoringCase : TaskIdEquality.Exact;

    /// <summary>Throws <see cref="ArgumentException"/> unless the id has the form of the service's ids. No I/O.</summary>
    protected internal abstract void Validate(TaskId id);

    /// <summary>Puts a filter in the service's terms. No I/O. What the service would evaluate with a wider meaning goes to <see cref="FilterTranslation.Residual"/> as well.</summary>
    protected internal abstract FilterTranslation Translate(TaskFilter filter);

    /// <summary>Reads one task; null when the service does not know it.</summary>
    protected internal abstract Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>Reads one page of what the service returns for a translated filter. The library asks for page after page, drops what overlaps, and ends a list that does not come to an end: nothing of that is for the service's own client to do, nor is it to remember what it has listed.</summary>
    /// <param name="filter">The filter in the service's terms.</param>
    /// <param name="from">Where: null for the first page, then what the page before said (<see cref="TaskPage.Next"/>).</param>
    /// <param name="options">How to read; <see cref="ReadOptions.PageSize"/> is a wish.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    protected internal abstract Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>Sends one cancel request and reads its reply. Throws <see cref="TaskRequestException"/> for refusals and failures.</summary>
    protected internal abstract Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken);

    /// <summary>Compares a listed task with a field of the filter that the common comparison does not settle: every one that only this service's filter has, and a common one that the service was told and the task does not meet.
    /// That is a contradiction, unless the service is known to mean more by the field than its tasks show. A field the task does not show is met.</summary>
    /// <param name="filter">The filter, translated.</param>
    /// <param name="field">One field; <see cref="FilterFields.ServiceSpecific"/> for all of those that only this service's filter has.</param>
    /// <param name="task">The task, as listed.</param>
    protected internal virtual FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task) =>
        field == FilterFields.ServiceSpecific ? FieldMatch.Meets : FieldMatch.Contradicts;

    /// <summary>Finds out, by reads only, what became of a cancel whose reply was lost; null when that cannot be told.</summary>
    /// <remarks>By default each target is read: one that is being canceled or has ended was reached, and any other stays ambiguous. What became of a cancel by filter cannot be told that way.</remarks>
    protected internal virtual async Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lost);
        if (lost.Filter is not null)
        {
            return null;
        }

        var found = await new SnapshotReader(this).ReadAsync([.. lost.Targets.Select(target => target.Id)], cancellationToken).ConfigureAwait(false);
        return new CancelReply { FollowsAmbiguousAttempt = true, Items = [.. lost.Targets.Select(target => Item(target, found.GetValueOrDefault(target.Id)))] };

        static CancelReplyItem Item(TaskTarget target, TaskSnapshot? task) => new(
            target,
            task is { State: TaskState.Canceling } or { IsTerminal: true } ? CancelDisposition.Acknowledged : CancelDisposition.Unknown,
            task);
    }

    /// <summary>Lists the tasks that canceling these would disturb besides. None unless the service has such.</summary>
    protected internal virtual IAsyncEnumerable<TaskSnapshot> ReadCollateralAsync(IReadOnlyList<TaskSnapshot> targets, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<TaskSnapshot>();

    /// <summary>Says what the service finishes before it carries out a cancel that it has taken, in words ("batch 7 (indexDeletion), running since …"), as far as it shows that; null when nothing is in the way. Asked by waits that run out.</summary>
    protected internal virtual Task<string?> DescribeBlockerAsync(ReadOptions options, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Says how a cancel request would be sent: method, address below the endpoint, body where there is one. No I/O, and never a credential.</summary>
    protected internal virtual string Describe(CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Filter is { } filter ? $"cancel {filter.Filter}" : $"cancel {string.Join(", ", request.Targets)}";
    }

    /// <summary>Makes the service's own filter of one that was stored. No I/O.</summary>
    /// <exception cref="UnsupportedFilterException">It has a field that this service's filter does not have, or a value that this field does not take.</exception>
    protected internal virtual TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields is [var field, ..]
            ? throw new UnsupportedFilterException($"{ProductName} has no filter by {field.Name}.", field.Name)
            : filter.ToCommon();
    }
}
