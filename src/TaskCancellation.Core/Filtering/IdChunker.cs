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
                yield return [.. items.Skip(start).Take(at - start)];
                start = at;
                room.Reset();
                room.TryTake(length(items[at]));
            }
        }

        if (start < items.Count)
        {
            yield return [.. items.Skip(start)];
        }
    }
}
