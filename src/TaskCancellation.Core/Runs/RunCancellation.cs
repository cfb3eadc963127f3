using System.Globalization;

namespace TaskCancellation;

/// <summary>The one cancel of a run: sent, and followed to the task's end, within the grace.</summary>
internal sealed class RunCancellation(TaskClient client, TaskTarget target, RunOptions options, GracePeriod grace)
{
    /// <summary>What is known when it has ended or the grace has. Throws only what no service says.</summary>
    internal async Task<CancellationOutcome> SendAsync()
    {
        if (await AnswerAsync().ConfigureAwait(false) is not { } operation)
        {
            return Unclear(new TaskRequestException(
                string.Create(CultureInfo.InvariantCulture, $"The cancel was not answered within the {options.Grace} that the run allows it."), new TimeoutException()) { Reason = TaskErrorReason.Timeout, Delivery = RequestDelivery.MaybeSent });
        }

        var wait = (options.Wait ?? WaitOptions.Default) with { Timeout = grace.Remaining };
        var report = await operation.WaitForCompletionAsync(wait, CancellationToken.None).ConfigureAwait(false);
        return report.Outcomes is [var outcome, ..] ? outcome : Unclear(report.Error);
    }

    private async Task<CancellationOperation?> AnswerAsync()
    {
        var answering = AskAsync();
        if (!await grace.AwaitAsync(answering).ConfigureAwait(false))
        {
            _ = AbandonedTask.ObserveAsync(answering);
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
            return await client.CancelAsync(target, null, grace.Token).ConfigureAwait(false);
        }
        catch (ArgumentException malformed)
        {
            var error = new TaskRequestException($"Nothing could be canceled: {malformed.Message}", malformed) { Reason = TaskErrorReason.InvalidRequest, Delivery = RequestDelivery.NotSent };
            return CancellationOperation.FromReport(new CancellationReport { Outcomes = [new CancellationOutcome { Target = target, Verdict = CancellationVerdict.Rejected, Error = error }], IsComplete = true });
        }
    }

    private CancellationOutcome Unclear(TaskRequestException? error) => new() { Target = target, Verdict = CancellationVerdict.Indeterminate, Error = error };
}
