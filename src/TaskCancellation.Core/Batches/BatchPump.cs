using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>Cancels a stream of targets. All of it happens while its consumer asks for the next outcome: reading ahead, beginning requests, taking what has come back.</summary>
internal sealed class BatchPump : IAsyncDisposable
{
    private const int MostTriesAgain = 5;

    // Less than a server takes to come back with other tasks under its ids.
    private static readonly TimeSpan LookLasts = TimeSpan.FromSeconds(10);
    private readonly BatchRun run;
    private readonly bool doubtful;
    private readonly long? lookedAt;
    private readonly BatchWindow window;
    private readonly BatchChunker chunker;
    private readonly BatchFlight flight = new();
    private readonly AheadReader<TaskTarget> input;
    private readonly SourceWait sourceWait;
    private readonly CancellationTokenSource life;
    private readonly CancellationToken token;
    private readonly TokenSignal ended;
    private readonly TokenSignal stopping;
    private readonly Alarm alarm;
    private bool isStopped;

    private BatchPump(BatchRun run, IAsyncEnumerable<TaskTarget> targets, bool doubtful, long? lookedAt, CancellationToken cancellationToken)
    {
        this.run = run;
        this.doubtful = doubtful;
        this.lookedAt = lookedAt;
        token = cancellationToken;
        life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        window = new BatchWindow(run.Options.Window, run.Client);
        chunker = new BatchChunker(run.Client.Capabilities);
        sourceWait = new SourceWait(run.Client.TimeProvider);
        input = new AheadReader<TaskTarget>(targets, life.Token);
        ended = new TokenSignal(cancellationToken);
        stopping = new TokenSignal(run.Options.Stop);
        alarm = new Alarm(run.Client.TimeProvider);
    }

    private bool IsDone => input.HasEnded && window.IsEmpty;

    // Whether another input is ready is known only when it was asked for.
    private bool MayReadOn => !input.HasEnded && !window.IsFull && input.Pending is null;

    private bool IsLookedAt => lookedAt is { } looked && run.Client.TimeProvider.GetElapsedTime(looked) < LookLasts;

    private bool HasStopped => isStopped |= run.Options.Stop.IsCancellationRequested;

    // Ids in a chunk that has room are worth waiting for others as long as there may be some: a full window has room again when an outcome is taken from it. A slow consumer is no reason to send them.
    private TimeSpan OpenChunkWaits =>
        input.HasEnded ? TimeSpan.Zero :
        !window.IsFull ? run.Options.Linger - sourceWait.Total :
        flight.Count == 0 && !window.HasSettled ? TimeSpan.Zero : TimeSpan.MaxValue;

    /// <summary>One outcome for each target, in their order.</summary>
    /// <param name="run">Client, options and pace.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="doubtful">A cancel of each may have been sent before.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <param name="lookedAt">When whoever asks began to look at the targets, as a timestamp of the clock: soon after, they are not looked at again.</param>
    internal static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        BatchRun run, IAsyncEnumerable<TaskTarget> targets, bool doubtful, [EnumeratorCancellation] CancellationToken cancellationToken, long? lookedAt = null)
    {
        var pump = new BatchPump(run, targets, doubtful, lookedAt, cancellationToken);
        await using var _ = pump.ConfigureAwait(false);
        while (!pump.IsDone)
        {
            await pump.StepAsync().ConfigureAwait(false);
            var hasYielded = false;
            while (pump.window.TryTake(out var outcome))
            {
                yield return outcome;
                cancellationToken.ThrowIfCancellationRequested();
                hasYielded = true;

                // A slow consumer does not keep a slot empty.
                if (pump.flight.HasLanded)
                {
                    break;
                }
            }

            if (!hasYielded && !pump.IsDone)
            {
                await pump.WaitAsync().ConfigureAwait(false);
            }
        }

        pump.input.ThrowIfFailed();
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsDone)
        {
            life.Cancel();
        }

        await flight.EndAsync().ConfigureAwait(false);
        alarm.Dispose();
        stopping.Dispose();
        ended.Dispose();
        await input.DisposeAsync().ConfigureAwait(false);
        life.Dispose();
    }

    /// <summary>Does all that can be done at once.</summary>
    private async Task StepAsync()
    {
        // All that is ready is read before anything is yielded, so that what shares a request does not depend on how soon replies come.
        bool hasRead;
        do
        {
            token.ThrowIfCancellationRequested();
            while (flight.TakeLanded() is { } landed)
            {
                Settle(landed.Chunk, await landed.Settling.ConfigureAwait(false), landed.Period);
            }

            hasRead = !window.IsFull && await input.TryReadAsync().ConfigureAwait(false);
            if (hasRead)
            {
                sourceWait.Ready();
                Add(input.Current);
            }
            else if (input.Pending is not null)
            {
                sourceWait.NotReady();
            }

            Begin();
        }
        while (hasRead);
    }

    private void Add(TaskTarget target)
    {
        if (window.Add(target) is not { } item)
        {
            return;
        }

        item.Outcome = BatchOutcomes.FindMalformed(run.Client, target);
        if (item.Outcome is null && chunker.Add(item))
        {
            sourceWait.Begin();
        }
    }

    private void Begin()
    {
        token.ThrowIfCancellationRequested();
        while (!HasStopped && flight.Count < run.Pace.Width && run.Pace.Pause == TimeSpan.Zero && chunker.Take(evenOpen: !MayReadOn && OpenChunkWaits <= TimeSpan.Zero) is { } chunk)
        {
            flight.Add(new BatchSend(chunk, run.Pace.Period, run.Engine.CancelChunkAsync([.. chunk.Items.Select(item => item.Target)], life.Token, doubtful, IsLookedAt)));
            token.ThrowIfCancellationRequested();
        }

        while (HasStopped && chunker.Take(evenOpen: true) is { } left)
        {
            foreach (var item in left.Items)
            {
                item.Outcome = BatchOutcomes.Stopped(item.Target, item.Refused);
            }
        }
    }

    private void Settle(BatchChunk chunk, SettledReply settled, int period)
    {
        run.Pace.Note(settled, period);
        var again = new List<BatchItem>();
        for (var at = 0; at < chunk.Items.Count; at++)
        {
            var (item, outcome) = (chunk.Items[at], settled.Outcomes[at]);
            if (settled.IsThrottled && chunk.Tries < MostTriesAgain && IsThrottled(outcome))
            {
                item.Refused = outcome;
                again.Add(item);
            }
            else
            {
                item.Outcome = outcome;
            }
        }

        if (again.Count > 0)
        {
            chunker.AddAgain(new BatchChunk(again, chunk.Tries + 1));
        }
    }

    // Of a doubtful request, reading may have settled some.
    private static bool IsThrottled(CancellationOutcome outcome) => outcome is
    {
        Error.Kind: TaskErrorKind.Throttled,
        Verdict: CancellationVerdict.Rejected or CancellationVerdict.NotAttempted or CancellationVerdict.Indeterminate,
    };

    /// <summary>Waits until something can be done again.</summary>
    private async Task WaitAsync()
    {
        List<Task> events = [ended.Fired, .. flight.Tasks];
        if (input.Pending is { } reading)
        {
            events.Add(reading);
        }

        if (!isStopped)
        {
            events.Add(stopping.Fired);
            if (flight.Count < run.Pace.Width && (chunker.HasClosed || chunker.HasOpen))
            {
                var linger = chunker.HasClosed ? TimeSpan.Zero : OpenChunkWaits;
                if (linger < TimeSpan.MaxValue)
                {
                    events.Add(alarm.After(linger > run.Pace.Pause ? linger : run.Pace.Pause));
                }
            }
        }

        await Task.WhenAny(events).ConfigureAwait(false);
        sourceWait.Waited();
    }
}
