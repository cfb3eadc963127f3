using System.Text;

namespace TaskCancellation;

/// <summary>A service's state machine as data: its states, how they change, what a cancel does in each, and what its refusals mean.</summary>
public sealed record TaskLifecycle
{
    /// <summary>The service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Every state a client can tell apart.</summary>
    public required IReadOnlyList<LifecycleState> States { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Every change of state that the service makes, backwards ones included. At most one for each state and event.</summary>
    public required IReadOnlyList<LifecycleTransition> Transitions { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>What the service's refusals of a cancel mean.</summary>
    public IReadOnlyList<LifecycleRefusal> Refusals { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Whether a cancel, once accepted, always ends in canceled. Where false, a task may still end by itself.</summary>
    public bool CancelIsIrrevocable { get; init; }

    /// <summary>The states in which a task has not ended.</summary>
    public IReadOnlyList<TaskState> UnfinishedStates =>
        [.. States.Where(row => !row.IsTerminal).Select(row => row.State).Distinct()];

    /// <summary>The state of that name, or null.</summary>
    public LifecycleState? Find(string name) => States.FirstOrDefault(row => row.Name == name);

    /// <summary>The state a snapshot is in, or null for one that this version does not know.</summary>
    public LifecycleState? Find(TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return States
            .Where(row => row.RawState == task.RawState && row.State == task.State && (row.OnlyKind is null || row.OnlyKind == task.Kind))
            .MaxBy(row => row.OnlyKind is not null);
    }

    /// <summary>The states that are shown by that word; none for one that this version does not know.</summary>
    public IEnumerable<LifecycleState> FindRaw(string rawState) => States.Where(row => row.RawState == rawState);

    /// <summary>Whether a cancel can change anything for the task. True for a state that is not known.</summary>
    public bool CanCancel(TaskSnapshot task) => Find(task) is not { } row ? !task.IsTerminal : row.CancelEffect == CancelEffect.Accepted;

    /// <summary>Where that event leads from the state of that name; null when it does not happen there.</summary>
    public string? Next(string from, LifecycleEvent on) => Transitions.FirstOrDefault(change => change.From == from && change.On == on)?.To;

    /// <summary>What a refusal of a cancel with that code means, or null for one that is not known.</summary>
    public LifecycleRefusal? FindRefusal(string? code) => Refusals.FirstOrDefault(refusal => refusal.Code == code);

    /// <summary>The machine as a Mermaid state diagram.</summary>
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
