using System.Globalization;

namespace TaskCancellation;

/// <summary>The one cancel of a run: sent, and followed to the end of the task, within the grace period.</summary>
internal sealed class RunCancellation(TaskClient client, TaskTarget target, RunOptions options, GracePeriod grace)
{
    /// <summary>Returns what is known when the task or the grace period has ended. Failures of the service are in the outcome.</summary>
    internal async Task<CancellationOutcome> SendAsync()
    {
        if (await AnswerAsync().ConfigureAwait(false) is not { } operation)
        {
            return Indeterminate(new TaskRequestException(
                string.Create(CultureInfo.InvariantCulture, $"The cancel was not answered within the {options.Grace} that the run allows it."), new TimeoutException()) { Reason = TaskErrorReason.Timeout });
        }

        var wait = (options.Wait ?? WaitOptions.Default) with { Timeout = grace.Remaining };
        var report = await operation.WaitForCompletionAsync(wait, CancellationToken.None).ConfigureAwait(false);
        return report.Outcomes is [var outcome, ..] ? outcome : Indeterminate(report.Error);
    }

    private async Task<CancellationOperation?> AnswerAsync()
    {
        var answering = AskAsync();
        if (!await grace.AwaitAsync(answering).ConfigureAwait(false))
        {
            GracePeriod.Abandon(answering);
            return null;
        }

        try
        {
            return await answering.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (grace.Token.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<CancellationOperation> AskAsync()
    {
        try
        {
            return await client.CancelAsync(target, grace.Token).ConfigureAwait(false);
        }
        catch (ArgumentException malformed)
        {
            var error = new TaskRequestException($"Nothing could be canceled: {ArgumentText.Of(malformed)}", malformed) { Reason = TaskErrorReason.InvalidRequest, Delivery = RequestDelivery.NotSent };
            return CancellationOperation.FromReport(new CancellationReport { Outcomes = [new CancellationOutcome { Target = target, Verdict = CancellationVerdict.Rejected, Error = error }], IsComplete = true });
        }
    }

    private CancellationOutcome Indeterminate(TaskRequestException? error) => new() { Target = target, Verdict = CancellationVerdict.Indeterminate, Error = error };
}

/// <summary>The time that a run has left once it is to be canceled, on the client's clock. Its token is the run's own: the caller's has fired by then.</summary>
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

        // Callbacks run in reverse order of registration: whatever observes the token comes before this one.
        Token.UnsafeRegister(static ended => ((TaskCompletionSource)ended!).TrySetResult(), ended);
    }

    /// <summary>Fires when the grace period has passed; never before it has begun.</summary>
    internal CancellationToken Token { get; }

    internal TimeSpan Remaining => grace - clock.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    public void Dispose() => source.Dispose();

    internal void Begin()
    {
        started = clock.GetTimestamp();
        source.CancelAfter(grace);
    }

    /// <summary>Lets a call end by itself, without its failure being reported as an unobserved one.</summary>
    internal static void Abandon(Task call) => _ = ObserveAsync(call);

    /// <summary>Waits until the call or the grace period has ended. True if the call has, however it ended.</summary>
    internal async Task<bool> AwaitAsync(Task work)
    {
        await Task.WhenAny(work, ended.Task).ConfigureAwait(false);
        return work.IsCompleted;
    }

    private static async Task ObserveAsync(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
