using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The requests that clients make at the start: product and version, nodes, and cluster health.</summary>
internal sealed class InfoRoutes(ElasticsearchEmulator emulator, ElasticsearchStore cluster)
{
    private ElasticsearchVersion Version => emulator.WireVersion;

    internal EmulatedReply Root(ElasticsearchCall call)
    {
        call.RefuseRest(Version);
        call.Caller.Require("cluster:monitor/main");
        var oldest = OldestCompatible(Version);
        return Routing.Json(200, ElasticsearchJson.Object(json =>
        {
            json.WriteString("name", Version.IsServerless ? "serverless" : cluster.Local.Name);
            json.WriteString("cluster_name", emulator.ClusterName);
            json.WriteString("cluster_uuid", "emulated-cluster-uuid0");
            json.WriteStartObject("version");
            if (Version.IsOpenSearch)
            {
                json.WriteString("distribution", "opensearch");
            }

            json.WriteString("number", emulator.Version);
            WriteBuild(json);
            json.WriteString("build_date", "2026-01-01T00:00:00.000000000Z");
            json.WriteBoolean("build_snapshot", false);
            json.WriteString("lucene_version", emulator.Inferred(oldest.Lucene));
            json.WriteString("minimum_wire_compatibility_version", oldest.Wire);
            json.WriteString("minimum_index_compatibility_version", oldest.Index);
            json.WriteEndObject();
            json.WriteString("tagline", Version.IsOpenSearch ? "The OpenSearch Project: https://opensearch.org/" : "You Know, for Search");
        }));
    }

    internal EmulatedReply Nodes(ElasticsearchCall call)
    {
        var metric = call.Query.Text("metric");
        call.Query.Accept("flat_settings", "timeout");
        call.RefuseRest(Version);
        call.Caller.Require("cluster:monitor/nodes/info");
        return Routing.Json(200, ElasticsearchJson.Object(json =>
        {
            json.WriteStartObject("_nodes");
            json.WriteNumber("total", cluster.Nodes.Count);
            json.WriteNumber("successful", cluster.Nodes.Count);
            json.WriteNumber("failed", 0);
            json.WriteEndObject();
            json.WriteString("cluster_name", emulator.ClusterName);
            json.WriteStartObject("nodes");
            foreach (var node in cluster.Nodes)
            {
                json.WriteStartObject(node.Id);
                WriteNode(json, node, metric);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }));
    }

    internal EmulatedReply Health(ElasticsearchCall call)
    {
        call.Query.Accept(
            "expand_wildcards", "level", "local", "master_timeout", "cluster_manager_timeout", "timeout", "wait_for_active_shards", "wait_for_events",
            "wait_for_no_initializing_shards", "wait_for_no_relocating_shards", "wait_for_nodes", "wait_for_status");
        call.RefuseRest(Version);
        call.Caller.Require("cluster:monitor/health");
        return Routing.Json(200, ElasticsearchJson.Object(json =>
        {
            json.WriteString("cluster_name", emulator.ClusterName);
            json.WriteString("status", "green");
            json.WriteBoolean("timed_out", false);
            json.WriteNumber("number_of_nodes", cluster.Nodes.Count);
            json.WriteNumber("number_of_data_nodes", cluster.Nodes.Count(node => node.Roles(Version).Contains("data")));
            if (Version.IsOpenSearch)
            {
                json.WriteBoolean("discovered_master", true);
                json.WriteBoolean("discovered_cluster_manager", true);
            }

            json.WriteNumber("active_primary_shards", 1);
            json.WriteNumber("active_shards", 1);
            json.WriteNumber("relocating_shards", 0);
            json.WriteNumber("initializing_shards", 0);
            json.WriteNumber("unassigned_shards", 0);
            if (!Version.IsOpenSearch && Version.Major >= 8)
            {
                json.WriteNumber("unassigned_primary_shards", 0);
            }

            json.WriteNumber("delayed_unassigned_shards", 0);
            json.WriteNumber("number_of_pending_tasks", 0);
            json.WriteNumber("number_of_in_flight_fetch", 0);
            json.WriteNumber("task_max_waiting_in_queue_millis", 0);
            json.WritePropertyName("active_shards_percent_as_number");
            json.WriteRawValue("100.0");
        }));
    }

    /// <summary><c>DELETE /</c> is the deletion of an index that is not named.</summary>
    internal static EmulatedReply DeleteNothing(ElasticsearchCall call) => throw ElasticsearchRefusal.Invalid("index / indices is missing");

    /// <summary>An index by its name: none can be read here.</summary>
    internal EmulatedReply Index(ElasticsearchCall call)
    {
        var name = call.Query.Text("index")!;
        call.Query.Accept("allow_no_indices", "expand_wildcards", "flat_settings", "ignore_unavailable", "include_defaults", "local", "master_timeout");
        call.RefuseRest(Version);
        throw name.StartsWith('_')
            ? new ElasticsearchRefusal(400, new ElasticsearchError("invalid_index_name_exception", $"Invalid index name [{name}], must not start with '_'.").With("index_uuid", "_na_").With("index", name))
            : new ElasticsearchRefusal(404, ResultRoutes.NoIndex(Version, name));
    }

    private static (string Lucene, string Wire, string Index) OldestCompatible(ElasticsearchVersion version) => (version.IsOpenSearch, version.Major) switch
    {
        (true, >= 3) => ("10.5.1", "2.19.0", "2.0.0"),
        (true, _) => ("9.12.3", "7.10.0", "7.0.0"),
        (_, >= 9) => ("10.3.2", "8.19.0", "8.0.0"),
        (_, 8) => ("9.12.2", "7.17.0", "7.0.0"),
        _ => ("8.11.3", "6.8.0", "6.0.0-beta1"),
    };

    private void WriteBuild(Utf8JsonWriter json)
    {
        if (!Version.IsOpenSearch)
        {
            json.WriteString("build_flavor", Version.IsServerless ? "serverless" : "default");
        }

        json.WriteString("build_type", "docker");
        json.WriteString("build_hash", "0000000000000000000000000000000000000000");
    }

    private void WriteNode(Utf8JsonWriter json, StoredNode node, string? metric)
    {
        json.WriteString("name", node.Name);
        json.WriteString("transport_address", node.Address);
        json.WriteString("host", node.Host);
        json.WriteString("ip", node.Host);
        json.WriteString("version", emulator.Version);
        WriteBuild(json);
        json.WriteStartArray("roles");
        foreach (var role in node.Roles(Version))
        {
            json.WriteStringValue(role);
        }

        json.WriteEndArray();
        if (node.Attributes.Count > 0)
        {
            json.WriteStartObject("attributes");
            ElasticsearchJson.WriteStrings(json, node.Attributes);
            json.WriteEndObject();
        }

        if (metric is null || metric.Split(',').Contains("http"))
        {
            json.WriteStartObject("http");
            json.WriteStartArray("bound_address");
            json.WriteStringValue(emulator.BaseAddress.Authority);
            json.WriteEndArray();
            json.WriteString("publish_address", emulator.BaseAddress.Authority);
            json.WriteNumber("max_content_length_in_bytes", 104857600);
            json.WriteEndObject();
        }
    }
}
