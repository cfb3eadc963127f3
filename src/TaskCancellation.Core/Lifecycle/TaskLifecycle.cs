using System.Text;

namespace TaskCancellation;

/// <summary>The state machine of a service, as data: its states, their transitions, the effect of a cancellation in each state, and the meaning of refusals.</summary>
public sealed record TaskLifecycle
{
    /// <summary>Gets the name of the service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Gets every state that a client can tell apart.</summary>
    public required IReadOnlyList<LifecycleState> States
    {
        get;
        init
        {
            field = ReadOnlyValues.List(value);
            UnfinishedStates = ReadOnlyValues.List(field.Where(row => !row.IsTerminal).Select(row => row.State).Distinct());
        }
    }

    /// <summary>Gets every transition that the service makes, including those to an earlier state. There is at most one for each state and event.</summary>
    public required IReadOnlyList<LifecycleTransition> Transitions { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the meaning of the service's refusals of a cancellation.</summary>
    public IReadOnlyList<LifecycleRefusal> Refusals { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets whether an accepted cancellation always ends in a canceled task. When <see langword="false"/>, a task may still end by itself.</summary>
    public bool CancelIsIrrevocable { get; init; }

    /// <summary>Gets the states in which a task has not ended.</summary>
    public IReadOnlyList<TaskState> UnfinishedStates { get; private init; } = [];

    /// <summary>Finds the state with a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The state, or <see langword="null"/> when there is none.</returns>
    public LifecycleState? Find(string name) => States.FirstOrDefault(row => row.Name == name);

    /// <summary>Finds the state of a task.</summary>
    /// <param name="task">The task.</param>
    /// <returns>The state, or <see langword="null"/> for one that this version does not know.</returns>
    public LifecycleState? Find(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return States
            .Where(row => row.RawState == task.RawState && row.State == task.State && (row.OnlyKind is null || row.OnlyKind == task.Kind))
            .MaxBy(row => row.OnlyKind is not null);
    }

    /// <summary>Finds the states that the service shows by a word.</summary>
    /// <param name="rawState">The service's word.</param>
    /// <returns>The states; none for a word that this version does not know.</returns>
    public IEnumerable<LifecycleState> FindRaw(string rawState) => States.Where(row => row.RawState == rawState);

    /// <summary>Determines whether a cancellation can change anything for a task.</summary>
    /// <param name="task">The task.</param>
    /// <returns><see langword="true"/> when it can. An unknown state counts as cancelable unless the task has ended.</returns>
    public bool CanCancel(TaskSnapshot task) => Find(task) is not { } row ? !task.IsTerminal : row.CancelEffect == CancelEffect.Accepted;

    /// <summary>Finds the state that an event leads to.</summary>
    /// <param name="from">The name of the current state.</param>
    /// <param name="on">The event.</param>
    /// <returns>The name of the next state, or <see langword="null"/> when the event does not occur in that state.</returns>
    public string? Next(string from, LifecycleEvent on) => Transitions.FirstOrDefault(change => change.From == from && change.On == on)?.To;

    /// <summary>Finds the meaning of a refusal of a cancellation.</summary>
    /// <param name="code">The service's error code.</param>
    /// <returns>The meaning, or <see langword="null"/> for a code that is not known.</returns>
    public LifecycleRefusal? FindRefusal(string? code) => Refusals.FirstOrDefault(refusal => refusal.Code == code);

    /// <summary>Returns the state machine as a Mermaid state diagram.</summary>
    public string ToMermaid()
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var row in States)
        {
            text.Append($"    state \"{row.Name}\" as {Key(row.Name)}\n");
        }

        text.Append($"    [*] --> {Key(States[0].Name)}\n");
        foreach (var change in Transitions.GroupBy(change => (change.From, change.To)))
        {
            var label = string.Join(", ", change.Select(one => Words(one.On)));
            var to = change.Key.To == LifecycleTransition.Gone ? "[*]" : Key(change.Key.To);
            text.Append($"    {Key(change.Key.From)} --> {to} : {label}\n");
        }

        return text.ToString();
    }

    private static string Key(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit));

    private static string Words(LifecycleEvent on) =>
        string.Concat(on.ToString().Select((letter, at) => char.IsUpper(letter) ? (at > 0 ? " " : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
