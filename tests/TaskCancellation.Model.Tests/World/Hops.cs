namespace TaskCancellation.Model.Tests.World;

/// <summary>Tells when what a token has sent over the thread pool has come to rest, so that time goes on only then.</summary>
internal sealed class Hops
{
    private static readonly AsyncLocal<Hops?> Here = new(Changed);
    private int active;
    private int entered;
    private int before;
    private bool isExpected;

    /// <summary>Something ran on another thread since then, and runs no longer.</summary>
    internal bool HaveSettled => Volatile.Read(ref entered) > before && Volatile.Read(ref active) == 0;

    /// <summary>What is awaited from here on belongs to this.</summary>
    internal void Follow() => Here.Value = this;

    /// <summary>What is done next goes over the thread pool.</summary>
    internal void Expect()
    {
        before = Volatile.Read(ref entered);
        isExpected = true;
    }

    internal bool TakeExpected()
    {
        var was = isExpected;
        isExpected = false;
        return was;
    }

    private static void Changed(AsyncLocalValueChangedArgs<Hops?> change)
    {
        if (!change.ThreadContextChanged)
        {
            return;
        }

        if (change.PreviousValue is { } left)
        {
            Interlocked.Decrement(ref left.active);
        }

        if (change.CurrentValue is { } come)
        {
            Interlocked.Increment(ref come.active);
            Interlocked.Increment(ref come.entered);
        }
    }
}
