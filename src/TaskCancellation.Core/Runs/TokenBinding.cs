namespace TaskCancellation;

/// <summary>A token linked to a remote task by <see cref="TaskClientExtensions.CancelWhen"/>: when it fires, the task is canceled, once. Dispose it to take the link off.</summary>
public sealed class TokenBinding : IAsyncDisposable
{
    private readonly RunTrigger trigger;

    internal TokenBinding(TaskClient client, TaskTarget target, RunOptions options, CancellationToken token)
    {
        trigger = new RunTrigger(client.TimeProvider, options, token);
        Outcome = RunAsync(client, target, options);
    }

    /// <summary>What became of the cancel, known at the latest when the grace has passed. Null: the binding was disposed of before the token fired, and nothing was sent. It does not end before one of the two happens.</summary>
    public Task<CancellationOutcome?> Outcome { get; }

    /// <summary>Takes the link off, so that the token no longer reaches the task. If the token has fired, waits for the cancel, within the grace. Safe to call again; never throws for what the cancel came to.</summary>
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
