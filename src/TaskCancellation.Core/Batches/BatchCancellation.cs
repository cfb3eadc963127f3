using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>Cancels a stream of targets: reads ahead within the window, hands the targets to a sender, and yields the outcomes in input order. All of it happens while the consumer asks for the next outcome.</summary>
internal sealed class BatchCancellation : IAsyncDisposable
{
    private readonly BatchRun run;
    private readonly BatchWindow window;
    private readonly ChunkSender sender;
    private readonly PrefetchReader<TaskTarget> input;
    private readonly InputWaitTime inputWait;
    private readonly CancellationTokenSource life;

    private BatchCancellation(BatchRun run, IAsyncEnumerable<TaskTarget> targets, CancellationToken cancellationToken)
    {
        this.run = run;
        life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        window = new BatchWindow(run.Options.Window, run.Client);
        sender = new ChunkSender(run, cancellationToken);
        input = new PrefetchReader<TaskTarget>(targets, life.Token);
        inputWait = new InputWaitTime(run.Client.TimeProvider);
    }

    private bool IsDone => input.HasEnded && window.IsEmpty;

    // Whether another input is ready is known only once it has been asked for.
    private bool MayReadOn => !input.HasEnded && !window.IsFull && input.Pending is null;

    // An open chunk waits for more ids as long as some may come: a full window has room again once an outcome is taken from it. A slow consumer is no reason to send it.
    private TimeSpan OpenChunkDue =>
        input.HasEnded ? TimeSpan.Zero :
        !window.IsFull ? run.Options.Linger - inputWait.Total :
        !sender.HasInFlight && !window.HasResolved ? TimeSpan.Zero : TimeSpan.MaxValue;

    /// <summary>Checks the options, without I/O, and returns the stream of outcomes: one for each target, in order. Each enumeration is a batch of its own.</summary>
    internal static IAsyncEnumerable<CancellationOutcome> Create(TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, CancellationToken cancellationToken) =>
        options.Journal is not { } journal ? RunAsync(client, targets, options, cancellationToken)
            : !string.IsNullOrWhiteSpace(options.RunId) ? JournaledBatch.RunAsync(client, targets, options, journal, cancellationToken)
            : throw new ArgumentException("A batch with a journal needs a RunId, by which the journal knows it again.", nameof(options));

    public async ValueTask DisposeAsync()
    {
        if (!IsDone)
        {
            life.Cancel();
        }

        await sender.DisposeAsync().ConfigureAwait(false);
        await input.DisposeAsync().ConfigureAwait(false);
        life.Dispose();
    }

    private static async IAsyncEnumerable<CancellationOutcome> RunAsync(
        TaskClient client, IAsyncEnumerable<TaskTarget> targets, BatchOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var batch = new BatchCancellation(new BatchRun(client, options), targets, cancellationToken);
        await using var _ = batch.ConfigureAwait(false);
        while (!batch.IsDone)
        {
            await batch.StepAsync().ConfigureAwait(false);
            var hasYielded = false;
            while (batch.window.TryTake(out var outcome))
            {
                yield return outcome;
                cancellationToken.ThrowIfCancellationRequested();
                hasYielded = true;

                // A slow consumer does not keep a slot empty.
                if (batch.sender.HasCompleted)
                {
                    break;
                }
            }

            if (!hasYielded && !batch.IsDone)
            {
                await batch.sender.WaitAsync(batch.OpenChunkDue, batch.input.Pending).ConfigureAwait(false);
                batch.inputWait.Waited();
            }
        }

        batch.input.ThrowIfFailed();
    }

    /// <summary>Does everything that can be done without waiting.</summary>
    private async ValueTask StepAsync()
    {
        // All that is ready is read before anything is yielded, so that what shares a request does not depend on how soon replies come.
        bool hasRead;
        do
        {
            await sender.CollectAsync().ConfigureAwait(false);
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

            sender.SendClosed();
            if (!MayReadOn && OpenChunkDue <= TimeSpan.Zero)
            {
                sender.SendOpen();
            }
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
        if (item.Outcome is null && sender.Add(item))
        {
            inputWait.Begin();
        }
    }
}

/// <summary>What lasts as long as a batch: the engine, its pace, and whether the credential still holds.</summary>
internal sealed class BatchRun(TaskClient client, BatchOptions options)
{
    internal TaskClient Client => client;

    internal BatchOptions Options => options;

    internal CancelEngine Engine { get; } = new(client, CancelOptions.Default);

    internal AdaptiveConcurrencyLimiter Limiter { get; } = new(client.TimeProvider, options);

    /// <summary>The refusal of the credential, once there was one: nothing more is sent with it.</summary>
    internal TaskRequestException? Refusal { get; private set; }

    /// <summary>Records a failure, if there was one.</summary>
    internal void Record(TaskRequestException? failure) => Refusal ??= failure is { RejectsCredential: true } ? failure : null;
}

/// <summary>The positions of a batch that were read and whose outcomes were not yielded yet, in order. Equal targets among them share an item. Positions that have left are used again, so that a long batch costs no more memory than a window.</summary>
/// <param name="size">The most positions at once.</param>
/// <param name="client">Knows which targets mean the same task.</param>
internal sealed class BatchWindow(int size, TaskClient client)
{
    private readonly bool comparesIdentity = client.Capabilities.ReusesIds;
    private readonly TaskIdEquality ids = client.IdEquality;
    private BatchItem?[] buckets = new BatchItem?[16];
    private BatchItem? oldest;
    private BatchItem? newest;
    private BatchItem? spare;
    private int positions;
    private int items;

    internal bool IsFull => positions >= size;

    internal bool IsEmpty => positions == 0;

    /// <summary>The oldest position has its outcome.</summary>
    internal bool HasResolved => oldest?.Shown.Outcome is not null;

    /// <summary>Adds a position. Returns its item, or null when an earlier position in the window has the same one.</summary>
    internal BatchItem? Add(TaskTarget target)
    {
        var position = Rent(target);
        newest = oldest is null ? oldest = position : newest!.Next = position;
        positions++;
        var hash = comparesIdentity ? target.GetHashCode() : ids.GetHashCode(target.Id);
        if (Find(target, hash) is { } item)
        {
            position.Same = item;
            item.Positions++;
            return null;
        }

        (position.Positions, position.Hash) = (1, hash);
        Insert(position);
        return position;
    }

    /// <summary>Takes the oldest position if it has its outcome.</summary>
    internal bool TryTake([NotNullWhen(true)] out CancellationOutcome? outcome)
    {
        if (oldest is not { Shown: { Outcome: { } resolved } item } position)
        {
            outcome = null;
            return false;
        }

        outcome = resolved.Target == position.Target ? resolved : resolved with { Target = position.Target };
        oldest = position.Next;
        positions--;
        if (--item.Positions == 0)
        {
            Remove(item);
            Return(item);
        }

        if (position != item)
        {
            Return(position);
        }

        return true;
    }

    private bool AreOne(TaskTarget one, TaskTarget other) => comparesIdentity ? one == other : ids.Equals(one.Id, other.Id);

    private BatchItem? Find(TaskTarget target, int hash)
    {
        var item = buckets[hash & (buckets.Length - 1)];
        while (item is not null && !(item.Hash == hash && AreOne(item.Target, target)))
        {
            item = item.NextInBucket;
        }

        return item;
    }

    private void Insert(BatchItem item)
    {
        if (++items > buckets.Length)
        {
            var before = buckets;
            buckets = new BatchItem?[before.Length * 2];
            foreach (var first in before)
            {
                for (var (moved, next) = (first, first?.NextInBucket); moved is not null; (moved, next) = (next, next?.NextInBucket))
                {
                    Link(moved);
                }
            }
        }

        Link(item);
    }

    private void Link(BatchItem item)
    {
        ref var bucket = ref buckets[item.Hash & (buckets.Length - 1)];
        (item.NextInBucket, bucket) = (bucket, item);
    }

    private void Remove(BatchItem item)
    {
        ref var bucket = ref buckets[item.Hash & (buckets.Length - 1)];
        if (bucket == item)
        {
            bucket = item.NextInBucket;
        }
        else
        {
            var before = bucket!;
            while (before.NextInBucket != item)
            {
                before = before.NextInBucket!;
            }

            before.NextInBucket = item.NextInBucket;
        }

        items--;
    }

    private BatchItem Rent(TaskTarget target)
    {
        if (spare is not { } item)
        {
            return new BatchItem(target);
        }

        spare = item.Next;
        item.Next = null;
        item.Target = target;
        return item;
    }

    private void Return(BatchItem item)
    {
        item.Clear();
        (item.Next, spare) = (spare, item);
    }
}

/// <summary>One target of a batch. In a window, it is also the position that named the target first.</summary>
internal sealed class BatchItem(TaskTarget target)
{
    internal TaskTarget Target { get; set; } = target;

    /// <summary>The outcome; null until it is known.</summary>
    internal CancellationOutcome? Outcome { get; set; }

    /// <summary>The outcome of its last attempt, which the service throttled.</summary>
    internal CancellationOutcome? Refused { get; set; }

    /// <summary>How many positions in the window name it.</summary>
    internal int Positions { get; set; }

    /// <summary>The earlier position with the same target, if there is one: its outcome is shown here too.</summary>
    internal BatchItem? Same { get; set; }

    /// <summary>The item whose outcome is shown at this position.</summary>
    internal BatchItem Shown => Same ?? this;

    /// <summary>The position after this one.</summary>
    internal BatchItem? Next { get; set; }

    /// <summary>The hash code of the target.</summary>
    internal int Hash { get; set; }

    /// <summary>Another item whose target has a similar hash code.</summary>
    internal BatchItem? NextInBucket { get; set; }

    /// <summary>Forgets everything, so that the item can stand for another target.</summary>
    internal void Clear()
    {
        (Target, Outcome, Refused) = (default, null, null);
        (Same, Next, NextInBucket) = (null, null, null);
        (Positions, Hash) = (0, 0);
    }
}
