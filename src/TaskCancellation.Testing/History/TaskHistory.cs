namespace TaskCancellation.Testing;

/// <summary>Records what a client was asked and what it answered, and checks whether that fits some order of what happened to each task.</summary>
/// <remarks>
/// <para>Wrap a client with <see cref="Record(TaskClient)"/>, run the code under test, add what is known of the tasks by other means with <see cref="Observe(TaskId, TaskState)"/>, and call <see cref="Check"/>. A history may also be written by hand, call by call (<see cref="Begin(HistoryVerb, TaskId[])"/>).</para>
/// <para>Thread-safe: calls of several clients of one service may overlap. Nothing is sent, and no answer is changed.</para>
/// <para>Not checked: which of several canceled a task, tasks that appear for the first time in the middle of a history, times in snapshots, the counts of a report, progress, and everything that an excuse covers (<see cref="HistoryFaults"/>). The order of a list is compared with nothing.</para>
/// </remarks>
/// <example>
/// <code>
/// var history = new TaskHistory(new HistoryOptions { TimeProvider = clock });
/// using var recorded = history.Record(client);
/// history.Observe("7", TaskState.Running);
/// await clock.RunAsync(() => recorded.CancelAndWaitAsync("7"));
/// history.Observe("7", TaskState.Canceled);
/// Assert.That(history.Check().IsConsistent, history.Check().ToString());
/// </code>
/// </example>
public sealed class TaskHistory
{
    private readonly Lock gate = new();
    private readonly List<HistoryLine> lines = [];
    private readonly HistoryOptions options;
    private readonly TimeProvider clock;
    private readonly long began;
    private int calls;

    /// <summary>Initializes a new instance of the <see cref="TaskHistory"/> class.</summary>
    /// <param name="options">What is taken for granted; the defaults when <see langword="null"/>.</param>
    public TaskHistory(HistoryOptions? options = null)
    {
        this.options = options ?? HistoryOptions.Default;
        clock = this.options.TimeProvider ?? TimeProvider.System;
        began = clock.GetTimestamp();
    }

    /// <summary>Gets the lines so far.</summary>
    public IReadOnlyList<HistoryLine> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    /// <summary>The clients that are recorded are of this service.</summary>
    internal TaskClient? Client { get; private set; }

    internal HistoryOptions Options => options;

    internal bool HasRequests { get; private set; }

    /// <summary>Wraps a client, so that every call of it is recorded.</summary>
    /// <param name="client">The client. It is disposed of together with the one that is returned.</param>
    /// <returns>A client that passes everything on, operations to wait for included.</returns>
    /// <exception cref="ArgumentException">A client of another service is recorded already.</exception>
    public TaskClient Record(TaskClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        lock (gate)
        {
            if (Client is { Capabilities.ServiceName: { } name } && client.Capabilities?.ServiceName is { } other && name != other)
            {
                throw new ArgumentException($"The history is of {name}, the client of {other}: tasks of two services need two histories.", nameof(client));
            }

            Client ??= client;
        }

        return new RecordedTaskClient(client, this);
    }

    /// <summary>Wraps what sends the requests of a client, so that the history knows which replies were lost, and what was sent twice or too late.</summary>
    /// <param name="handler">What sends the requests.</param>
    /// <param name="isCancel">Tells the requests that cancel; <see langword="null"/> for those other than GET and HEAD whose path contains "cancel".</param>
    /// <returns>A handler to create the client's <see cref="HttpClient"/> with.</returns>
    public DelegatingHandler Record(HttpMessageHandler handler, Func<HttpRequestMessage, bool>? isCancel = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        HasRequests = true;
        return new RecordedHandler(handler, this, isCancel);
    }

    /// <summary>Begins a call that is written by hand.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="ids">The tasks that it names.</param>
    /// <returns>The call, to be continued.</returns>
    public HistoryCall Begin(HistoryVerb verb, params TaskId[] ids) => Begin(number => new HistoryCall(this, number, verb, ids, $"{verb}({string.Join(", ", ids)})"));

    /// <summary>Adds what is known of a task by other means than a recorded client, such as the rows of an emulator.</summary>
    /// <param name="id">The id of the task.</param>
    /// <param name="state">The state that it is in now.</param>
    public void Observe(TaskId id, TaskState state) => Observe(new TaskSnapshot { Id = id, State = state });

    /// <summary>Adds what is known of a task by other means than a recorded client. Scope, kind and name, where they are given, tell which filters address the task.</summary>
    /// <param name="task">The task as it is now.</param>
    public void Observe(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Add(HistoryLineKind.Observed, null, $"{task.Id} is {StateWords.Of(task)}", task.Id, task);
    }

    /// <summary>Adds that there is no such task now.</summary>
    /// <param name="id">The id.</param>
    public void ObserveNone(TaskId id) => Add(HistoryLineKind.Observed, null, $"there is no {id}", id);

    /// <summary>Adds that somebody else asked for the cancellation of a task. It takes effect now or later, or not at all.</summary>
    /// <param name="id">The id of the task.</param>
    public void ObserveCancel(TaskId id) => Add(HistoryLineKind.CanceledByOther, null, $"somebody else cancels {id}", id);

    /// <summary>Checks whether the lines so far fit some order of the starts, ends, cancels and reads of each task.</summary>
    /// <remarks>The time grows with the number of lines; tasks are checked one by one, and calls that overlap on one task cost no more than the states they can have met.</remarks>
    /// <returns>The first line that cannot be, if there is one.</returns>
    public HistoryCheck Check() => new HistoryChecker(this, Lines).Check();

    internal HistoryCall Begin(Func<int, HistoryCall> create)
    {
        lock (gate)
        {
            var call = create(++calls);
            Add(HistoryLineKind.Began, call, "begins");
            return call;
        }
    }

    internal void Add(
        HistoryLineKind kind, HistoryCall? call, string text, TaskId? id = null, TaskSnapshot? snapshot = null, CancellationOutcome? outcome = null, Exception? error = null, CancellationReport? report = null, HistoryRequest? request = null)
    {
        lock (gate)
        {
            lines.Add(new HistoryLine(lines.Count + 1, clock.GetElapsedTime(began), kind, call, text)
            {
                Id = id,
                Snapshot = snapshot,
                Outcome = outcome,
                Error = error,
                Report = report,
                Request = request,
            });
        }
    }
}
