using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>Puts the tasks of a reply in a row, each with its children, whether the reply nested them or not.</summary>
internal sealed class TaskTree
{
    private const int MaxDepth = 64;

    private readonly Dictionary<TaskId, (TaskInfo Task, ReadOnlyMemory<byte> Raw)> found = [];
    private readonly Dictionary<TaskId, TaskSnapshot> done = [];
    private readonly HashSet<TaskId> open = [];
    private readonly ILookup<string, TaskId> children;

    internal TaskTree(IEnumerable<JsonElement> elements, bool keepRaw)
    {
        var order = new List<TaskId>();
        var waiting = new Stack<JsonElement>(elements.Reverse());
        while (waiting.TryPop(out var element))
        {
            var task = element.Deserialize(ElasticsearchJson.Default.TaskInfo) ?? throw new JsonException("A task is null.");
            var id = ElasticsearchSnapshots.IdOf(task);
            if (found.TryAdd(id, (task, keepRaw ? TaskListBody.RawOf(element) : default)))
            {
                order.Add(id);
            }

            foreach (var child in (task.Children ?? []).Reverse())
            {
                waiting.Push(child);
            }
        }

        children = order.Where(id => found[id].Task.ParentTaskId is not null).ToLookup(id => found[id].Task.ParentTaskId!, StringComparer.Ordinal);
        Tasks = [.. order.Select(Build)];
    }

    internal IReadOnlyList<TaskSnapshot> Tasks { get; }

    private TaskSnapshot Build(TaskId id)
    {
        if (done.TryGetValue(id, out var built))
        {
            return built;
        }

        // A task that is its own ancestor ends the branch, and so does a depth that no service reaches.
        open.Add(id);
        var (task, raw) = found[id];
        var snapshot = ElasticsearchSnapshots.FromRunning(task, raw);
        TaskSnapshot[] below = open.Count > MaxDepth ? [] : [.. children[id.Value].Where(child => !open.Contains(child)).Select(Build)];
        open.Remove(id);
        return done[id] = snapshot with { Details = ((ElasticsearchTaskDetails)snapshot.Details!) with { Children = below } };
    }
}
