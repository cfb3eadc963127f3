using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The reply to a list and to a cancel: tasks in one of three shapes, beside what failed.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Failures">What failed.</param>
internal sealed record ElasticsearchPage(IReadOnlyList<TaskSnapshot> Tasks, ElasticsearchFailureList Failures)
{
    internal bool IsPartial => !Failures.IsEmpty;

    /// <summary>How to read one.</summary>
    /// <param name="product">What the service calls itself.</param>
    /// <param name="keepRaw">Whether each task keeps its JSON.</param>
    /// <param name="nodes">The nodes that were asked for; null when any may be there.</param>
    /// <param name="max">How many tasks to read; the others are skipped. Null for all.</param>
    /// <param name="excluded">The mark of tasks to leave out; null for none.</param>
    internal static WireRead<ElasticsearchPage> Reader(string product, bool keepRaw = false, ElasticsearchNodeNames? nodes = null, int? max = null, string? excluded = null) =>
        (ref WireReader reader) => Read(ref reader, new ElasticsearchTaskRows(keepRaw, max ?? int.MaxValue, excluded), new ElasticsearchFailureList(product), nodes);

    private static ElasticsearchPage Read(ref WireReader reader, ElasticsearchTaskRows rows, ElasticsearchFailureList failures, ElasticsearchNodeNames? nodes)
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

        return isOne ? new ElasticsearchPage(rows.ToList(), failures) : throw reader.Problem("holds neither tasks nor failures");
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

/// <summary>The tasks of a reply in a row, each once and with its children, whether the reply nested them or not.</summary>
internal sealed class ElasticsearchTaskRows(bool keepRaw, int max, string? excluded)
{
    private const int MaxDepth = 64;

    // So few are compared with one another.
    private const int Few = 8;

    private readonly List<TaskSnapshot?> rows = [];
    private HashSet<TaskId>? known;
    private int count;
    private bool hasChildren;
    private RawJson? lastHeaders;
    private bool isLastExcluded;

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
        if (rows.Count == count && !hasChildren)
        {
            return rows!;
        }

        TaskSnapshot[] tasks = [.. rows.OfType<TaskSnapshot>()];
        if (hasChildren)
        {
            Connect(tasks);
        }

        return tasks;
    }

    private void Read(ref WireReader reader, bool keepsRaw)
    {
        if (count >= max)
        {
            reader.Skip();
            return;
        }

        var at = rows.Count;
        rows.Add(null);
        reader.RequireRoomFor(rows.Count);
        var start = reader.Start;
        var task = ElasticsearchTaskObject.Read(ref reader, this);
        var snapshot = task.ToSnapshot(task.Running, keepsRaw ? reader.Since(start) : default);
        if (!IsExcluded((ElasticsearchTaskDetails)snapshot.Details!) && IsNew(snapshot.Id, reader))
        {
            rows[at] = snapshot;
            count++;
            hasChildren |= snapshot.ParentId is not null;
        }
    }

    // Headers that rows repeat are one object, and are read once.
    private bool IsExcluded(ElasticsearchTaskDetails task)
    {
        if (excluded is not null && !ReferenceEquals(task.HeadersJson, lastHeaders))
        {
            (lastHeaders, isLastExcluded) = (task.HeadersJson, task.OpaqueId == excluded);
        }

        return isLastExcluded;
    }

    private bool IsNew(TaskId id, in WireReader reader)
    {
        if (known is null && rows.Count <= Few)
        {
            foreach (var row in rows)
            {
                if (row?.Id == id)
                {
                    return false;
                }
            }

            return true;
        }

        if (known is null)
        {
            var likely = Math.Min(reader.EstimateRows(rows.Count), max);
            known = new HashSet<TaskId>(likely);
            rows.EnsureCapacity(likely);
            known.UnionWith(rows.OfType<TaskSnapshot>().Select(row => row.Id));
        }

        return known.Add(id);
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

/// <summary>What a list tells of its nodes, held against the nodes that were asked for: a service that was not told of them shows the tasks of all.</summary>
/// <param name="patterns">Ids, and names, hosts and addresses with wildcards.</param>
internal sealed class ElasticsearchNodeNames(IReadOnlyList<string> patterns)
{
    /// <summary>What names nodes otherwise, by a role, an attribute or the place of the one that was asked, only the service can tell: then null.</summary>
    internal static ElasticsearchNodeNames? Of(TaskFilter filter) =>
        filter is ElasticsearchTaskFilter { Nodes: { } nodes } && !nodes.Any(node => node.Contains(':', StringComparison.Ordinal) || node.StartsWith('_')) ? new ElasticsearchNodeNames(nodes) : null;

    /// <summary>Whether a node is none of those. One whose name is not shown, as when it has just left, may be.</summary>
    internal bool Exclude(string id, Node node) =>
        node.Name is { } name && !patterns.Any(pattern => pattern == id || Matches(pattern, name) || Matches(pattern, node.Host) || Matches(pattern, WithoutPort(node.Address)));

    private static bool Matches(string pattern, string? text) => text is not null && ElasticsearchFilterTranslator.Matches(pattern, text);

    private static string? WithoutPort(string? address) => address?.LastIndexOf(':') is > 0 and var colon ? address[..colon] : address;

    /// <summary>What a reply tells of one node.</summary>
    internal record struct Node(string? Name, string? Host, string? Address)
    {
        /// <summary>Takes the member that comes, if it is one of these.</summary>
        internal void Read(ref WireReader reader)
        {
            if (reader.Is("name"u8))
            {
                Name = reader.Text();
            }
            else if (reader.Is("host"u8))
            {
                Host = reader.Text();
            }
            else if (reader.Is("ip"u8))
            {
                Address = reader.Text();
            }
        }
    }
}
