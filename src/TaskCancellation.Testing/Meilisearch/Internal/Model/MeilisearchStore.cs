namespace TaskCancellation.Testing.Meilisearch;

/// <summary>What the server keeps on disk: tasks by uid, ended batches, and the next numbers.</summary>
internal sealed class MeilisearchStore
{
    private readonly SortedDictionary<long, MeilisearchStoredTask> rows = [];
    private readonly SortedDictionary<long, BatchRecord> batches = [];
    private readonly SortedSet<long> enqueued = [];

    internal IEnumerable<MeilisearchStoredTask> Rows => rows.Values;

    internal int Count => rows.Count;

    internal IEnumerable<BatchRecord> Batches => batches.Values;

    internal IEnumerable<MeilisearchStoredTask> Enqueued => enqueued.Select(uid => rows[uid]);

    internal long NextUid { get; private set; }

    /// <summary>The uid after the last batch written; batches that were aborted do not count.</summary>
    internal long NextBatchUid { get; private set; }

    internal MeilisearchStoredTask? Find(long uid) => rows.GetValueOrDefault(uid);

    internal MeilisearchStoredTask Get(long uid) => Find(uid) ?? throw new ArgumentException($"There is no task {uid}.", nameof(uid));

    internal void Add(MeilisearchStoredTask row)
    {
        rows.Add(row.Uid, row);
        NextUid = row.Uid + 1;
        SetStatus(row, row.Status);
    }

    internal void SetStatus(MeilisearchStoredTask row, string status)
    {
        row.Status = status;
        if (status == MeilisearchStates.Enqueued)
        {
            enqueued.Add(row.Uid);
        }
        else
        {
            enqueued.Remove(row.Uid);
        }
    }

    internal void Remove(MeilisearchStoredTask row)
    {
        rows.Remove(row.Uid);
        enqueued.Remove(row.Uid);
    }

    /// <summary>Drops batches none of whose tasks is left.</summary>
    internal void RemoveEmptyBatches()
    {
        foreach (var batch in batches.Values.Where(batch => !batch.TaskUids.Any(rows.ContainsKey)).ToList())
        {
            batches.Remove(batch.Uid);
        }
    }

    /// <summary>What a swap or a rename does to the tasks before it: they are shown under the other name. Batches keep theirs.</summary>
    internal void RenameIndexes(long before, IReadOnlyDictionary<string, string> names)
    {
        foreach (var row in rows.Values.Where(row => row.Uid < before && row.Indexes.Any(names.ContainsKey)))
        {
            row.Indexes = [.. row.Indexes.Select(name => names.GetValueOrDefault(name, name))];
            row.Details?.RenameInSwaps(names);
        }
    }

    /// <summary>Empties the database; uids begin again.</summary>
    internal void Reset()
    {
        rows.Clear();
        batches.Clear();
        enqueued.Clear();
        NextUid = 0;
        NextBatchUid = 0;
    }

    internal void Save(BatchRecord batch)
    {
        batches[batch.Uid] = batch;
        NextBatchUid = Math.Max(NextBatchUid, batch.Uid + 1);
    }
}
