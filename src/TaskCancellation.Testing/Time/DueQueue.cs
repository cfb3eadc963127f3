namespace TaskCancellation.Testing;

/// <summary>Work planned for instants of the server's clock. Nothing runs until a request or hook arrives; then all due work runs, in order of its instants, and of its planning within one.</summary>
internal sealed class DueQueue(DateTimeOffset now)
{
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> due = new();
    private long order;
    private bool isAdvancing;

    /// <summary>The instant of what is happening.</summary>
    internal DateTimeOffset Now { get; private set; } = now;

    /// <summary>When the next thing is due; null when nothing is planned.</summary>
    internal DateTimeOffset? Next => due.TryPeek(out _, out var key) ? key.Due : null;

    /// <summary>Runs what is due up to that instant, what it plans meanwhile included. Called by what it runs, it does nothing: a planned hook sees its own instant.</summary>
    internal void AdvanceTo(DateTimeOffset target)
    {
        if (isAdvancing)
        {
            return;
        }

        isAdvancing = true;
        try
        {
            while (due.TryPeek(out var action, out var key) && key.Due <= target)
            {
                due.Dequeue();
                Now = key.Due;
                action();
            }

            Now = target;
        }
        finally
        {
            isAdvancing = false;
        }
    }

    /// <summary>Does it at that instant, or at once when it is not in the future.</summary>
    internal void At(DateTimeOffset instant, Action action)
    {
        if (instant <= Now)
        {
            action();
        }
        else
        {
            due.Enqueue(action, (instant, ++order));
        }
    }

    /// <summary>Does it at that instant, or with what is due next: never at once, so that what follows from itself without end does not pile up on the stack.</summary>
    internal void Later(DateTimeOffset instant, Action action) => due.Enqueue(action, (instant > Now ? instant : Now, ++order));

    /// <summary>Does it as if it were that instant, and then what has been due since.</summary>
    internal void Since(DateTimeOffset instant, Action action)
    {
        var now = Now;
        Now = instant;
        action();
        Now = now;
        AdvanceTo(now);
    }

    /// <summary>Does it after that time, or at once when there is none.</summary>
    internal void After(TimeSpan delay, Action action) => At(Now + delay, action);
}
