namespace TaskCancellation.Testing;

/// <summary>Lets time pass on a clock. Unlike Task.Delay it goes nowhere near the thread pool, not even when it is canceled, so that virtual time cannot run ahead of it.</summary>
internal static class ClockDelay
{
    internal static async Task WaitAsync(TimeProvider clock, TimeSpan time, CancellationToken cancellationToken)
    {
        var passed = new TaskCompletionSource();
        using var canceled = cancellationToken.UnsafeRegister((_, token) => passed.TrySetCanceled(token), null);
        var timer = clock.CreateTimer(_ => passed.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            await passed.Task.ConfigureAwait(false);
        }
    }
}
