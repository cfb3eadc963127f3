using System.Globalization;
using TaskCancellation.Tool.Output;
using TaskCancellation.Tool.Running;

namespace TaskCancellation.Tool.Commands;

/// <summary>Cancels a stream of tasks, waits for their ends, and prints an outcome for each.</summary>
internal sealed class BatchRun(ToolHost host, TaskClient client, RowWriter rows)
{
    private readonly Dictionary<CancellationVerdict, int> counts = [];

    private readonly Lock gate = new();

    /// <summary>Outcomes that the wait has taken and not given back.</summary>
    private readonly Queue<CancellationOutcome> waiting = new();

    /// <summary>The step of the source that the wait has asked for and that has not been taken yet.</summary>
    private Task<bool>? step;
    private bool isAbandoned;

    /// <summary>Whether each outcome is printed, or only those that are not done.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>How many there are, where that is known.</summary>
    public int? Total { get; init; }

    /// <summary>How to wait; null for not at all.</summary>
    public WaitOptions? Wait { get; init; }

    /// <summary>What to say after a stop; null for nothing.</summary>
    public string? ResumeHint { get; init; }

    private int Count => counts.Values.Sum();

    internal async Task<ExitCode> RunAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions options)
    {
        Exception? failure = null;
        var hasBegun = false;
        var noted = targets.Select(target =>
        {
            hasBegun = true;
            return target;
        });
        try
        {
            _ = await ProgressBar.RunAsync(host, "canceling", Total, rows, async tick =>
            {
                await RunAsync(client.CancelManyAsync(noted, options with { Stop = host.Stop }), tick);
                return true;
            });
        }
        catch (Exception ended)
        {
            // What was sent before is told first.
            failure = ended;
        }

        rows.Complete();
        if (host.Stop.IsCancellationRequested)
        {
            var notAttempted = counts.GetValueOrDefault(CancellationVerdict.NotAttempted);
            host.Say(string.Create(CultureInfo.InvariantCulture, $"Stopped: {Count - notAttempted} attempted, {notAttempted} not attempted."));
        }

        host.Say(Count == 0 ? "No outcome is known." : string.Join(", ", counts.OrderBy(one => one.Key).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value} {one.Key}"))));
        if (ResumeHint is not null && (failure is not null || host.Stop.IsCancellationRequested))
        {
            host.Say(ResumeHint);
        }

        if (failure is null)
        {
            return ExitCodes.Combine(counts.Keys.Select(ExitCodes.Of));
        }

        // One that fails may have sent more than it gave.
        var code = Failures.Report(host, failure);
        return Count > 0 || (hasBegun && failure is not JournalConflictException) ? ExitCode.Indeterminate : code;
    }

    private async Task RunAsync(IAsyncEnumerable<CancellationOutcome> outcomes, Action<int, string> tick)
    {
        // Without the token of the stop: the batch ends in order, with an outcome for each input.
        await using var source = outcomes.GetAsyncEnumerator(CancellationToken.None);
        if (Wait is not null)
        {
            try
            {
                await foreach (var outcome in client.WaitManyAsync(TakeAsync(source), Wait, host.Stop))
                {
                    lock (gate)
                    {
                        _ = waiting.Dequeue();
                    }

                    Report(outcome, tick);
                }

                return;
            }
            catch (OperationCanceledException) when (host.Stop.IsCancellationRequested)
            {
                // Canceled or not, each is told: first those whose end was waited for, then the rest of the batch.
                await ReportWaitingAsync(source, tick);
            }
            catch (TaskClientException)
            {
                _ = Abandon(tick);
                throw;
            }
        }

        while (await source.MoveNextAsync())
        {
            Report(source.Current, tick);
        }
    }

    // The source goes on after the wait has been stopped, so that it is not disposed of here.
    private async IAsyncEnumerable<CancellationOutcome> TakeAsync(IAsyncEnumerator<CancellationOutcome> source)
    {
        while (true)
        {
            var next = source.MoveNextAsync().AsTask();
            step = next;
            var hasNext = await next;
            lock (gate)
            {
                if (isAbandoned)
                {
                    yield break;
                }

                step = null;
                if (!hasNext)
                {
                    yield break;
                }

                waiting.Enqueue(source.Current);
            }

            yield return source.Current;
        }
    }

    // A wait that is stopped may leave a step of the source pending: it is taken here.
    private async Task ReportWaitingAsync(IAsyncEnumerator<CancellationOutcome> source, Action<int, string> tick)
    {
        if (Abandon(tick) is { } pending && await pending)
        {
            Report(source.Current, tick);
        }
    }

    // Reports what the wait holds, and returns the step of the source that it has left pending.
    private Task<bool>? Abandon(Action<int, string> tick)
    {
        Task<bool>? pending;
        lock (gate)
        {
            isAbandoned = true;
            pending = step;
        }

        while (waiting.TryDequeue(out var open))
        {
            Report(open, tick);
        }

        return pending;
    }

    private void Report(CancellationOutcome outcome, Action<int, string> tick)
    {
        counts[outcome.Verdict] = counts.GetValueOrDefault(outcome.Verdict) + 1;
        if (ShowsAll || ExitCodes.Of(outcome.Verdict) != ExitCode.Done)
        {
            rows.Write(TaskRows.Of(outcome));
        }

        tick(Count, "");
    }
}
