namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The work of one task, or one slice, of the reindex family: it searches once, then writes batch by batch, as fast as its rate allows.</summary>
/// <param name="task">The task.</param>
/// <param name="request">The operation to run.</param>
/// <param name="indices">Where.</param>
/// <param name="due">When.</param>
/// <param name="end">Called when it is done, with what it came to.</param>
internal sealed class BulkRun(ElasticsearchStoredTask task, BulkRequest request, Indices indices, DueQueue due, Action<ElasticsearchEnding, ElasticsearchError?> end)
{
    /// <summary>How long a batch takes at least.</summary>
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(1);

    private readonly List<ElasticsearchWriteFailure> failures = [];
    private IReadOnlyList<Indices.Hit> hits = [];
    private BulkStatus status = new();
    private int position;
    private DateTimeOffset? nextBatch;
    private long turn;

    internal BulkStatus Status => status with
    {
        SliceId = Slice?.Id,
        Rate = task.IsCanceled && status.Rate > 0 ? float.PositiveInfinity : status.Rate,
        ThrottledUntil = nextBatch is { } next && next > due.Now && !task.IsCanceled ? next - due.Now : TimeSpan.Zero,
    };

    internal IReadOnlyList<ElasticsearchWriteFailure> Failures => failures;

    /// <summary>The first index that it reads.</summary>
    internal string Source => request.Sources.FirstOrDefault("");

    /// <summary>Which slice of how many; null for a task that is not sliced.</summary>
    internal (int Id, int Count)? Slice { get; init; }

    /// <summary>Whether it is searching: a cancel then ends it with what ended the search.</summary>
    internal bool IsSearching { get; private set; }

    private long Limit => Math.Min(hits.Count, (request.MaxDocs ?? long.MaxValue) / (Slice?.Count ?? 1));

    /// <summary>Begins, or fails at once for want of an index.</summary>
    /// <param name="rate">Documents in a second; infinite for no limit.</param>
    /// <param name="searchTime">How long the search takes.</param>
    internal void Start(float rate, TimeSpan searchTime)
    {
        if (!indices.TryResolve(request.Sources, out var sources, out var missing))
        {
            end(ElasticsearchEnding.Failed, NoSuchIndex(missing));
            return;
        }

        status = status with { Rate = rate };
        IsSearching = true;
        due.After(searchTime, () => Search(sources));
    }

    /// <summary>Sets how fast it goes on. To go faster counts at once, to go slower after the batch that is due.</summary>
    internal void Rethrottle(float rate)
    {
        var before = status.Rate;
        status = status with { Rate = rate };
        if (nextBatch is { } next && next > due.Now && rate > before)
        {
            Plan(float.IsInfinity(rate) ? TimeSpan.Zero : (next - due.Now) * (before / rate));
        }
    }

    /// <summary>Goes on after a hold.</summary>
    internal void Resume()
    {
        if (nextBatch is { } next && next <= due.Now)
        {
            Plan(TimeSpan.Zero);
        }
    }

    internal static ElasticsearchError NoSuchIndex(string name) => new ElasticsearchError("index_not_found_exception", $"no such index [{name}]")
        .With("resource.type", "index_or_alias")
        .With("resource.id", name)
        .With("index_uuid", "_na_")
        .With("index", name);

    private void Search(IReadOnlyList<Indices.Index> sources)
    {
        if (!task.IsLive || task.IsCanceled)
        {
            return;
        }

        IsSearching = false;
        if (sources.FirstOrDefault(source => source.SearchFailure is not null) is { SearchFailure: { } failure })
        {
            end(ElasticsearchEnding.Failed, failure);
            return;
        }

        hits = request.FindsNothing ? [] : Indices.Search(sources, Slice);
        status = status with { Total = Limit };
        Batch();
    }

    private void Batch()
    {
        if (!task.IsLive || task.IsCanceled || task.IsHeld)
        {
            return;
        }

        nextBatch = null;
        if (position >= Limit)
        {
            end(ElasticsearchEnding.Completed, null);
            return;
        }

        var batch = hits.Skip(position).Take((int)Math.Min(request.Size, Limit - position)).ToList();
        position += batch.Count;
        status = status with { Batches = status.Batches + 1 };
        batch.ForEach(Write);
        if (failures.Count > 0)
        {
            end(ElasticsearchEnding.Failed, null);
            return;
        }

        var time = TimeSpan.FromSeconds(batch.Count / (double)status.Rate);
        status = status with { Throttled = status.Throttled + time };
        Plan(time > BatchTime ? time : BatchTime);
    }

    private void Plan(TimeSpan delay)
    {
        var mine = ++turn;
        nextBatch = due.Now + delay;
        due.After(delay, () =>
        {
            if (mine == turn)
            {
                Batch();
            }
        });
    }

    private void Write(Indices.Hit hit)
    {
        var target = request.Destination is { } name ? indices.GetOrAdd(name) : hit.Index;
        var id = hit.Document.Id;
        var present = target.Find(id);
        if (target.WriteFailure is { } failure)
        {
            failures.Add(new ElasticsearchWriteFailure(target.Name, id, At(failure, id)));
        }
        else if (request.Destination is null && present != hit.Document)
        {
            Conflict(target, id, present is null
                ? $"[{id}]: version conflict, required seqNo [{hit.Document.Place}], primary term [1]. but no document was found"
                : $"[{id}]: version conflict, required seqNo [{hit.Document.Place}], primary term [1]. current document has seqNo [{present.Place}] and primary term [1]");
        }
        else if (request.CreatesOnly && present is not null)
        {
            Conflict(target, id, $"[{id}]: version conflict, document already exists (current version [{present.Version}])");
        }
        else
        {
            Apply(target, id, present is not null);
        }
    }

    private void Apply(Indices.Index target, string id, bool isPresent)
    {
        if (request.Action == BulkRequest.Delete)
        {
            target.Delete(id);
            status = status with { Deleted = status.Deleted + 1 };
            return;
        }

        target.Write(id);
        status = isPresent ? status with { Updated = status.Updated + 1 } : status with { Created = status.Created + 1 };
    }

    private void Conflict(Indices.Index index, string id, string reason)
    {
        status = status with { Conflicts = status.Conflicts + 1 };
        if (!request.Proceeds)
        {
            failures.Add(new ElasticsearchWriteFailure(index.Name, id, new ElasticsearchError("version_conflict_engine_exception", reason)
                .With("index_uuid", index.Uuid)
                .With("shard", index.ShardOf(id).ToString(System.Globalization.CultureInfo.InvariantCulture))
                .With("index", index.Name)));
        }
    }

    private static ElasticsearchError At(ElasticsearchError failure, string id) => failure with
    {
        Reason = failure.Reason.Replace("{id}", id, StringComparison.Ordinal),
        CausedBy = failure.CausedBy is { } cause ? At(cause, id) : null,
    };
}

/// <summary>The progress of a task of the reindex family.</summary>
internal sealed record BulkStatus
{
    internal int? SliceId { get; init; }

    internal long Total { get; init; }

    internal long Updated { get; init; }

    internal long Created { get; init; }

    internal long Deleted { get; init; }

    internal int Batches { get; init; }

    internal long Conflicts { get; init; }

    internal TimeSpan Throttled { get; init; }

    internal TimeSpan ThrottledUntil { get; init; }

    /// <summary>Documents in a second; infinite for no limit, 0 before it has begun.</summary>
    internal float Rate { get; init; }

    /// <summary>Why it was canceled; null where it was not.</summary>
    internal string? Canceled { get; init; }

    /// <summary>The slices of a leader, null for each that has not ended; null for a task without slices.</summary>
    internal IReadOnlyList<BulkStatus?>? Slices { get; init; }

    /// <summary>What a leader knows: the sums over the slices that have ended.</summary>
    internal static BulkStatus Sum(IReadOnlyList<BulkStatus?> slices)
    {
        List<BulkStatus> ended = [.. slices.OfType<BulkStatus>()];
        return new BulkStatus
        {
            Total = ended.Sum(slice => slice.Total),
            Updated = ended.Sum(slice => slice.Updated),
            Created = ended.Sum(slice => slice.Created),
            Deleted = ended.Sum(slice => slice.Deleted),
            Batches = ended.Sum(slice => slice.Batches),
            Conflicts = ended.Sum(slice => slice.Conflicts),
            Throttled = TimeSpan.FromTicks(ended.Sum(slice => slice.Throttled.Ticks)),
            Rate = ended.Sum(slice => slice.Rate),
            Slices = slices,
        };
    }
}
