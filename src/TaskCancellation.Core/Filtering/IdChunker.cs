namespace TaskCancellation;

/// <summary>Cuts ids into runs that fit one request, in order.</summary>
internal static class IdChunker
{
    /// <summary>Targets, each run fit for one cancel request.</summary>
    internal static IEnumerable<IReadOnlyList<TaskTarget>> Of(IReadOnlyList<TaskTarget> targets, TaskClientCapabilities limits) =>
        Of(targets, target => target.Id.Value.Length, limits.IdsPerRequest, limits.IdCharactersPerRequest);

    internal static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> items, Func<T, int> length, int count, int? characters)
    {
        var room = new RequestCapacity(count, characters);
        var start = 0;
        for (var at = 0; at < items.Count; at++)
        {
            if (!room.TryTake(length(items[at])))
            {
                yield return Part(items, start, at);
                start = at;
                room.Reset();
                room.TryTake(length(items[at]));
            }
        }

        if (start < items.Count)
        {
            yield return Part(items, start, items.Count);
        }
    }

    // By index: what is only a read-only list would be gone through from its start for each part.
    private static T[] Part<T>(IReadOnlyList<T> items, int start, int end)
    {
        var part = new T[end - start];
        for (var at = start; at < end; at++)
        {
            part[at - start] = items[at];
        }

        return part;
    }
}

/// <summary>How much room is left in one request for ids.</summary>
/// <param name="count">The most ids.</param>
/// <param name="characters">The most characters that they may take, a separator after each included; null for no limit.</param>
internal sealed class RequestCapacity(int count, int? characters)
{
    private int taken;
    private int used;

    /// <summary>Not one more id fits, however short.</summary>
    internal bool IsFull => taken >= count;

    /// <summary>Takes the room of an id; false when it does not fit. The first always does.</summary>
    internal bool TryTake(int length)
    {
        var more = length + 1;
        if (taken > 0 && (taken >= count || used + more > characters))
        {
            return false;
        }

        taken++;
        used += more;
        return true;
    }

    /// <summary>Begins a new request.</summary>
    internal void Reset() => (taken, used) = (0, 0);
}
