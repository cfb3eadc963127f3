namespace TaskCancellation;

/// <summary>Sends cancels in chunks, at the pace that the service allows: several requests at once, a throttled chunk again after a pause, and nothing more once the batch is stopped. Each item has its outcome in the end.</summary>
internal sealed class ChunkSender : IAsyncDisposable
{
    private const int MaxRetries = 5;

    // Less than a server takes to come back with other tasks under its ids.
    private static readonly TimeSpan VerificationLifetime = TimeSpan.FromSeconds(10);
    private readonly BatchRun run;
    private readonly bool isAmbiguous;
    private readonly long? verifiedAt;
    private readonly BatchChunker chunker;
    private readonly List<InFlightRequest> inFlight = [];
    private readonly CancellationTokenSource life;
    private readonly CancellationToken token;
    private readonly CancellationTokenTaskSource ended;
    private readonly CancellationTokenTaskSource stopping;
    private readonly WakeSignal wake = new();
    private readonly ReusableTimer timer;
    private Task? awaitedInput;
    private bool isStopped;

    /// <summary>Initializes a new instance. Nothing is sent yet.</summary>
    /// <param name="run">Client, options and pace.</param>
    /// <param name="cancellationToken">Ends the sending, requests in flight included.</param>
    /// <param name="isAmbiguous">A cancel of each item may have been sent before.</param>
    /// <param name="verifiedAt">When the caller began to read the tasks, as a timestamp of the clock: for a while, they are not read again.</param>
    internal ChunkSender(BatchRun run, CancellationToken cancellationToken, bool isAmbiguous = false, long? verifiedAt = null)
    {
        this.run = run;
        this.isAmbiguous = isAmbiguous;
        this.verifiedAt = verifiedAt;
        token = cancellationToken;
        life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        chunker = new BatchChunker(run.Client.Capabilities);
        ended = new CancellationTokenTaskSource(cancellationToken);
        stopping = new CancellationTokenTaskSource(run.Options.Stop);
        timer = new ReusableTimer(run.Client.TimeProvider, wake.Set);
        wake.SetBy(ended.Task);
        wake.SetBy(stopping.Task);
    }

    internal bool HasInFlight => inFlight.Count > 0;

    /// <summary>At least one reply is there, to be collected.</summary>
    internal bool HasCompleted => inFlight.Exists(static request => request.Completion.IsCompleted);

    private bool IsIdle => !HasInFlight && !chunker.HasClosed && !chunker.HasOpen;

    private bool IsVerified => verifiedAt is { } wasRead && run.Client.TimeProvider.GetElapsedTime(wasRead) < VerificationLifetime;

    private bool HasStopped => isStopped |= run.Options.Stop.IsCancellationRequested || run.Refusal is not null;

    private bool HasFreeSlot => inFlight.Count < run.Limiter.Limit;

    public async ValueTask DisposeAsync()
    {
        if (HasInFlight)
        {
            life.Cancel();
        }

        await Task.WhenAll(inFlight.Select(Task (request) => request.Completion)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        timer.Dispose();
        stopping.Dispose();
        ended.Dispose();
        life.Dispose();
    }

    /// <summary>Sends all items and waits for their outcomes.</summary>
    internal async Task SendAllAsync(IEnumerable<BatchItem> items)
    {
        foreach (var item in items)
        {
            await CollectAsync().ConfigureAwait(false);
            Add(item);
            SendClosed();
        }

        while (true)
        {
            await CollectAsync().ConfigureAwait(false);
            SendOpen();
            if (IsIdle)
            {
                return;
            }

            await WaitAsync(TimeSpan.Zero).ConfigureAwait(false);
        }
    }

    /// <summary>Adds an item to the open chunk. True: it has begun one that has room left.</summary>
    internal bool Add(BatchItem item) => chunker.Add(item);

    /// <summary>Takes the replies that are there.</summary>
    internal ValueTask CollectAsync()
    {
        token.ThrowIfCancellationRequested();
        return HasCompleted ? CollectCompletedAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Sends the chunks that more items would not change, as far as the pace allows.</summary>
    internal void SendClosed() => Send(evenOpen: false);

    /// <summary>The same, and then the chunk that has room left.</summary>
    internal void SendOpen() => Send(evenOpen: true);

    /// <summary>Waits until something can be done again.</summary>
    /// <param name="openChunkDue">After how long the open chunk is to be sent; <see cref="TimeSpan.MaxValue"/> for not by time.</param>
    /// <param name="input">What also ends the wait; null for nothing.</param>
    internal ValueTask WaitAsync(TimeSpan openChunkDue, Task? input = null)
    {
        if (input is not null && input != awaitedInput)
        {
            awaitedInput = input;
            wake.SetBy(input);
        }

        var due = chunker.HasClosed ? TimeSpan.Zero : chunker.HasOpen ? openChunkDue : TimeSpan.MaxValue;
        if (!isStopped && HasFreeSlot && due < TimeSpan.MaxValue)
        {
            timer.Start(due > run.Limiter.Pause ? due : run.Limiter.Pause);
        }

        return wake.WaitAsync();
    }

    private async ValueTask CollectCompletedAsync()
    {
        while (inFlight.FindIndex(static request => request.Completion.IsCompleted) is >= 0 and var at)
        {
            var completed = inFlight[at];
            inFlight.RemoveAt(at);
            Resolve(completed.Chunk, await completed.Completion.ConfigureAwait(false), completed.Generation);
        }
    }

    private void Send(bool evenOpen)
    {
        token.ThrowIfCancellationRequested();
        if (!chunker.HasClosed && !(evenOpen && chunker.HasOpen) && !HasStopped)
        {
            return;
        }

        while (!HasStopped && HasFreeSlot && run.Limiter.Pause == TimeSpan.Zero && chunker.Take(evenOpen) is { } chunk)
        {
            var sending = run.Engine.CancelChunkAsync(chunk.Targets, life.Token, isAmbiguous, IsVerified).AsTask();
            inFlight.Add(new InFlightRequest(chunk, run.Limiter.Generation, sending));
            wake.SetBy(sending);
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
        var mayRepeat = resolved.IsThrottled && chunk.Retries < MaxRetries;
        List<BatchItem>? again = null;
        for (var at = 0; at < chunk.Items.Count; at++)
        {
            var (item, outcome) = (chunk.Items[at], resolved.Outcomes[at]);
            if (mayRepeat && IsThrottled(outcome))
            {
                item.Refused = outcome;
                (again ??= []).Add(item);
            }
            else
            {
                item.Outcome = outcome;
            }
        }

        if (again is not null)
        {
            chunker.AddAgain(new BatchChunk(again, chunk.Retries + 1));
        }
    }

    // Of an ambiguous request, reads may have resolved some.
    private static bool IsThrottled(CancellationOutcome outcome) => outcome is
    {
        Error.Reason: TaskErrorReason.Throttled,
        Verdict: CancellationVerdict.Rejected or CancellationVerdict.NotAttempted or CancellationVerdict.Indeterminate,
    };

    /// <summary>A cancel request in flight.</summary>
    /// <param name="Chunk">Its targets.</param>
    /// <param name="Generation">The <see cref="AdaptiveConcurrencyLimiter.Generation"/> in which it was sent.</param>
    /// <param name="Completion">What becomes of it.</param>
    private readonly record struct InFlightRequest(BatchChunk Chunk, int Generation, Task<ResolvedReply> Completion);
}

/// <summary>Gathers items into chunks that fit one request.</summary>
internal sealed class BatchChunker(TaskClientCapabilities limits)
{
    private readonly RequestCapacity room = new(limits.IdsPerRequest, limits.IdCharactersPerRequest);
    private readonly Queue<BatchChunk> again = new();
    private readonly Queue<BatchChunk> closed = new();
    private List<BatchItem> open = [];

    /// <summary>A chunk is ready that more items would not change.</summary>
    internal bool HasClosed => again.Count > 0 || closed.Count > 0;

    /// <summary>A chunk has begun that has room left.</summary>
    internal bool HasOpen => open.Count > 0;

    /// <summary>Adds an item. True: it has begun a chunk that has room left.</summary>
    internal bool Add(BatchItem item)
    {
        if (!room.TryTake(item.Target.Id.Value.Length))
        {
            Close();
            room.TryTake(item.Target.Id.Value.Length);
        }

        open.Add(item);
        if (room.IsFull)
        {
            Close();
        }

        return open.Count == 1;
    }

    /// <summary>Queues a throttled chunk again, before all others.</summary>
    internal void AddAgain(BatchChunk chunk) => again.Enqueue(chunk);

    /// <summary>The next chunk to send, one with room left only if that is wanted; null for none.</summary>
    internal BatchChunk? Take(bool evenOpen)
    {
        if (evenOpen && !HasClosed && HasOpen)
        {
            Close();
        }

        return again.TryDequeue(out var chunk) || closed.TryDequeue(out chunk) ? chunk : null;
    }

    private void Close()
    {
        closed.Enqueue(new BatchChunk(open));
        open = new List<BatchItem>(open.Count);
        room.Reset();
    }
}

/// <summary>The targets of one cancel request.</summary>
/// <param name="Items">The targets.</param>
/// <param name="Retries">How often the service has throttled it.</param>
internal sealed record BatchChunk(IReadOnlyList<BatchItem> Items, int Retries = 0)
{
    internal IReadOnlyList<TaskTarget> Targets
    {
        get
        {
            var targets = new TaskTarget[Items.Count];
            for (var at = 0; at < targets.Length; at++)
            {
                targets[at] = Items[at].Target;
            }

            return ValueList<TaskTarget>.Own(targets);
        }
    }
}
