namespace TaskCancellation.Tests.Faults;

/// <summary>Waits on a clock that touch the thread pool as little as those of the emulators.</summary>
internal static class Silences
{
    /// <summary>Waits until the token fires, or a day has passed.</summary>
    internal static Task Silence(this TimeProvider clock, CancellationToken token) => clock.Pause(TimeSpan.FromDays(1), token);

    internal static async Task Pause(this TimeProvider clock, TimeSpan time, CancellationToken token)
    {
        var passed = new TaskCompletionSource();
        await using var fired = token.UnsafeRegister((_, given) => passed.TrySetCanceled(given), null);
        await using var timer = clock.CreateTimer(_ => passed.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await passed.Task;
    }
}
