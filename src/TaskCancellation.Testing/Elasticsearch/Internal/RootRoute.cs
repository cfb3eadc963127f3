namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>GET /</c>: which product this is, and which version.</summary>
internal sealed class RootRoute(ElasticsearchEmulator emulator, Cluster cluster)
{
    internal EmulatedReply Show(EmulatedRequest request, Caller caller)
    {
        var query = new Parameters(request);
        query.RefuseUnread();
        var version = emulator.WireVersion;
        caller.Require(ElasticsearchPrivileges.Monitor, "cluster:monitor/main", version);
        return Routing.Json(200, Json.Object(json =>
        {
            json.WriteString("name", version.IsServerless ? "serverless" : cluster.Local.Name);
            json.WriteString("cluster_name", emulator.ClusterName);
            json.WriteString("cluster_uuid", "emulated-cluster-uuid0");
            json.WriteStartObject("version");
            if (version.IsOpenSearch)
            {
                json.WriteString("distribution", "opensearch");
            }

            json.WriteString("number", emulator.Version);
            if (!version.IsOpenSearch)
            {
                json.WriteString("build_flavor", version.IsServerless ? "serverless" : "default");
            }

            json.WriteString("build_type", "docker");
            json.WriteString("build_hash", "0000000000000000000000000000000000000000");
            json.WriteString("build_date", "2026-01-01T00:00:00.000000000Z");
            json.WriteBoolean("build_snapshot", false);
            json.WriteString("lucene_version", emulator.Inferred("9.12.0"));
            json.WriteString("minimum_wire_compatibility_version", emulator.Inferred(version.IsOpenSearch ? "7.10.0" : "7.17.0"));
            json.WriteString("minimum_index_compatibility_version", emulator.Inferred("7.0.0"));
            json.WriteEndObject();
            json.WriteString("tagline", emulator.Inferred(version.IsOpenSearch ? "The OpenSearch Project: https://opensearch.org/" : "You Know, for Search"));
        }));
    }
}
