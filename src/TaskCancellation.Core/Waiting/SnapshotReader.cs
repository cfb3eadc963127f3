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
        var results = await TryReadAsync(ids, cancellationToken).ConfigureAwait(false);
        if (results.Values.FirstOrDefault(result => result.Error is not null)?.Error is { } error)
        {
            throw error;
        }

        return results.Where(result => result.Value.Snapshot is not null).ToDictionary(result => result.Key, result => result.Value.Snapshot!, client.IdEquality);
    }

    /// <summary>One look for each id: what was found, or why that could not be told.</summary>
    internal Task<IReadOnlyDictionary<TaskId, ReadResult>> TryReadAsync(IReadOnlyList<TaskId> ids, CancellationToken cancellationToken) => TryReadAsync(ids, ReadOptions.Default, cancellationToken);

    /// <summary>The same, read with these options.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Ends the looks.</param>
    /// <param name="taken">Gets each look as soon as it is taken: what is there if the rest is given up.</param>
    internal async Task<IReadOnlyDictionary<TaskId, ReadResult>> TryReadAsync(IReadOnlyList<TaskId> ids, ReadOptions options, CancellationToken cancellationToken, ConcurrentDictionary<TaskId, ReadResult>? taken = null)
    {
        TaskId[] wanted = [.. ids.Distinct(client.IdEquality)];
        var limits = client.Capabilities;
        IReadOnlyList<TaskId>[] chunks = limits.ListsByIds && wanted.Length > 1
            ? [.. IdChunker.Of(wanted, id => id.Value.Length, limits.IdsPerListRequest, limits.IdCharactersPerRequest)]
            : [.. wanted.Select(id => new[] { id })];
        var found = new Dictionary<TaskId, ReadResult>[chunks.Length];
        TaskRequestException? refusal = null;
        await BoundedParallel.ForEachAsync(chunks.Length, MaxConcurrency, async at =>
        {
            // A credential that was refused is not sent again and again.
            found[at] = refusal is null
                ? await ReadChunkAsync(chunks[at], options, taken, cancellationToken).ConfigureAwait(false)
                : chunks[at].ToDictionary(id => id, _ => new ReadResult(null, refusal));
            refusal ??= found[at].Values.Select(result => result.Error).FirstOrDefault(error => error is { RejectsCredential: true });
            foreach (var (id, result) in found[at])
            {
                taken?.TryAdd(id, result);
            }
        }).ConfigureAwait(false);
        return found.SelectMany(chunk => chunk).ToDictionary(client.IdEquality);
    }

    private async Task<Dictionary<TaskId, ReadResult>> ReadChunkAsync(IReadOnlyList<TaskId> ids, ReadOptions options, ConcurrentDictionary<TaskId, ReadResult>? taken, CancellationToken cancellationToken)
    {
        var results = ids.ToDictionary(id => id, _ => new ReadResult(null, null), client.IdEquality);
        try
        {
            if (ids is [var only])
            {
                results[only] = new ReadResult(await client.Guard.ReadAsync(only, options, cancellationToken).ConfigureAwait(false), null);
                return results;
            }

            var query = FilterTranslator.Translate(client, new TaskFilter { Ids = ids });
            await foreach (var task in query.ListAsync(options, cancellationToken).ConfigureAwait(false))
            {
                if (results.ContainsKey(task.Id))
                {
                    results[task.Id] = new ReadResult(task, null);
                    taken?.TryAdd(task.Id, results[task.Id]);
                }
            }

            return results;
        }
        catch (TaskRequestException error)
        {
            // What was shown before the failure was shown.
            return ids.ToDictionary(id => id, id => results[id] is { Snapshot: not null } shown ? shown : new ReadResult(null, error), client.IdEquality);
        }
    }
}
