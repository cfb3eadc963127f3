using System.Collections.Concurrent;

namespace TaskCancellation;

/// <summary>Reads many tasks: with one list per chunk where the service lists by ids, otherwise one by one, several at once.</summary>
internal sealed class SnapshotReader(TaskClient client)
{
    private const int MaxConcurrency = 4;

    internal string ServiceName => client.Capabilities.ServiceName;

    internal TaskIdEquality IdEquality => client.IdEquality;

    /// <summary>A list can show a task whose own read failed. Not a list by ids, which is such a read itself, nor a list of everything that a service keeps, ended tasks included.</summary>
    internal bool CanListUnread => client.Capabilities is { ReusesIds: true, ListsByIds: false };

    /// <summary>Reads the tasks; throws the first failure.</summary>
    internal async Task<IReadOnlyDictionary<TaskId, TaskSnapshot>> ReadAsync(IReadOnlyList<TaskId> ids, CancellationToken cancellationToken)
    {
        var results = await TryReadAsync(ids, cancellationToken).ConfigureAwait(false);
        if (results.Values.FirstOrDefault(result => result.Error is not null)?.Error is { } error)
        {
            throw error;
        }

        return results.Where(result => result.Value.Snapshot is not null).ToDictionary(result => result.Key, result => result.Value.Snapshot!, client.IdEquality);
    }

    /// <summary>Reads each id once. Failures are results.</summary>
    internal Task<IReadOnlyDictionary<TaskId, ReadResult>> TryReadAsync(IReadOnlyList<TaskId> ids, CancellationToken cancellationToken) => TryReadAsync(ids, ReadOptions.Default, cancellationToken);

    /// <summary>Reads each id once. Failures are results.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="options">How to read.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <param name="completed">Receives each result as soon as it is there: what remains if the other reads are given up.</param>
    internal async Task<IReadOnlyDictionary<TaskId, ReadResult>> TryReadAsync(IReadOnlyList<TaskId> ids, ReadOptions options, CancellationToken cancellationToken, ConcurrentDictionary<TaskId, ReadResult>? completed = null)
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
                ? await ReadChunkAsync(chunks[at], options, completed, cancellationToken).ConfigureAwait(false)
                : chunks[at].ToDictionary(id => id, _ => new ReadResult(null, refusal));
            refusal ??= found[at].Values.Select(result => result.Error).FirstOrDefault(error => error is { RejectsCredential: true });
            foreach (var (id, result) in found[at])
            {
                completed?.TryAdd(id, result);
            }
        }).ConfigureAwait(false);
        return found.SelectMany(chunk => chunk).ToDictionary(client.IdEquality);
    }

    /// <summary>Reads tasks that are about to be canceled: by id and, where that fails for now, by a list. An Elasticsearch node that is short of memory refuses to read a task by its id, and lists it.</summary>
    internal async Task<IReadOnlyDictionary<TaskId, ReadResult>> TryReadOrListAsync(IReadOnlyList<TaskTarget> targets, CancellationToken cancellationToken)
    {
        var results = await TryReadAsync([.. targets.Select(target => target.Id)], cancellationToken).ConfigureAwait(false);
        TaskTarget[] unread = [.. targets.Where(target => results[target.Id].Error is { IsTransient: true })];
        if (unread.Length == 0 || !CanListUnread)
        {
            return results;
        }

        var listed = await ListAsync(unread, cancellationToken).ConfigureAwait(false);
        return results.ToDictionary(result => result.Key, result => result.Value.Error is not null && listed.TryGetValue(result.Key, out var task) ? new ReadResult(task, null) : result.Value, client.IdEquality);
    }

    private async Task<Dictionary<TaskId, ReadResult>> ReadChunkAsync(IReadOnlyList<TaskId> ids, ReadOptions options, ConcurrentDictionary<TaskId, ReadResult>? completed, CancellationToken cancellationToken)
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
                    completed?.TryAdd(task.Id, results[task.Id]);
                }
            }

            return results;
        }
        catch (TaskRequestException error)
        {
            // What was listed before the failure stands.
            return ids.ToDictionary(id => id, id => results[id] is { Snapshot: not null } shown ? shown : new ReadResult(null, error), client.IdEquality);
        }
    }

    private async Task<Dictionary<TaskId, TaskSnapshot>> ListAsync(TaskTarget[] targets, CancellationToken cancellationToken)
    {
        var ids = targets.Select(target => target.Id).ToHashSet(client.IdEquality);
        var found = new Dictionary<TaskId, TaskSnapshot>(client.IdEquality);
        try
        {
            await foreach (var task in FilterTranslator.Translate(client, FilterFor(targets)).ListAsync(ReadOptions.Default, cancellationToken).ConfigureAwait(false))
            {
                if (ids.Contains(task.Id))
                {
                    found[task.Id] = task;
                }
            }
        }
        catch (TaskRequestException)
        {
            // A task that was not listed keeps the failure of its own read.
        }

        return found;
    }

    private TaskFilter FilterFor(TaskTarget[] targets) => new()
    {
        States = client.Lifecycle.UnfinishedStates,
        Kinds = targets.All(target => !string.IsNullOrWhiteSpace(target.Kind) && !target.Kind.AsSpan().ContainsAny(',', '*')) ? [.. targets.Select(target => target.Kind!).Distinct()] : null,
    };
}

/// <summary>The result of one read of a task.</summary>
/// <param name="Snapshot">What was found; null, without an error, when the service does not know the task.</param>
/// <param name="Error">Why the read failed.</param>
internal sealed record ReadResult(TaskSnapshot? Snapshot, TaskRequestException? Error)
{
    /// <summary>After how long the service suggests to read again.</summary>
    internal TimeSpan? NextAfter => Error?.RetryAfter ?? Snapshot?.PollAfter;
}
