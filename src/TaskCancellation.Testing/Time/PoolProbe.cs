namespace TaskCancellation.Testing;

/// <summary>Goes through the queue of the thread pool a few times: what waited there before it has had its turn.</summary>
internal sealed class PoolProbe : IThreadPoolWorkItem
{
    private const int Rounds = 3;
    private int rounds;

    internal PoolProbe() => Queue();

    internal bool HasPassed => Volatile.Read(ref rounds) >= Rounds;

    void IThreadPoolWorkItem.Execute()
    {
        if (Interlocked.Increment(ref rounds) < Rounds)
        {
            Queue();
        }
    }

    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
}
