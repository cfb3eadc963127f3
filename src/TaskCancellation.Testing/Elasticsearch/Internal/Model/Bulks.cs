namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Starts tasks of the reindex family: alone, or as a leader of slices.</summary>
internal sealed class Bulks(ElasticsearchEmulator emulator, ElasticsearchStore cluster, ElasticsearchLifecycle lifecycle, Searches searches)
{
    /// <summary>Starts the operation of a request. Its documents come from the indices, or from the options alone when a test has added no index.</summary>
    /// <param name="request">The operation.</param>
    /// <param name="options">What the task is like otherwise.</param>
    /// <param name="refusal">Why it ends before it has begun; null where it may begin.</param>
    internal ElasticsearchStoredTask Start(BulkRequest request, ElasticsearchTask options, ElasticsearchError? refusal)
    {
        var indices = cluster.Indices;
        if (refusal is not null)
        {
            var refused = Add(options with { Description = options.Description ?? request.Describe(emulator.WireVersion.NamesTypes), Slices = 1 }, isDescribed: false);
            refused.Run = new BulkRun(refused, request, indices, emulator.Due, (_, _) => { });
            lifecycle.End(refused, ElasticsearchEnding.Failed, refusal);
            return refused;
        }

        if (!indices.AreKnown)
        {
            return Add(options);
        }

        var count = request.Slices > 0 ? request.Slices : indices.TryResolve(request.Sources, out var sources, out _) && sources.Count > 0 ? sources.Min(source => source.Shards.Count) : 1;
        var described = options with { Description = options.Description ?? request.Describe(emulator.WireVersion.NamesTypes), RunDuration = null };
        var leader = Add(described with { Slices = count }, isDescribed: false);
        foreach (var (id, worker) in (leader.Slices ?? [leader]).Index())
        {
            worker.Run = new BulkRun(worker, request, indices, emulator.Due, (ending, error) => lifecycle.End(worker, ending, error))
            {
                Slice = leader.Slices is null ? null : (id, count),
            };
        }

        foreach (var worker in leader.Slices ?? [leader])
        {
            if (request.IsSlow && indices.TryResolve(request.Sources, out var searched, out _))
            {
                searches.Start(searched, request.SearchSource, options with { ParentId = worker.Id.ToString(), NodeId = worker.Id.Node });
            }

            worker.Run!.Start(request.Rate / count, request.IsSlow ? emulator.SlowSearchDuration : TimeSpan.Zero);
        }

        return leader;
    }

    /// <summary>Adds a task as it is described, with its slices as children.</summary>
    internal ElasticsearchStoredTask Add(ElasticsearchTask options, bool isDescribed = true)
    {
        var leader = cluster.Add(options, lifecycle.Now);
        if (options.Slices > 1)
        {
            var slice = options with
            {
                ParentId = leader.Id.ToString(),
                NodeId = leader.Id.Node,
                Number = null,
                Slices = 1,
                StoresResult = false,
                Total = options.Total / options.Slices,
                Done = options.Done / options.Slices,
            };
            leader.Slices = [.. Enumerable.Range(0, options.Slices).Select(id => AddSlice(slice, leader, id))];
        }

        foreach (var worker in isDescribed ? leader.Slices ?? [leader] : [])
        {
            lifecycle.Plan(worker);
        }

        return leader;
    }

    private ElasticsearchStoredTask AddSlice(ElasticsearchTask options, ElasticsearchStoredTask leader, int id)
    {
        var slice = cluster.Add(options, lifecycle.Now);
        (slice.Leader, slice.SliceId) = (leader, id);
        return slice;
    }
}
