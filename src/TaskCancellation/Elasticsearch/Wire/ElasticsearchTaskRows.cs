using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The tasks of a reply in a row, each once and with its children, whether the reply nested them or not.</summary>
internal sealed class ElasticsearchTaskRows(bool keepRaw)
{
    private const int MaxDepth = 64;
    private readonly List<TaskSnapshot?> rows = [];
    private readonly HashSet<TaskId> known = [];
    private bool hasChildren;

    /// <summary>Reads one task, and those that it nests after it.</summary>
    internal void Read(ref WireReader reader) => Read(ref reader, keepRaw);

    /// <summary>Reads what a task nests. What they are in holds their raw JSON already.</summary>
    internal void ReadChildren(ref WireReader reader)
    {
        if (reader.TryArray())
        {
            while (reader.NextItem())
            {
                if (reader.ValueKind == System.Text.Json.JsonTokenType.StartObject)
                {
                    Read(ref reader, keepsRaw: false);
                }
            }
        }
    }

    internal IReadOnlyList<TaskSnapshot> ToList()
    {
        TaskSnapshot[] tasks = rows.Count == known.Count ? [.. rows!] : [.. rows.OfType<TaskSnapshot>()];
        if (hasChildren)
        {
            Connect(tasks);
        }

        return tasks;
    }

    private void Read(ref WireReader reader, bool keepsRaw)
    {
        var at = rows.Count;
        rows.Add(null);
        reader.RequireRoomFor(rows.Count);
        var start = reader.Start;
        var task = ElasticsearchTaskObject.Read(ref reader, this);
        var snapshot = task.ToSnapshot(task.Running, keepsRaw ? reader.Since(start) : default);
        if (known.Add(snapshot.Id))
        {
            rows[at] = snapshot;
            hasChildren |= snapshot.ParentId is not null;
        }
    }

    // From the tops down, so that tasks which are above themselves are never met; then from below, so that each is made once. A depth that no service reaches is not shown.
    private static void Connect(TaskSnapshot[] tasks)
    {
        var places = tasks.Index().ToDictionary(one => one.Item.Id, one => one.Index);
        var below = tasks.Index().Where(one => one.Item.ParentId is { } parent && places.ContainsKey(parent)).ToLookup(one => places[one.Item.ParentId!.Value], one => one.Index);
        var parents = new Stack<int>();
        int[] level = [.. tasks.Index().Where(one => one.Item.ParentId is not { } parent || !places.ContainsKey(parent)).Select(one => one.Index)];
        for (var depth = 0; depth < MaxDepth && level.Length > 0; depth++)
        {
            level = [.. level.SelectMany(at => below[at])];
            foreach (var parent in level.Select(at => places[tasks[at].ParentId!.Value]).Distinct())
            {
                parents.Push(parent);
            }
        }

        while (parents.TryPop(out var at))
        {
            TaskSnapshot[] children = [.. below[at].Select(child => tasks[child])];
            tasks[at] = tasks[at] with
            {
                Progress = ElasticsearchBulkStatus.IsAmongSlices(tasks[at]) ? ElasticsearchBulkStatus.Over(tasks[at], children) : tasks[at].Progress,
                Details = (ElasticsearchTaskDetails)tasks[at].Details! with { Children = children },
            };
        }
    }
}
