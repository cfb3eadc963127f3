using System.Collections.Concurrent;

namespace TaskCancellation;

/// <summary>Reads many tasks: by one list a chunk where the service lists by ids, else one by one, several at once.</summary>
internal sealed class SnapshotReader(TaskClient client)
{
    private const int MaxConcurrency = 4;

    internal string ServiceName => client.Capabilities.ServiceName;

    internal TaskIdEquality IdEquality => client.IdEquality;

    /// <summary>The tasks that were found, or the first failure.</summary>
    internal async Task<IReadOnlyDictionary<TaskId, TaskSnapshot>> ReadAsync(IReadOnlyList<TaskId> ids, CancellationToken cancellationToken)
    {
        var looks = await LookAsync(ids, cancellationToken).ConfigureAwait(false);
        if (looks.Values.FirstOrDefault(look => look.Error is not null)?.Error is { } error)
        {
            throw error;
        }

        return looks.Where(look => look.Value.Snapshot is not null).ToDictionary(look => look.Key, look => look.Value.Snapshot!, client.IdEquality);
    }

    /// <summary>One look for each id: what was found, or why that could not be told.</summary>
    internal Task<IReadOnlyDictionary<TaskId, Look>> LookAsync(IReadOnlyList<TaskId> ids, CancellationToken cancellationToken) => LookAsync(ids, ReadOptions.Default, cancellationToken);

    /// <summary>The same, read with these options.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Ends the looks.</param>
    /// <param name="taken">Gets each look as soon as it is taken: what is there if the rest is given up.</param>
    internal async Task<IReadOnlyDictionary<TaskId, Look>> LookAsync(IReadOnlyList<TaskId> ids, ReadOptions options, CancellationToken cancellationToken, ConcurrentDictionary<TaskId, Look>? taken = null)
    {
        TaskId[] wanted = [.. ids.Distinct(client.IdEquality)];
        var limits = client.Capabilities;
        IReadOnlyList<TaskId>[] chunks = limits.ListsByIds && wanted.Length > 1
            ? [.. IdChunks.Of(wanted, id => id.Value.Length, limits.IdsPerListRequest, limits.IdCharactersPerRequest)]
            : [.. wanted.Select(id => new[] { id })];
        var found = new Dictionary<TaskId, Look>[chunks.Length];
        await Parallelism.ForEachAsync(chunks.Length, MaxConcurrency, async at =>
        {
            found[at] = await LookAtChunkAsync(chunks[at], options, taken, cancellationToken).ConfigureAwait(false);
            foreach (var (id, look) in found[at])
            {
                taken?.TryAdd(id, look);
            }
        }).ConfigureAwait(false);
        return found.SelectMany(chunk => chunk).ToDictionary(client.IdEquality);
    }

    private async Task<Dictionary<TaskId, Look>> LookAtChunkAsync(IReadOnlyList<TaskId> ids, ReadOptions options, ConcurrentDictionary<TaskId, Look>? taken, CancellationToken cancellationToken)
    {
        var looks = ids.ToDictionary(id => id, _ => new Look(null, null), client.IdEquality);
        try
        {
            if (ids is [var only])
            {
                looks[only] = new Look(await client.Guard.ReadAsync(only, options, cancellationToken).ConfigureAwait(false), null);
                return looks;
            }

            var query = FilterTranslator.Translate(client, new TaskFilter { Ids = ids });
            await foreach (var task in query.ListAsync(options, cancellationToken).ConfigureAwait(false))
            {
                if (looks.ContainsKey(task.Id))
                {
                    looks[task.Id] = new Look(task, null);
                    taken?.TryAdd(task.Id, looks[task.Id]);
                }
            }

            return looks;
        }
        catch (TaskRequestException error)
        {
            // What was shown before the failure was shown.
            return ids.ToDictionary(id => id, id => looks[id] is { Snapshot: not null } shown ? shown : new Look(null, error), client.IdEquality);
        }
    }
}
