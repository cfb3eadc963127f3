using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Searches and force merges of the indices that a test added, as far as their tasks are concerned.</summary>
internal sealed class SearchRoutes(ElasticsearchEmulator emulator, ElasticsearchStore cluster, ElasticsearchLifecycle lifecycle, Searches searches)
{
    private const string MergeAction = "indices:admin/forcemerge";

    private ElasticsearchVersion Version => emulator.WireVersion;

    /// <summary>Only a search whose query runs a script takes time, and is a task that can be seen.</summary>
    internal EmulatedReply Search(ElasticsearchCall call)
    {
        var body = RequestBody.Read(call.Request, Version);
        call.Query.Accept(BulkCheck.SearchParameters);
        call.Query.RefuseUnread();
        call.Caller.Require(Searches.Action);
        var (request, searched) = (BulkRequest.Read(BulkRequest.Update, call.Query.Text("index"), call.Query, body), Resolve(call));
        if (!request.IsSlow)
        {
            return Found(request, searched);
        }

        var task = searches.Start(searched, Searches.Source(body), TaskHeaders.Apply(emulator.NewTasks, call.Request, Version));
        call.Own.Work = task;
        return lifecycle.When(() => !task.IsLive, () => task.Error is { } error ? throw new ElasticsearchRefusal(Failures.StatusOf(error), error) : Found(request, searched));
    }

    /// <summary>A force merge completes at once. It cannot be canceled, and its result is stored if the caller does not wait.</summary>
    internal EmulatedReply ForceMerge(ElasticsearchCall call)
    {
        var query = call.Query;
        var waits = query.Flag("wait_for_completion", otherwise: true);
        var segments = query.Number("max_num_segments") ?? -1;
        var (expunges, flushes) = (query.Flag("only_expunge_deletes"), query.Flag("flush", otherwise: true));
        query.Accept("index", "ignore_unavailable", "allow_no_indices", "expand_wildcards", "primary_only");
        call.RefuseRest(Version);
        call.Caller.Require(MergeAction);
        var merged = Resolve(call);
        var shards = merged.Sum(index => index.Shards.Count);
        static string Word(bool value) => value ? "true" : "false";
        var response = ElasticsearchJson.Object(json => WriteShards(json, shards, hasSkipped: false));
        if (waits)
        {
            return Routing.Json(200, response);
        }

        var task = cluster.Add(
            TaskHeaders.Apply(emulator.NewTasks, call.Request, Version) with
            {
                Action = MergeAction,
                Description = string.Create(CultureInfo.InvariantCulture, $"Force-merge indices [{string.Join(", ", merged.Select(index => index.Name))}], maxSegments[{segments}], onlyExpungeDeletes[{Word(expunges)}], flush[{Word(flushes)}]")
                    + (Version.IsOpenSearch ? $", primaryOnly[{Word(query.Flag("primary_only"))}]" : ""),
                IsCancelable = false,
                StoresResult = true,
                ResponseJson = response,
            },
            lifecycle.Now);
        lifecycle.End(task, ElasticsearchEnding.Completed);
        return Routing.Json(200, ElasticsearchJson.Object(json => json.WriteString("task", task.Id.ToString())));
    }

    /// <summary>The frame of what a search has found.</summary>
    internal static string Hits(int shards, int total, IEnumerable<Action<Utf8JsonWriter>> hits) => ElasticsearchJson.Object(json =>
    {
        json.WriteNumber("took", 1);
        json.WriteBoolean("timed_out", false);
        WriteShards(json, shards, hasSkipped: true);
        json.WriteStartObject("hits");
        json.WriteStartObject("total");
        json.WriteNumber("value", total);
        json.WriteString("relation", "eq");
        json.WriteEndObject();
        json.WritePropertyName("max_score");
        json.WriteRawValue(total == 0 ? "null" : "1.0");
        json.WriteStartArray("hits");
        foreach (var hit in hits)
        {
            json.WriteStartObject();
            hit(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteShards(Utf8JsonWriter json, int count, bool hasSkipped)
    {
        json.WriteStartObject("_shards");
        json.WriteNumber("total", count);
        json.WriteNumber("successful", count);
        if (hasSkipped)
        {
            json.WriteNumber("skipped", 0);
        }

        json.WriteNumber("failed", 0);
        json.WriteEndObject();
    }

    private static EmulatedReply Found(BulkRequest request, IReadOnlyList<Indices.Index> searched)
    {
        var found = request.FindsNothing ? [] : Indices.Search(searched, slice: null);
        return Routing.Json(200, Hits(searched.Sum(index => index.Shards.Count), found.Count, found.Take(10).Select<Indices.Hit, Action<Utf8JsonWriter>>(hit => json =>
        {
            json.WriteString("_index", hit.Index.Name);
            json.WriteString("_id", hit.Document.Id);
            json.WritePropertyName("_score");
            json.WriteRawValue("1.0");
            json.WriteStartObject("_source");
            json.WriteEndObject();
        })));
    }

    private IReadOnlyList<Indices.Index> Resolve(ElasticsearchCall call) =>
        cluster.Indices.TryResolve(call.Query.Text("index")!.Split(','), out var found, out var missing) ? found : throw new ElasticsearchRefusal(404, BulkRun.NoSuchIndex(missing));
}
