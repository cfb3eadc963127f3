using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

/// <summary>Finds, lists, cancels, and waits for the tasks of one remote service.</summary>
/// <remarks>
/// <para>Each service has its own client. The verbs have the same meaning on all of them: they are implemented here, over primitives that a service implements. To replace a client in a test, mock the verbs.</para>
/// <para>A client is thread-safe. Create one per service and credential, and share it.</para>
/// <para>A <see cref="CancellationToken"/> ends the local call only. It never cancels a remote task, and never revokes a cancellation that was requested. Invalid arguments are reported synchronously, before a task is returned.</para>
/// </remarks>
public abstract partial class TaskClient : IDisposable
{
    /// <summary>Initializes a new instance that runs on the system clock. Also used by mocks.</summary>
    protected TaskClient()
        : this(null)
    {
    }

    /// <summary>Initializes a new instance that runs on <paramref name="timeProvider"/>.</summary>
    /// <param name="timeProvider">The clock for deadlines and pauses; <see langword="null"/> for the system clock.</param>
    protected TaskClient(TimeProvider? timeProvider) => TimeProvider = timeProvider ?? TimeProvider.System;

    /// <summary>Gets the clock that deadlines and pauses run on.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Gets the root address of the service; <see langword="null"/> when there is none, as in a mock.</summary>
    /// <remarks>Plans, stored operations, and journaled runs are bound to this address.</remarks>
    public virtual Uri? Endpoint => null;

    /// <summary>Gets what the service can do by itself, and its limits.</summary>
    public abstract TaskClientCapabilities Capabilities { get; }

    /// <summary>Gets the state machine of the service, as data.</summary>
    public abstract TaskLifecycle Lifecycle { get; }

    /// <summary>Gets the name of the product, as messages show it.</summary>
    /// <remarks>This is <see cref="TaskClientCapabilities.ServiceName"/> by default. Where several products speak the protocol of the service, it is the name that the server has given for itself, as soon as it has given one.</remarks>
    protected internal virtual string ProductName => Capabilities.ServiceName;

    /// <summary>Gets what is told of every operation that has ended; <see langword="null"/>, the default, for nothing.</summary>
    protected internal virtual OperationObserver? Observer => null;

    /// <summary>Restores an operation from its stored state, to continue waiting for it.</summary>
    /// <remarks>No I/O.</remarks>
    /// <param name="state">The state, as <see cref="CancellationOperation.State"/> returned it, in this process or in another one.</param>
    /// <returns>The operation. Waiting for it reads only; nothing is canceled again.</returns>
    /// <exception cref="ArgumentException">The state belongs to another service or endpoint, or names no endpoint.</exception>
    /// <exception cref="StoredDataException">An id in the state does not have the form of the service's ids.</exception>
    /// <exception cref="UnsupportedFilterException">A filter in the state has a field, or a value, that the filter of this service does not have.</exception>
    /// <example>
    /// <code>
    /// var operation = await client.CancelAsync(new TaskFilter { Scopes = ["movies"] });
    /// CancellationOperationState state = operation.State;
    ///
    /// // Later, in this process or, with CancellationJson, in another one:
    /// var report = await client.Restore(state).WaitForCompletionAsync();
    /// </code>
    /// </example>
    public virtual CancellationOperation Restore(CancellationOperationState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.ServiceName != Capabilities.ServiceName)
        {
            throw new ArgumentException($"The state is of {state.ServiceName}; this client speaks to {Capabilities.ServiceName}. Restore it with a client of that service.", nameof(state));
        }

        if (StoredOrigin.Differs(state.Endpoint, Endpoint))
        {
            throw new ArgumentException($"The state is of {StoredOrigin.Describe(state.Endpoint)}; this client speaks to {Endpoint}. Restore it with a client of that address.", nameof(state));
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

    /// <summary>Releases the resources that the client owns. Remote tasks are not affected.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources that the client owns.</summary>
    /// <param name="disposing"><see langword="true"/> when called from <see cref="Dispose()"/>; <see langword="false"/> when called from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>What replies pass on their way in.</summary>
    internal ReplyGuard Guard => field ??= new ReplyGuard(this);

    /// <summary>Resolves replies into outcomes.</summary>
    internal ReplyResolver Resolver => field ??= new ReplyResolver(this);

    /// <summary>When two ids mean one task.</summary>
    internal TaskIdEquality IdEquality => Capabilities is { HasCaseInsensitiveIds: true } ? TaskIdEquality.IgnoringCase : TaskIdEquality.Exact;

    /// <summary>Determines whether an id has the form of the service's ids, as every call checks before it sends anything. No I/O.</summary>
    /// <param name="id">The id.</param>
    /// <param name="problem">A sentence that says what is wrong with it; <see langword="null"/> when nothing is.</param>
    /// <returns><see langword="true"/> when the id has that form. Whether there is such a task is not known.</returns>
    /// <example>
    /// <code>
    /// if (!client.IsValidId(Console.ReadLine() ?? "", out var problem))
    /// {
    ///     Console.WriteLine(problem);
    /// }
    /// </code>
    /// </example>
    public bool IsValidId(TaskId id, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            Validate(id);
            problem = null;
            return true;
        }
        catch (ArgumentException malformed)
        {
            problem = ArgumentText.Of(malformed);
            return false;
        }
    }

    /// <summary>Checks that an id has the form of the service's ids.</summary>
    /// <remarks>No I/O.</remarks>
    /// <param name="id">The id.</param>
    /// <exception cref="ArgumentException">The id does not have that form.</exception>
    protected internal abstract void Validate(TaskId id);

    /// <summary>Translates a filter into the terms of the service.</summary>
    /// <remarks>No I/O. A field that the service would evaluate with a wider meaning also belongs in <see cref="FilterTranslation.Residual"/>.</remarks>
    /// <param name="filter">The filter.</param>
    /// <returns>The translation.</returns>
    protected internal abstract FilterTranslation Translate(TaskFilter filter);

    /// <summary>Reads one task.</summary>
    /// <param name="id">The id of the task.</param>
    /// <param name="options">The options for reading.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The task, or <see langword="null"/> when the service does not know it.</returns>
    /// <exception cref="TaskRequestException">The read failed.</exception>
    protected internal abstract Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>Reads one page of what the service returns for a translated filter.</summary>
    /// <remarks>The library requests one page after another, drops tasks that pages repeat, and ends a list that would not come to an end. An implementation does none of this, and keeps no state between pages.</remarks>
    /// <param name="filter">The filter in the terms of the service.</param>
    /// <param name="from">The position to read from: <see langword="null"/> for the first page, then the <see cref="TaskPage.Next"/> of the previous page.</param>
    /// <param name="options">The options for reading; <see cref="ReadOptions.PageSize"/> is a suggestion.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The page.</returns>
    /// <exception cref="TaskRequestException">The read failed.</exception>
    protected internal abstract Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken);

    /// <summary>Sends one cancel request and reads its reply.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call; a request that was sent may still be applied.</param>
    /// <returns>What the service answered.</returns>
    /// <exception cref="TaskRequestException">The service refused the request, or the request failed.</exception>
    protected internal abstract Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken);

    /// <summary>Compares a listed task with a field of the filter that the common comparison does not decide.</summary>
    /// <remarks>Called for every field that only this service's filter has, and for a common field that was sent to the service and that the task does not meet. By default, a common field of that kind is a contradiction and a service-specific field is met. Override the method where the service means more by a field than its tasks show. A field that the task does not show is met.</remarks>
    /// <param name="filter">The translated filter.</param>
    /// <param name="field">The field; <see cref="FilterFields.ServiceSpecific"/> for all fields that only this service's filter has.</param>
    /// <param name="task">The task, as listed.</param>
    /// <returns>The result of the comparison.</returns>
    protected internal virtual FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task) =>
        field == FilterFields.ServiceSpecific ? FieldMatch.Meets : FieldMatch.Contradicts;

    /// <summary>Determines by reading what became of a cancel request whose reply was lost.</summary>
    /// <remarks>By default, each target is read. A target that is being canceled or has ended was reached; any other target remains ambiguous. What became of a cancellation by filter cannot be determined that way.</remarks>
    /// <param name="lost">The request whose reply was lost.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A reply that stands for the lost one, or <see langword="null"/> when it cannot be determined.</returns>
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

    /// <summary>Lists the tasks that canceling the given tasks would also disturb. There are none by default.</summary>
    /// <param name="targets">The tasks to be canceled.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The tasks that are disturbed without being addressed.</returns>
    protected internal virtual IAsyncEnumerable<TaskSnapshot> ReadCollateralAsync(IReadOnlyList<TaskSnapshot> targets, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<TaskSnapshot>();

    /// <summary>Describes what the service finishes before it carries out a cancellation that it has accepted.</summary>
    /// <remarks>Called by a wait whose deadline has passed.</remarks>
    /// <param name="options">The options for reading.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A description such as "batch 7 (indexDeletion), running since …", as far as the service shows it; <see langword="null"/> when nothing is known to delay the cancellation.</returns>
    protected internal virtual Task<string?> DescribeBlockerAsync(ReadOptions options, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Describes how a cancel request would be sent: the method, the address below the endpoint, and the body if there is one.</summary>
    /// <remarks>No I/O. The description never contains a credential.</remarks>
    /// <param name="request">The request.</param>
    /// <returns>The description.</returns>
    protected internal virtual string Describe(CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Filter is { } filter ? $"cancel {filter.Filter}" : $"cancel {string.Join(", ", request.Targets)}";
    }

    /// <summary>Restores the service's own filter from a stored one.</summary>
    /// <remarks>No I/O.</remarks>
    /// <param name="filter">The stored filter.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="UnsupportedFilterException">The stored filter has a field that the filter of this service does not have, or a value that the field does not accept.</exception>
    protected internal virtual TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields is [var field, ..]
            ? throw new UnsupportedFilterException($"{ProductName} has no filter by {field.Name}.", field.Name)
            : filter.ToCommon();
    }
}
