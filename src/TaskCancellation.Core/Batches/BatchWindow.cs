using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

/// <summary>The positions of a batch that were read and whose outcomes were not yielded yet, in order. Equal targets among them are one item.</summary>
/// <param name="size">The most positions at once.</param>
/// <param name="client">Knows which targets mean the same task.</param>
internal sealed class BatchWindow(int size, TaskClient client)
{
    private readonly Queue<(TaskTarget Target, BatchItem Item)> positions = new();
    private readonly Dictionary<TaskTarget, BatchItem> items = [];

    internal bool IsFull => positions.Count >= size;

    internal bool IsEmpty => positions.Count == 0;

    /// <summary>The oldest position is settled.</summary>
    internal bool HasResolved => positions.TryPeek(out var oldest) && oldest.Item.Outcome is not null;

    /// <summary>Adds a position.</summary>
    /// <returns>The item to deal with; null when a position in the window has the same one already.</returns>
    internal BatchItem? Add(TaskTarget target)
    {
        var isNew = !items.TryGetValue(KeyOf(target), out var item);
        item ??= items[KeyOf(target)] = new BatchItem(target);
        item.Positions++;
        positions.Enqueue((target, item));
        return isNew ? item : null;
    }

    /// <summary>Takes the oldest position if it is settled.</summary>
    internal bool TryTake([NotNullWhen(true)] out CancellationOutcome? outcome)
    {
        if (!positions.TryPeek(out var oldest) || oldest.Item.Outcome is not { } resolved)
        {
            outcome = null;
            return false;
        }

        positions.Dequeue();
        if (--oldest.Item.Positions == 0)
        {
            items.Remove(KeyOf(oldest.Target));
        }

        outcome = resolved.Target == oldest.Target ? resolved : resolved with { Target = oldest.Target };
        return true;
    }

    private TaskTarget KeyOf(TaskTarget target) => TaskIdentity.KeyOf(client, target);
}
