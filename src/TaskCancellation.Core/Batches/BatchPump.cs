using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>Cancels a stream of targets. All of it happens while its consumer asks for the next outcome: reading ahead, beginning requests, taking what has come back.</summary>
internal sealed class BatchPump : IAsyncDisposable
{
    private const int MostTriesAgain = 5;

    // Less than a server takes to come back with other tasks under its ids.
    private static readonly TimeSpan VerificationLifetime = TimeSpan.FromSeconds(10);
    private readonly BatchRun run;
    private readonly bool isAmbiguous;
    private readonly long? verifiedAt;
    private readonly BatchWindow window;
    private readonly BatchChunker chunker;
    private readonly InFlightRequests inFlight = new();
    private readonly PrefetchReader<TaskTarget> input;
    private readonly InputWaitTime inputWait;
    private readonly CancellationTokenSource life;
    private readonly CancellationToken token;
    private readonly CancellationTokenTaskSource ended;
    private readonly CancellationTokenTaskSource stopping;
    private readonly ReusableTimer timer;
    private bool isStopped;

    private BatchPump(BatchRun run, IAsyncEnumerable<TaskTarget> targets, bool isAmbiguous, long? verifiedAt, CancellationToken cancellationToken)
    {
        this.run = run;
        this.isAmbiguous = isAmbiguous;
        this.verifiedAt = verifiedAt;
        token = cancellationToken;
        life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        window = new BatchWindow(run.Options.Window, run.Client);
        chunker = new BatchChunker(run.Client.Capabilities);
        inputWait = new InputWaitTime(run.Client.TimeProvider);
        input = new PrefetchReader<TaskTarget>(targets, life.Token);
        ended = new CancellationTokenTaskSource(cancellationToken);
        stopping = new CancellationTokenTaskSource(run.Options.Stop);
        timer = new ReusableTimer(run.Client.TimeProvider);
    }

    private bool IsDone => input.HasEnded && window.IsEmpty;

    // Whether another input is ready is known only when it was asked for.
    private bool MayReadOn => !input.HasEnded && !window.IsFull && input.Pending is null;

    private bool IsVerified => verifiedAt is { } wasRead && run.Client.TimeProvider.GetElapsedTime(wasRead) < VerificationLifetime;

    private bool HasStopped => isStopped |= run.Options.Stop.IsCancellationRequested || run.Refusal is not null;

    // Ids in a chunk that has room are worth waiting for others as long as there may be some: a full window has room again when an outcome is taken from it. A slow consumer is no reason to send them.
    private TimeSpan OpenChunkWaits =>
        input.HasEnded ? TimeSpan.Zero :
        !window.IsFull ? run.Options.Linger - inputWait.Total :
        inFlight.Count == 0 && !window.HasResolved ? TimeSpan.Zero : TimeSpan.MaxValue;

    /// <summary>One outcome for each target, in their order.</summary>
    /// <param name="run">Client, options and pace.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="isAmbiguous">A cancel of each may have been sent before.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <param name="verifiedAt">When whoever asks began to look at the targets, as a timestamp of the clock: soon after, they are not looked at again.</param>
    internal static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        BatchRun run, IAsyncEnumerable<TaskTarget> targets, bool isAmbiguous, [EnumeratorCancellation] CancellationToken cancellationToken, long? verifiedAt = null)
    {
        var pump = new BatchPump(run, targets, isAmbiguous, verifiedAt, cancellationToken);
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
                if (pump.inFlight.HasCompleted)
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

        await inFlight.EndAsync().ConfigureAwait(false);
        timer.Dispose();
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
            while (inFlight.TakeCompleted() is { } completed)
            {
                Resolve(completed.Chunk, await completed.Completion.ConfigureAwait(false), completed.Generation);
            }

            hasRead = !window.IsFull && await input.TryReadAsync().ConfigureAwait(false);
            if (hasRead)
            {
                inputWait.Ready();
                Add(input.Current);
            }
            else if (input.Pending is not null)
            {
                inputWait.NotReady();
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
            inputWait.Begin();
        }
    }

    private void Begin()
    {
        token.ThrowIfCancellationRequested();
        while (!HasStopped && inFlight.Count < run.Limiter.Limit && run.Limiter.Pause == TimeSpan.Zero && chunker.Take(evenOpen: !MayReadOn && OpenChunkWaits <= TimeSpan.Zero) is { } chunk)
        {
            inFlight.Add(new InFlightRequest(chunk, run.Limiter.Generation, run.Engine.CancelChunkAsync([.. chunk.Items.Select(item => item.Target)], life.Token, isAmbiguous, IsVerified)));
            token.ThrowIfCancellationRequested();
        }

        while (HasStopped && chunker.Take(evenOpen: true) is { } left)
        {
            foreach (var item in left.Items)
            {
                item.Outcome = BatchOutcomes.Stopped(item.Target, run.Refusal, item.Refused);
            }
        }
    }

    private void Resolve(BatchChunk chunk, ResolvedReply resolved, int generation)
    {
        run.Limiter.Record(resolved, generation);
        run.Record(resolved.Failure);
        var again = new List<BatchItem>();
        for (var at = 0; at < chunk.Items.Count; at++)
        {
            var (item, outcome) = (chunk.Items[at], resolved.Outcomes[at]);
            if (resolved.IsThrottled && chunk.Tries < MostTriesAgain && IsThrottled(outcome))
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

    // Of an ambiguous request, reading may have settled some.
    private static bool IsThrottled(CancellationOutcome outcome) => outcome is
    {
        Error.Reason: TaskErrorReason.Throttled,
        Verdict: CancellationVerdict.Rejected or CancellationVerdict.NotAttempted or CancellationVerdict.Indeterminate,
    };

    /// <summary>Waits until something can be done again.</summary>
    private async Task WaitAsync()
    {
        List<Task> events = [ended.Task, .. inFlight.Tasks];
        if (input.Pending is { } reading)
        {
            events.Add(reading);
        }

        if (!isStopped)
        {
            events.Add(stopping.Task);
            if (inFlight.Count < run.Limiter.Limit && (chunker.HasClosed || chunker.HasOpen))
            {
                var linger = chunker.HasClosed ? TimeSpan.Zero : OpenChunkWaits;
                if (linger < TimeSpan.MaxValue)
                {
                    events.Add(timer.After(linger > run.Limiter.Pause ? linger : run.Limiter.Pause));
                }
            }
        }

        await Task.WhenAny(events).ConfigureAwait(false);
        inputWait.Waited();
    }
}
