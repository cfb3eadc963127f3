namespace TaskCancellation.Testing;

/// <summary>One call of a history: how it began, what it showed and answered, and how it ended. A recorded client writes it; a test may write it by hand.</summary>
/// <remarks>Thread-safe. Every method adds a line to the history at once.</remarks>
/// <example>
/// <code>
/// var history = new TaskHistory();
/// history.Observe("7", TaskState.Running);
/// var cancel = history.Begin(HistoryVerb.Cancel, "7");
/// cancel.Answers("7", CancellationVerdict.Canceled);
/// cancel.Returns();
/// history.Observe("7", TaskState.Running);
/// Console.WriteLine(history.Check());         // line 5 cannot be: 7 is Running
/// </code>
/// </example>
public sealed class HistoryCall
{
    private readonly Lock gate = new();
    private readonly TaskHistory history;

    internal HistoryCall(TaskHistory history, int number, HistoryVerb verb, TaskId[] ids, string name) =>
        (this.history, Number, Verb, Ids, Name) = (history, number, verb, ids, name);

    /// <summary>Gets the number of the call, counted from 1.</summary>
    public int Number { get; }

    /// <summary>Gets which verb was called.</summary>
    public HistoryVerb Verb { get; }

    /// <summary>Gets the tasks that were named when the call began.</summary>
    public IReadOnlyList<TaskId> Ids { get; }

    /// <summary>Gets or sets the filter of the call; <see langword="null"/> when it names its tasks.</summary>
    public TaskFilter? Filter { get; set; }

    /// <summary>Gets or sets the deadline of the call, counted from its beginning; <see langword="null"/> for none.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets the cancel that this call waits for.</summary>
    public HistoryCall? Follows { get; set; }

    /// <summary>Gets or sets what went wrong on the way during the call, as far as that is known.</summary>
    public HistoryFaults Faults { get; set; }

    internal string Name { get; }

    internal TaskHistory History => history;

    /// <summary>A list that has ended shows all that matches.</summary>
    internal bool IsListWhole { get; init; } = true;

    /// <summary>Written by a recorded client: what it gives is whole, snapshots included.</summary>
    internal bool IsRecorded { get; init; }

    /// <summary>How many tasks besides those of its plan it may cancel; null when that is not known.</summary>
    internal int? MaxNew { get; init; }

    /// <summary>What the operation that is waited for said before.</summary>
    internal CancellationReport? Before { get; init; }

    /// <summary>The consumer of a stream left before its end.</summary>
    internal bool IsLeft { get; private set; }

    internal bool IsOver { get; private set; }

    internal bool HasTokenFired { get; private set; }

    internal bool MayCancel => Verb is HistoryVerb.Cancel or HistoryVerb.CancelMany or HistoryVerb.Execute;

    /// <summary>The batch takes a task from its input.</summary>
    /// <param name="id">The id of the task.</param>
    public void Asks(TaskId id) => history.Add(HistoryLineKind.Asked, this, $"asks for {id}", id);

    /// <summary>The call shows a task in a state.</summary>
    /// <param name="id">The id of the task.</param>
    /// <param name="state">The state.</param>
    public void Shows(TaskId id, TaskState state) => Shows(new TaskSnapshot { Id = id, State = state });

    /// <summary>The call shows a task.</summary>
    /// <param name="task">The task.</param>
    public void Shows(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        history.Add(HistoryLineKind.Showed, this, $"shows {StateWords.Of(task)} {task.Id}", task.Id, task);
    }

    /// <summary>The call shows that there is no such task.</summary>
    /// <param name="id">The id.</param>
    public void ShowsNone(TaskId id) => history.Add(HistoryLineKind.Showed, this, $"shows no task {id}", id);

    /// <summary>The call gives the outcome of a task.</summary>
    /// <param name="id">The id of the task.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="state">The state that the task is shown in with it; <see langword="null"/> when it is not shown.</param>
    public void Answers(TaskId id, CancellationVerdict verdict, TaskState? state = null) => Answers(new CancellationOutcome
    {
        Target = id,
        Verdict = verdict,
        Snapshot = state is { } shown ? new TaskSnapshot { Id = id, State = shown } : null,
    });

    /// <summary>The call gives the outcome of a task.</summary>
    /// <param name="outcome">The outcome.</param>
    public void Answers(CancellationOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        history.Add(HistoryLineKind.Answered, this, $"answers {outcome}{(outcome.Snapshot is { } seen ? $" ({StateWords.Of(seen)})" : "")}", outcome.Target.Id, outcome: outcome);
    }

    /// <summary>The token of the caller fires.</summary>
    public void TokenFires()
    {
        lock (gate)
        {
            if (HasTokenFired || IsOver)
            {
                return;
            }

            HasTokenFired = true;
        }

        history.Add(HistoryLineKind.TokenFired, this, "its token fires");
    }

    /// <summary>The call returns.</summary>
    public void Returns() => End(HistoryLineKind.Returned, "returns");

    /// <summary>The call throws.</summary>
    /// <param name="error">What it throws.</param>
    public void Throws(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        End(HistoryLineKind.Threw, $"throws {error.GetType().Name}: {error.Message}", error);
    }

    /// <summary>Returns number, verb and tasks of the call.</summary>
    public override string ToString() => $"call {Number}, {Name}";

    /// <summary>Everything that a cancel or its wait reports, as one event.</summary>
    internal void Reports(CancellationReport report)
    {
        foreach (var outcome in report.Outcomes)
        {
            Answers(outcome);
        }

        End(HistoryLineKind.Returned, $"returns {report}", report: report);
    }

    /// <summary>The consumer of a stream does not go on.</summary>
    internal void Leaves()
    {
        if (!IsOver)
        {
            IsLeft = true;
            End(HistoryLineKind.Returned, "is left");
        }
    }

    private void End(HistoryLineKind kind, string text, Exception? error = null, CancellationReport? report = null)
    {
        IsOver = true;
        history.Add(kind, this, text, error: error, report: report);
    }
}
