namespace TaskCancellation;

/// <summary>Binds a remote task to a cancellation token: when the token fires, the task is canceled once.</summary>
/// <remarks>Created by <see cref="TaskClientExtensions.CancelWhen"/>. Dispose of the binding to remove it.</remarks>
public sealed class TokenBinding : IAsyncDisposable
{
    private readonly RunTrigger trigger;

    internal TokenBinding(TaskClient client, TaskTarget target, RunOptions options, CancellationToken token)
    {
        trigger = new RunTrigger(client.TimeProvider, options, token);
        Outcome = RunAsync(client, target, options);
    }

    /// <summary>Gets a task that completes with the outcome of the cancellation.</summary>
    /// <remarks>It completes at the latest when the grace period has passed. Its result is <see langword="null"/> when the binding was disposed of before the token fired; nothing was sent then. It does not complete before one of the two happens.</remarks>
    public Task<CancellationOutcome?> Outcome { get; }

    /// <summary>Removes the binding, so that the token no longer affects the task.</summary>
    /// <remarks>When the token has fired, the call waits for the cancellation, within the grace period. Disposing again is safe. The result of the cancellation never causes an exception.</remarks>
    public async ValueTask DisposeAsync()
    {
        trigger.Dispose();
        await ((Task)Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // The token may fire long after: where the id may belong to another task by then, the identity is read now. A read that fails, or is pending when the token fires, leaves the bare id.
    private static async Task<TaskTarget> LearnAsync(TaskClient client, TaskTarget target, CancellationToken cancellationToken) =>
        client.Capabilities.ReusesIds && target is { Kind: null, StartedAt: null, EnqueuedAt: null }
            ? TaskIdentity.Learn(target, await client.FindAsync(target.Id, cancellationToken: cancellationToken).ConfigureAwait(false))
            : target;

    private async Task<CancellationOutcome?> RunAsync(TaskClient client, TaskTarget target, RunOptions options)
    {
        using (trigger)
        {
            using var stop = new CancellationTokenSource();
            var learning = trigger.HasFired ? Task.FromResult(target) : LearnAsync(client, target, stop.Token);
            await trigger.Fired.ConfigureAwait(false);
            stop.Cancel();
            var expected = learning.IsCompletedSuccessfully ? await learning.ConfigureAwait(false) : target;
            GracePeriod.Abandon(learning);
            if (trigger.Reason == RunTriggerReason.Stopped)
            {
                return null;
            }

            using var grace = new GracePeriod(client.TimeProvider, options.Grace);
            grace.Begin();
            return await new RunCancellation(client, expected, options, grace).SendAsync().ConfigureAwait(false);
        }
    }
}
