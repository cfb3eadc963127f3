using System.Globalization;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The addresses that are asked. Only ids and filters that were checked come here; they are checked once more.</summary>
internal static class ElasticsearchPaths
{
    internal const string Actions = "actions";
    internal const string Nodes = "nodes";
    internal const string Parent = "parent_task_id";
    internal const string Reindexes = "_reindex";

    /// <summary>Reindexing that runs, with what each has done.</summary>
    internal const string DetailedReindexes = Reindexes + "?detailed=true";

    private const string Timeout = "timeout";

    internal static string One(TaskId id)
    {
        ElasticsearchIds.Check(id);
        return $"_tasks/{Uri.EscapeDataString(id.Value)}";
    }

    /// <summary>Read once the task has ended, or that time has passed.</summary>
    internal static string One(TaskId id, TimeSpan wait) =>
        new QueryString().Add("wait_for_completion", "true").Add(Timeout, Milliseconds(wait)).AppendTo(One(id));

    internal static string CancelOne(TaskId id, string? kind, bool wait)
    {
        var query = new QueryString();
        if (kind is not null)
        {
            query.Add(Actions, kind);
        }

        return (wait ? query.Add("wait_for_completion", "true") : query).AppendTo($"{One(id)}/_cancel");
    }

    /// <summary>A list, which goes without the nodes that have not answered by then.</summary>
    internal static string List(IReadOnlyList<FilterParameter> parameters, bool detailed, string wait)
    {
        var query = new QueryString().Add(parameters);
        return (detailed ? query.Add("detailed", "true") : query).Add("group_by", "none").Add(Timeout, wait).AppendTo("_tasks");
    }

    /// <summary>A list of no task, which shows whether lists are allowed.</summary>
    internal static string Probe(TimeSpan wait) => List([new FilterParameter(Actions, ["none"])], detailed: false, Milliseconds(wait));

    /// <summary>A cancel without an action and a parent would cancel everything, itself included; it is never made.</summary>
    internal static string CancelMany(IReadOnlyList<FilterParameter> parameters) =>
        Constrains(parameters)
            ? new QueryString().Add(parameters).AppendTo("_tasks/_cancel")
            : throw new UnsafeFilterException("A cancel at the server without Kinds and ParentId would address every task there is. Nothing was sent.");

    /// <summary>The cancel of one reindex, which does not wait for its end.</summary>
    internal static string CancelReindex(TaskId id)
    {
        ElasticsearchIds.Check(id);
        return $"{Reindexes}/{Uri.EscapeDataString(id.Value)}/_cancel?wait_for_completion=false";
    }

    /// <summary>A time as the server reads it.</summary>
    internal static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (long)time.TotalMilliseconds)}ms");

    private static bool Constrains(IReadOnlyList<FilterParameter> parameters)
    {
        for (var at = 0; at < parameters.Count; at++)
        {
            if (parameters[at] is { Name: Actions or Parent, Values.Count: > 0 })
            {
                return true;
            }
        }

        return false;
    }
}
