using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The reply to a list and to a cancel: tasks in one of three shapes, beside what failed.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Failures">What failed.</param>
internal sealed record ElasticsearchTaskListReply(IReadOnlyList<TaskSnapshot> Tasks, ElasticsearchFailureList Failures)
{
    internal bool IsPartial => !Failures.IsEmpty;

    /// <summary>How to read one.</summary>
    /// <param name="product">What the service calls itself.</param>
    /// <param name="keepRaw">Whether each task keeps its JSON.</param>
    /// <param name="nodes">The nodes that were asked for; null when any may be there.</param>
    internal static WireRead<ElasticsearchTaskListReply> Reader(string product, bool keepRaw = false, ElasticsearchNodeNames? nodes = null) => (ref WireReader reader) => Read(ref reader, new ElasticsearchTaskRows(keepRaw), new ElasticsearchFailureList(product), nodes);

    private static ElasticsearchTaskListReply Read(ref WireReader reader, ElasticsearchTaskRows rows, ElasticsearchFailureList failures, ElasticsearchNodeNames? nodes)
    {
        var isOne = false;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("nodes"u8))
            {
                ReadNodes(ref reader, rows, nodes);
            }
            else if (reader.Is("tasks"u8))
            {
                ReadTasks(ref reader, rows);
            }
            else if (reader.Is("node_failures"u8))
            {
                failures.ReadNodes(ref reader);
            }
            else if (reader.Is("task_failures"u8))
            {
                failures.ReadTasks(ref reader);
            }
            else
            {
                continue;
            }

            isOne = true;
        }

        return isOne ? new ElasticsearchTaskListReply(rows.ToList(), failures) : throw reader.Problem("holds neither tasks nor failures");
    }

    // All but its tasks is left out of a node that has left.
    private static void ReadNodes(ref WireReader reader, ElasticsearchTaskRows rows, ElasticsearchNodeNames? asked)
    {
        reader.RequireObject();
        while (reader.NextMember())
        {
            var id = asked is null ? null : reader.Name;
            var node = default(ElasticsearchNodeNames.Node);
            reader.RequireObject();
            while (reader.NextMember())
            {
                if (reader.Is("tasks"u8))
                {
                    ReadTasks(ref reader, rows);
                }
                else if (asked is not null)
                {
                    node.Read(ref reader);
                }
            }

            if (asked?.Exclude(id!, node) == true)
            {
                throw reader.Problem($"shows the node '{SafeText.Of(node.Name!)}', which the filter does not name: it was not applied");
            }
        }
    }

    // An array, or an object by id.
    private static void ReadTasks(ref WireReader reader, ElasticsearchTaskRows rows)
    {
        if (reader.ValueKind == JsonTokenType.StartObject)
        {
            reader.RequireObject();
            while (reader.NextMember())
            {
                rows.Read(ref reader);
            }

            return;
        }

        reader.RequireArray();
        while (reader.NextItem())
        {
            rows.Read(ref reader);
        }
    }
}
