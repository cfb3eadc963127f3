namespace TaskCancellation;

/// <summary>The time a run has left once its cancel is called for, on the client's clock. Its token is the run's own: the caller's has fired by then.</summary>
internal sealed class GracePeriod : IDisposable
{
    private readonly TaskCompletionSource ended = new();
    private readonly CancellationTokenSource source;
    private readonly TimeProvider clock;
    private readonly TimeSpan grace;
    private long started;

    internal GracePeriod(TimeProvider clock, TimeSpan grace)
    {
        this.clock = clock;
        this.grace = grace;
        source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        Token = source.Token;

        // Registered first, called last: what heeds the token has had its turn by then.
        Token.UnsafeRegister(static ended => ((TaskCompletionSource)ended!).TrySetResult(), ended);
    }

    /// <summary>Fires when the grace has passed; never before it has begun.</summary>
    internal CancellationToken Token { get; }

    internal TimeSpan Remaining => grace - clock.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Dispose() => source.Dispose();

    internal void Begin()
    {
        started = clock.GetTimestamp();
        source.CancelAfter(grace);
    }

    /// <summary>Waits until that has ended, or the grace has. True: it has ended, however.</summary>
    internal async Task<bool> AwaitAsync(Task work)
    {
        await Task.WhenAny(work, ended.Task).ConfigureAwait(false);
        return work.IsCompleted;
    }
}
