using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The three shapes of a list of tasks.</summary>
internal static class TaskGroups
{
    internal static void RequireKnown(string groupBy)
    {
        if (groupBy is not ("nodes" or "parents" or "none"))
        {
            throw ElasticsearchRefusal.BadArgument($"[group_by] must be one of [nodes], [parents] or [none] but was [{groupBy}]");
        }
    }

    internal static string Write(string groupBy, ElasticsearchStore cluster, IReadOnlyList<ElasticsearchStoredTask> tasks, Failures failures, ElasticsearchTaskJson taskJson) => ElasticsearchJson.Object(json =>
    {
        failures.Write(json);
        switch (groupBy)
        {
            case "nodes":
                WriteNodes(json, cluster, tasks, taskJson);
                break;
            case "parents":
                WriteParents(json, tasks, taskJson);
                break;
            default:
                WriteFlat(json, tasks, taskJson);
                break;
        }
    });

    private static void WriteNodes(Utf8JsonWriter json, ElasticsearchStore cluster, IReadOnlyList<ElasticsearchStoredTask> tasks, ElasticsearchTaskJson taskJson)
    {
        json.WriteStartObject("nodes");
        foreach (var group in tasks.GroupBy(task => task.Id.Node))
        {
            json.WriteStartObject(group.Key);

            // A node that has left the cluster is not described.
            if (cluster.FindNode(group.Key) is { } node)
            {
                WriteNode(json, node, taskJson.Version);
            }

            json.WriteStartObject("tasks");
            foreach (var task in group)
            {
                json.WriteStartObject(task.Id.ToString());
                taskJson.Write(json, task);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, StoredNode node, ElasticsearchVersion version)
    {
        json.WriteString("name", node.Name);
        json.WriteString("transport_address", node.Address);
        json.WriteString("host", node.Host);
        json.WriteString("ip", node.Address);
        json.WriteStartArray("roles");
        foreach (var role in node.Roles(version))
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
    }

    private static void WriteParents(Utf8JsonWriter json, IReadOnlyList<ElasticsearchStoredTask> tasks, ElasticsearchTaskJson taskJson)
    {
        var present = tasks.Select(task => task.Id).ToHashSet();
        var children = tasks.Where(task => present.Contains(task.Parent)).ToLookup(task => task.Parent);
        json.WriteStartObject("tasks");
        foreach (var task in tasks.Where(task => !present.Contains(task.Parent)))
        {
            json.WriteStartObject(task.Id.ToString());
            WriteFamily(json, task, children, taskJson);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteFamily(Utf8JsonWriter json, ElasticsearchStoredTask task, ILookup<WireId, ElasticsearchStoredTask> children, ElasticsearchTaskJson taskJson)
    {
        taskJson.Write(json, task);
        if (!children.Contains(task.Id))
        {
            return;
        }

        json.WriteStartArray("children");
        foreach (var child in children[task.Id])
        {
            json.WriteStartObject();
            WriteFamily(json, child, children, taskJson);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFlat(Utf8JsonWriter json, IReadOnlyList<ElasticsearchStoredTask> tasks, ElasticsearchTaskJson taskJson)
    {
        json.WriteStartArray("tasks");
        foreach (var task in tasks)
        {
            json.WriteStartObject();
            taskJson.Write(json, task);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
