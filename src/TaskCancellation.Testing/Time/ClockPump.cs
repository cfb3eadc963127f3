namespace TaskCancellation.Testing;

/// <summary>Advances a clock from timer to timer until a task completes, and never while visible work is running.</summary>
/// <remarks>Runs on a thread of its own, so that it does not count as work in the thread pool.</remarks>
internal sealed class ClockPump(TimerQueue timers, Task task, DateTimeOffset end, TimeSpan patience)
{
    private const int MostPatience = 3;
    private const int PatienceWithoutTimers = 10;
    private const int LongestPause = 10; // ms
    private static readonly TimeSpan Blocked = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Restless = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Unanswered = TimeSpan.FromMilliseconds(10);
    private long answered = -1;
    private (DateTimeOffset Due, long Order) waitedOut = (DateTimeOffset.MinValue, 0);

    /// <exception cref="TimeoutException">The task had not completed at the end.</exception>
    internal void Run()
    {
        while (!HasCompleted())
        {
            var first = timers.First;
            var last = timers.LastOrder;
            if ((first is null || IsNewLimit(first)) && !StaysSilent(first is null ? patience * PatienceWithoutTimers : patience))
            {
                continue;
            }

            if (first is null || first.Due > end)
            {
                timers.MoveTo(end);
                throw new TimeoutException(first is null
                    ? "The task had not completed, and nothing waited for the virtual clock any more."
                    : $"The task had not completed when the virtual clock reached {end:O}.");
            }

            Fire(first, last);
        }
    }

    private void Fire(VirtualTimer timer, long last)
    {
        waitedOut = IsNewLimit(timer) ? (timer.Due, last) : waitedOut;
        if (timers.TryTake(timer))
        {
            answered = timer.IsPeriodic ? -1 : timers.Changes;
            timer.Fire();
        }
    }

    // Limits that end at one instant are waited out together.
    private bool IsNewLimit(VirtualTimer timer) => timer.IsTimeLimit && (timer.Due > waitedOut.Due || timer.Order > waitedOut.Order);

    /// <summary>Waits until all that shows has come to rest.</summary>
    private bool HasCompleted()
    {
        var began = TimeProvider.System.GetTimestamp();
        var (done, doneAt) = (PoolActivity.Done, began);
        PoolProbe? probe = null;
        for (var spinner = new SpinWait(); !task.IsCompleted; spinner.SpinOnce())
        {
            // What a timer sets off mostly runs at once. What was given to a synchronization context shows later.
            var waited = TimeProvider.System.GetElapsedTime(began);
            if ((PoolActivity.IsIdle || probe is { HasPassed: true }) && (timers.Changes != answered || waited > Unanswered))
            {
                return task.IsCompleted;
            }

            if (PoolActivity.Done is var now && now != done)
            {
                (done, doneAt) = (now, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(doneAt) > Blocked)
            {
                PoolActivity.TakeForBlocked();
            }

            if (probe is null && waited > Restless)
            {
                PoolActivity.TakeForRestless();
            }

            probe ??= PoolActivity.IsRestless ? new PoolProbe() : null;
        }

        return true;
    }

    /// <summary>Waits in real time for a sign of what does not show. True: there was none.</summary>
    private bool StaysSilent(TimeSpan time)
    {
        var changes = timers.Changes;
        var began = TimeProvider.System.GetTimestamp();
        var silentSince = began;
        for (var pause = 1; !task.IsCompleted && timers.Changes == changes; pause = Math.Min(pause + 1, LongestPause))
        {
            Task.WaitAny([task], pause);
            silentSince = PoolActivity.IsIdle ? silentSince : TimeProvider.System.GetTimestamp();
            if (TimeProvider.System.GetElapsedTime(silentSince) >= time || TimeProvider.System.GetElapsedTime(began) >= time * MostPatience)
            {
                return !task.IsCompleted && timers.Changes == changes;
            }
        }

        return false;
    }
}

/// <summary>What the thread pool of the process is doing, as far as it is visible.</summary>
internal static class PoolActivity
{
    private static readonly TimeSpan Restlessness = TimeSpan.FromSeconds(1);

    // Threads that are blocked permanently: the hosts of tests block one.
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

/// <summary>Passes through the queue of the thread pool a few times, so that work queued before it has run.</summary>
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
