namespace TaskCancellation.Testing;

/// <summary>Moves a clock on from one timer to the next until a task has completed, and never while something that shows is at work.</summary>
/// <remarks>Runs on a thread of its own, so that whoever is busy in the thread pool is somebody else.</remarks>
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
