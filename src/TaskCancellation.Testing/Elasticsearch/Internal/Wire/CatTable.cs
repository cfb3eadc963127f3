using System.Globalization;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The table of <c>GET /_cat/tasks</c>: as text in columns, or as JSON.</summary>
internal static class CatTable
{
    private static readonly (string Name, bool IsDetail, Func<ElasticsearchStoredTask, StoredNode?, DateTimeOffset, string> Read)[] Columns =
    [
        ("action", false, (task, _, _) => task.Options.Action),
        ("task_id", false, (task, _, _) => task.Id.ToString()),
        ("parent_task_id", false, (task, _, _) => task.Parent.IsSet ? task.Parent.ToString() : "-"),
        ("type", false, (task, _, _) => task.Options.Type),
        ("start_time", false, (task, _, _) => task.StartedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
        ("timestamp", false, (task, _, _) => task.StartedAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        ("running_time", false, (task, _, now) => ElasticsearchTaskJson.Running(Math.Max(0, (now - task.StartedAt).Ticks) * 100)),
        ("ip", false, (_, node, _) => node?.Host ?? "-"),
        ("node", false, (_, node, _) => node?.Name ?? "-"),
        ("description", true, (task, _, _) => task.Description),
    ];

    internal static string Text(ElasticsearchStore cluster, IReadOnlyList<ElasticsearchStoredTask> tasks, DateTimeOffset now, bool isDetailed, bool hasHead)
    {
        var (names, rows) = Rows(cluster, tasks, now, isDetailed);
        List<string[]> lines = [.. hasHead ? new[] { names } : [], .. rows];
        var widths = names.Select((_, column) => lines.Select(line => line[column].Length).DefaultIfEmpty(0).Max()).ToArray();
        return string.Concat(lines.Select(line => string.Join(' ', line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd() + "\n"));
    }

    internal static string Json(ElasticsearchStore cluster, IReadOnlyList<ElasticsearchStoredTask> tasks, DateTimeOffset now, bool isDetailed)
    {
        var (names, rows) = Rows(cluster, tasks, now, isDetailed);
        var objects = rows.Select(row => Elasticsearch.ElasticsearchJson.Object(json =>
        {
            foreach (var (name, cell) in names.Zip(row))
            {
                json.WriteString(name, cell);
            }
        }));
        return $"[{string.Join(',', objects)}]";
    }

    private static (string[] Names, List<string[]> Rows) Rows(ElasticsearchStore cluster, IReadOnlyList<ElasticsearchStoredTask> tasks, DateTimeOffset now, bool isDetailed)
    {
        var shown = Columns.Where(column => isDetailed || !column.IsDetail).ToArray();
        return ([.. shown.Select(column => column.Name)],
            [.. tasks.OrderBy(task => task.StartedAt).Select(task => shown.Select(column => column.Read(task, cluster.FindNode(task.Id.Node), now)).ToArray())]);
    }
}
