namespace TaskCancellation.Testing;

/// <summary>What the thread pool of the process is doing, as far as it tells.</summary>
internal static class PoolActivity
{
    private static readonly TimeSpan Restlessness = TimeSpan.FromSeconds(1);

    // Threads that somebody blocks for good, as the hosts of tests do with one.
    private static int blocked;
    private static long restlessSince = long.MinValue;

    /// <summary>Nothing waits for a thread, and none but the blocked ones works.</summary>
    internal static bool IsIdle
    {
        get
        {
            // In this order: what leaves the queue meanwhile is counted as working.
            if (ThreadPool.PendingWorkItemCount > 0)
            {
                return false;
            }

            var working = Working;
            if (working < Volatile.Read(ref blocked))
            {
                Volatile.Write(ref blocked, working);
            }

            return working <= Volatile.Read(ref blocked);
        }
    }

    /// <summary>Others kept it busy all the time, not long ago: it is not worth waiting until it is idle.</summary>
    internal static bool IsRestless => Volatile.Read(ref restlessSince) is not long.MinValue and var since && TimeProvider.System.GetElapsedTime(since) < Restlessness;

    /// <summary>How much it has done so far.</summary>
    internal static long Done => ThreadPool.CompletedWorkItemCount;

    private static int Working
    {
        get
        {
            ThreadPool.GetMaxThreads(out var most, out _);
            ThreadPool.GetAvailableThreads(out var available, out _);
            return most - available;
        }
    }

    /// <summary>What works now is blocked.</summary>
    internal static void TakeForBlocked() => Volatile.Write(ref blocked, Working);

    internal static void TakeForRestless() => Volatile.Write(ref restlessSince, TimeProvider.System.GetTimestamp());
}
