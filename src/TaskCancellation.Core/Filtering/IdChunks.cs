namespace TaskCancellation;

/// <summary>Cuts ids into runs that fit one request, in order.</summary>
internal static class IdChunks
{
    /// <summary>Targets, each run fit for one cancel request.</summary>
    internal static IEnumerable<IReadOnlyList<TaskTarget>> Of(IReadOnlyList<TaskTarget> targets, TaskClientCapabilities limits) =>
        Of(targets, target => target.Id.Value.Length, limits.IdsPerRequest, limits.IdCharactersPerRequest);

    internal static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> items, Func<T, int> length, int count, int? characters)
    {
        var start = 0;
        var used = 0;
        for (var at = 0; at < items.Count; at++)
        {
            var more = length(items[at]) + 1;
            if (at > start && (at - start == count || used + more > characters))
            {
                yield return [.. items.Skip(start).Take(at - start)];
                start = at;
                used = 0;
            }

            used += more;
        }

        if (start < items.Count)
        {
            yield return [.. items.Skip(start)];
        }
    }
}
