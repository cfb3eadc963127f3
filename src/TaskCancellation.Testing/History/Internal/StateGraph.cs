using TaskCancellation.Providers;

namespace TaskCancellation.Testing;

/// <summary>The states of a task and the steps between them, as a graph of few nodes: each state twice, before and after a cancel was taken.</summary>
internal sealed class StateGraph
{
    internal const int NotYet = 0;
    private const int Unknown = 1;
    private const int Pending = 2;
    private const int Running = 3;
    private const int Canceling = 4;
    private const int Succeeded = 5;
    private const int Failed = 6;
    private const int Canceled = 7;
    private const int EndUnknown = 8;
    private const int Gone = 9;
    private const int States = 10;

    internal const int Nodes = 2 * States;

    private readonly List<(int To, bool NeedsCancel)>[] steps = [.. Enumerable.Range(0, Nodes).Select(_ => new List<(int, bool)>())];

    /// <summary>The graph of a service's state machine.</summary>
    /// <param name="lifecycle">The state machine; null for a common one.</param>
    /// <param name="kind">The kind of the task; null when it is not known.</param>
    /// <param name="hasUnknown">It may be in states that are not known, which lead anywhere.</param>
    /// <param name="reusesIds">An id may be given again.</param>
    internal StateGraph(TaskLifecycle? lifecycle, string? kind, bool hasUnknown, bool reusesIds)
    {
        if (lifecycle is null)
        {
            AddCommon();
        }
        else
        {
            foreach (var step in lifecycle.Transitions)
            {
                Add(lifecycle, kind, step);
            }
        }

        AddBirthAndDeath(reusesIds);
        if (hasUnknown)
        {
            AddUnknown();
        }

        Resisting = lifecycle?.States.Where(row => !row.IsTerminal && row.CancelEffect != CancelEffect.Accepted).Aggregate(0u, (all, row) => all | Mask(StateOf(row.State, row.IsEndUnknown))) is > 0 and var some ? some : Live;
    }

    internal static uint Absent { get; } = Mask(NotYet, Gone);

    internal static uint OutOfReach { get; } = Mask(NotYet, Gone, Unknown, Succeeded, Failed, Canceled, EndUnknown);

    internal static uint Live { get; } = Mask(Unknown, Pending, Running, Canceling);

    internal static uint OwnEnd { get; } = Mask(Succeeded, Failed);

    internal static uint AnyEnd { get; } = Mask(Succeeded, Failed, Canceled, EndUnknown);

    internal static uint IsGone { get; } = Mask(Gone);

    internal static uint IsCanceled { get; } = Mask(Canceled);

    /// <summary>A cancel was taken, or it does not matter any more.</summary>
    internal static uint Taken { get; } = AnyEnd | IsGone | Enumerable.Range(States, States).Aggregate(0u, (all, node) => all | (1u << node));

    /// <summary>The states in which a task that has not ended refuses a cancel.</summary>
    internal uint Resisting { get; }

    internal IReadOnlyList<(int To, bool NeedsCancel)> StepsFrom(int node) => steps[node];

    internal static uint Of(TaskSnapshot? task) => task is null ? Absent : Mask(StateOf(task.State, task.IsEndUnknown));

    internal static int Rank(int node) => node % States;

    internal static string NameOf(int node) => (node % States) switch
    {
        NotYet => "not there yet",
        Gone => "gone",
        EndUnknown => "ended in an unknown way",
        var state => ((TaskState)(state - 1)).ToString(),
    };

    private static uint Mask(params ReadOnlySpan<int> states)
    {
        var mask = 0u;
        foreach (var state in states)
        {
            mask |= (1u << state) | (1u << (state + States));
        }

        return mask;
    }

    private static int StateOf(TaskState state, bool isEndUnknown) => isEndUnknown ? EndUnknown : (int)state + 1;

    private static bool IsLive(int state) => state is >= Unknown and <= Canceling;

    private void Add(TaskLifecycle lifecycle, string? kind, LifecycleTransition step)
    {
        var from = lifecycle.Find(step.From)!;
        if (from.OnlyKind is not null && kind is not null && kind != from.OnlyKind)
        {
            return;
        }

        var to = step.To == LifecycleTransition.Gone ? null : lifecycle.Find(step.To);
        Add(StateOf(from.State, from.IsEndUnknown), step.On, to is null ? Gone : StateOf(to.State, to.IsEndUnknown));
        if (step.On == LifecycleEvent.LoseTrack)
        {
            Add(StateOf(from.State, from.IsEndUnknown), step.On, EndUnknown);
        }
    }

    private void Add(int from, LifecycleEvent on, int to)
    {
        switch (on)
        {
            case LifecycleEvent.RequestCancel when IsLive(from):
                Step(from, After(to), needsCancel: true);
                Step(After(from), After(to));
                break;
            case LifecycleEvent.RequestCancel:
                break;
            case LifecycleEvent.CompleteCancel:
                Step(After(from), to);
                break;
            default:
                Step(from, to == Canceling ? After(to) : to);
                Step(After(from), IsLive(to) ? After(to) : to);
                break;
        }
    }

    private void AddCommon()
    {
        foreach (var state in (int[])[Pending, Running, Canceling])
        {
            Add(state, LifecycleEvent.Succeed, Succeeded);
            Add(state, LifecycleEvent.Fail, Failed);
            Add(state, LifecycleEvent.LoseTrack, EndUnknown);
            Add(state, LifecycleEvent.RequestCancel, state);
            Add(state, LifecycleEvent.RequestCancel, Canceling);
            Add(state, LifecycleEvent.CompleteCancel, Canceled);
        }

        Add(Pending, LifecycleEvent.Start, Running);
        Add(Running, LifecycleEvent.Requeue, Pending);
    }

    private void AddBirthAndDeath(bool reusesIds)
    {
        foreach (var state in (int[])[Pending, Running, Canceling, Succeeded, Failed, Canceled, EndUnknown])
        {
            var first = state == Canceling ? After(state) : state;
            Step(NotYet, first);
            Step(first, Gone);
            Step(After(state), Gone);
        }

        if (reusesIds)
        {
            Step(Gone, NotYet);
        }
    }

    private void AddUnknown()
    {
        Step(NotYet, Unknown);
        Step(Unknown, Gone);
        Step(After(Unknown), Gone);
        Step(Unknown, After(Unknown), needsCancel: true);
        Step(After(Unknown), Canceled);
        Step(After(Canceling), After(Unknown));
        Step(After(Unknown), After(Canceling));
        foreach (var state in (int[])[Pending, Running, Succeeded, Failed, EndUnknown])
        {
            Step(Unknown, state);
            Step(After(Unknown), After(state));
            if (IsLive(state))
            {
                Step(state, Unknown);
                Step(After(state), After(Unknown));
            }
        }
    }

    private static int After(int state) => IsLive(state) ? state + States : state;

    private void Step(int from, int to, bool needsCancel = false)
    {
        if (from != to && !steps[from].Contains((to, needsCancel)))
        {
            steps[from].Add((to, needsCancel));
        }
    }
}
