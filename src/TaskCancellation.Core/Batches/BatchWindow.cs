using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

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
