using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The index of records, read as an index, and the route that deletes a record.</summary>
internal sealed class ResultRoutes(ElasticsearchEmulator emulator, ElasticsearchStore cluster)
{
    private const string IndexName = ".tasks";

    private ElasticsearchVersion Version => emulator.WireVersion;

    /// <summary>What is said of an index that is not there yet.</summary>
    internal static ElasticsearchError NoIndex(ElasticsearchVersion version, string name = IndexName)
    {
        var error = new ElasticsearchError("index_not_found_exception", $"no such index [{name}]");
        var kind = version.IsOpenSearch || version.Major < 8 ? "index_expression" : "index_or_alias";
        return version.IsOpenSearch
            ? error.With("index", name).With("resource.id", name).With("resource.type", kind).With("index_uuid", "_na_")
            : error.With("resource.type", kind).With("resource.id", name).With("index_uuid", "_na_").With("index", name);
    }

    internal EmulatedReply Document(ElasticsearchCall call)
    {
        var id = call.Query.Text("id")!;
        call.Query.Accept("preference", "realtime", "refresh", "routing", "stored_fields", "version", "version_type", "_source", "_source_excludes", "_source_includes");
        call.RefuseRest(Version);
        call.Caller.Require("indices:data/read/get");
        RequireIndex();
        var place = cluster.Results.Index().FirstOrDefault(record => record.Item.Task.Id.ToString() == id);
        return Routing.Json(place.Item is null ? 404 : 200, ElasticsearchJson.Object(json =>
        {
            WriteHead(json, id, "_doc");
            if (place.Item is { } record)
            {
                json.WriteNumber("_version", 1);
                json.WriteNumber("_seq_no", place.Index);
                json.WriteNumber("_primary_term", 1);
            }

            json.WriteBoolean("found", place.Item is not null);
            if (place.Item is not null)
            {
                WriteSource(json, place.Item);
            }
        }));
    }

    /// <summary>Deletes a record as a document, the way to clean up where the product has no other.</summary>
    internal EmulatedReply DeleteDocument(ElasticsearchCall call)
    {
        var id = call.Query.Text("id")!;
        call.Query.Accept("if_primary_term", "if_seq_no", "refresh", "routing", "timeout", "version", "version_type", "wait_for_active_shards");
        call.RefuseRest(Version);
        call.Caller.Require("indices:data/write/delete");
        RequireIndex();
        var place = cluster.Results.Index().FirstOrDefault(record => record.Item.Task.Id.ToString() == id);
        if (place.Item is { } record)
        {
            cluster.Forget(record.Task.Id);
        }

        return Routing.Json(place.Item is null ? 404 : 200, ElasticsearchJson.Object(json =>
        {
            WriteHead(json, id, "_doc");
            json.WriteNumber("_version", place.Item is null ? 1 : 2);
            json.WriteString("result", place.Item is null ? "not_found" : "deleted");
            json.WriteStartObject("_shards");
            json.WriteNumber("total", 1);
            json.WriteNumber("successful", 1);
            json.WriteNumber("failed", 0);
            json.WriteEndObject();
            json.WriteNumber("_seq_no", place.Index);
            json.WriteNumber("_primary_term", 1);
        }));
    }

    /// <summary>Finds every record, whatever the query.</summary>
    internal EmulatedReply Search(ElasticsearchCall call)
    {
        call.Query.Accept(BulkCheck.SearchParameters);
        var size = call.Query.Number("size") ?? 10;
        call.Query.RefuseUnread();
        call.Caller.Require("indices:data/read/search");
        RequireIndex();
        return Routing.Json(200, SearchRoutes.Hits(shards: 1, cluster.Results.Count, cluster.Results.Take(size).Select<StoredResult, Action<Utf8JsonWriter>>(record => json =>
        {
            WriteHead(json, record.Task.Id.ToString(), "task");
            json.WritePropertyName("_score");
            json.WriteRawValue("1.0");
            WriteSource(json, record);
        })));
    }

    internal EmulatedReply Delete(ElasticsearchCall call)
    {
        var id = WireId.Parse(call.Query.Text("task_id"));
        call.RefuseRest(Version);
        if (!id.IsSet)
        {
            throw ElasticsearchRefusal.Invalid("task id is required");
        }

        call.Caller.Require("cluster:admin/task/delete");
        if (cluster.FindLive(id) is not null)
        {
            throw new ElasticsearchRefusal(409, new ElasticsearchError("status_exception", emulator.Inferred($"task [{id}] is still running")));
        }

        if (cluster.FindResult(id) is null)
        {
            throw ElasticsearchTaskRoutes.Missing(id, cluster, Version);
        }

        cluster.Forget(id);
        return Routing.Json(200, ElasticsearchJson.Object(json => json.WriteBoolean("acknowledged", true)));
    }

    /// <summary>Refuses to read a record where the index cannot be read.</summary>
    internal static void RequireReadable(ElasticsearchTasksIndex index, string id, ElasticsearchVersion version)
    {
        if (index == ElasticsearchTasksIndex.Red)
        {
            throw new ElasticsearchRefusal(503, new ElasticsearchError(
                "no_shard_available_action_exception", $"No shard available for [get [{IndexName}]{(version.NamesTypes ? "[task]" : "")}[{id}]: routing [null]]"));
        }

        if (index == ElasticsearchTasksIndex.Closed)
        {
            throw new ElasticsearchRefusal(400, new ElasticsearchError("index_closed_exception", "closed").With("index_uuid", "emulated-tasks-uuid").With("index", IndexName));
        }
    }

    private void RequireIndex()
    {
        if (!cluster.HasResults)
        {
            throw new ElasticsearchRefusal(404, NoIndex(Version));
        }

        RequireReadable(emulator.TasksIndex, "", Version);
    }

    private void WriteHead(Utf8JsonWriter json, string id, string type)
    {
        json.WriteString("_index", IndexName);
        if (Version.NamesTypes)
        {
            json.WriteString("_type", type);
        }

        json.WriteString("_id", id);
    }

    private void WriteSource(Utf8JsonWriter json, StoredResult record)
    {
        json.WriteStartObject("_source");
        json.WriteBoolean("completed", true);
        json.WriteStartObject("task");
        new ElasticsearchTaskJson(Version, record.Task.EndedAt ?? record.Task.StartedAt, isDetailed: true, isHuman: false).Write(json, record.Task, TaskForm.Record);
        json.WriteEndObject();
        ElasticsearchTaskRoutes.WriteResult(json, record);
        json.WriteEndObject();
    }
}
