using System.Net;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Reads a query string. Only the first invalid parameter, in the order of the URL, is reported.</summary>
internal static class QueryReader
{
    internal static TaskQuery ReadList(string rawQuery, MeilisearchVersion version) => Read(Split(rawQuery), ParameterTable.List, version);

    /// <summary>The query of a cancellation or deletion, which must name at least one parameter.</summary>
    internal static TaskQuery ReadSelection(string rawQuery, MeilisearchVersion version, string verb)
    {
        var pairs = Split(rawQuery);
        var query = Read(pairs, ParameterTable.Select, version);
        return pairs.Count > 0 ? query : throw MeilisearchRefusal.BadRequest(
            "missing_task_filters",
            $"Query parameters to filter the tasks to {verb} are missing. Available query parameters are: `uids`, `indexUids`, `statuses`, `types`, `canceledBy`, `beforeEnqueuedAt`, `afterEnqueuedAt`, `beforeStartedAt`, `afterStartedAt`, `beforeFinishedAt`, `afterFinishedAt`.");
    }

    private static TaskQuery Read(List<KeyValuePair<string, string>> pairs, IReadOnlyList<ParameterTable.Parameter> table, MeilisearchVersion version)
    {
        var known = table.Where(parameter => version.Has(parameter.Since)).ToList();
        var query = new TaskQuery();
        foreach (var (name, text) in pairs)
        {
            var parameter = known.Find(parameter => parameter.Name == name) ?? throw Unknown(name, known.ConvertAll(parameter => parameter.Name));
            parameter.Read(query, new ParameterValue(name, parameter.Code, text, version));
        }

        return query;
    }

    private static MeilisearchRefusal Unknown(string name, List<string> known)
    {
        var suggestion = DidYouMean.Suggest(name, known) is { } near ? $"did you mean `{near}`? " : "";
        return MeilisearchRefusal.BadRequest("bad_request", $"Unknown parameter `{name}`: {suggestion}expected one of {ParameterValue.Ticked(known)}");
    }

    /// <summary>Decoded pairs. A repeated name keeps its first place and takes its last value.</summary>
    internal static List<KeyValuePair<string, string>> Split(string rawQuery)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in rawQuery.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? part : part[..equals]);
            var pair = KeyValuePair.Create(name, equals < 0 ? "" : Decode(part[(equals + 1)..]));
            var place = pairs.FindIndex(earlier => earlier.Key == name);
            if (place < 0)
            {
                pairs.Add(pair);
            }
            else
            {
                pairs[place] = pair;
            }
        }

        return pairs;
    }

    /// <summary>Percent-decoded; what is no UTF-8 becomes U+FFFD.</summary>
    private static string Decode(string text) => WebUtility.UrlDecode(text);
}

/// <summary>The parameters of a route, in the order in which its errors list them.</summary>
internal static class ParameterTable
{
    private static readonly Parameter BatchUids = new("batchUids", "invalid_batch_uids", (query, value) => query.BatchUids = value.NumberList(), Since.Batches);
    private static readonly Parameter Uids = new("uids", "invalid_task_uids", (query, value) => query.Uids = value.NumberList());

    private static readonly Parameter[] Paging =
    [
        new("limit", "invalid_task_limit", (query, value) => query.Limit = value.Number()),
        new("from", "invalid_task_from", (query, value) => query.From = value.Number()),
        new("reverse", "invalid_task_reverse", (query, value) => query.IsReversed = value.Flag(), Since.Batches),
    ];

    private static readonly Parameter[] Filters =
    [
        new("canceledBy", "invalid_task_canceled_by", (query, value) => query.CanceledBy = value.NumberList()),
        new("types", "invalid_task_types", (query, value) => query.Types = value.KindList()),
        new("statuses", "invalid_task_statuses", (query, value) => query.Statuses = value.StatusList()),
        new("indexUids", "invalid_index_uid", (query, value) => query.IndexUids = value.IndexUidList()),
        new("afterEnqueuedAt", "invalid_task_after_enqueued_at", (query, value) => query.Enqueued = query.Enqueued with { After = value.Date(isLowerBound: true) }),
        new("beforeEnqueuedAt", "invalid_task_before_enqueued_at", (query, value) => query.Enqueued = query.Enqueued with { Before = value.Date(isLowerBound: false) }),
        new("afterStartedAt", "invalid_task_after_started_at", (query, value) => query.Started = query.Started with { After = value.Date(isLowerBound: true) }),
        new("beforeStartedAt", "invalid_task_before_started_at", (query, value) => query.Started = query.Started with { Before = value.Date(isLowerBound: false) }),
        new("afterFinishedAt", "invalid_task_after_finished_at", (query, value) => query.Finished = query.Finished with { After = value.Date(isLowerBound: true) }),
        new("beforeFinishedAt", "invalid_task_before_finished_at", (query, value) => query.Finished = query.Finished with { Before = value.Date(isLowerBound: false) }),
    ];

    /// <summary>For listing tasks or batches.</summary>
    internal static IReadOnlyList<Parameter> List { get; } = [.. Paging, BatchUids, Uids, .. Filters];

    /// <summary>For canceling and deleting.</summary>
    internal static IReadOnlyList<Parameter> Select { get; } = [Uids, BatchUids, .. Filters];

    internal sealed record Parameter(string Name, string Code, Action<TaskQuery, ParameterValue> Read, Since? Since = null);
}

/// <summary>Suggests the intended name of a mistyped parameter.</summary>
internal static class DidYouMean
{
    /// <summary>The closest of <paramref name="names"/> within the typos allowed for that length, the first one listed on ties; null for none.</summary>
    internal static string? Suggest(string received, IReadOnlyList<string> names)
    {
        var closest = names.MinBy(name => Distance(received, name))!;
        return Distance(received, closest) <= Allowed(received) ? closest : null;
    }

    private static int Allowed(string received) => System.Text.Encoding.UTF8.GetByteCount(received) switch
    {
        <= 3 => 0,
        <= 7 => 1,
        <= 12 => 2,
        <= 17 => 3,
        <= 24 => 4,
        _ => 5,
    };

    /// <summary>Damerau–Levenshtein: insertions, deletions, substitutions and swaps of neighbours.</summary>
    private static int Distance(string a, string b)
    {
        var lastRows = new Dictionary<char, int>();
        var far = a.Length + b.Length;
        var cost = new int[a.Length + 2, b.Length + 2];
        cost[0, 0] = far;
        for (var i = 0; i <= a.Length; i++)
        {
            (cost[i + 1, 0], cost[i + 1, 1]) = (far, i);
        }

        for (var j = 0; j <= b.Length; j++)
        {
            (cost[0, j + 1], cost[1, j + 1]) = (far, j);
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var lastColumn = 0;
            for (var j = 1; j <= b.Length; j++)
            {
                var row = lastRows.GetValueOrDefault(b[j - 1]);
                var column = lastColumn;
                var same = a[i - 1] == b[j - 1];
                lastColumn = same ? j : lastColumn;
                var edit = Math.Min(cost[i, j] + (same ? 0 : 1), Math.Min(cost[i + 1, j], cost[i, j + 1]) + 1);
                cost[i + 1, j + 1] = Math.Min(edit, cost[row, column] + (i - row - 1) + 1 + (j - column - 1));
            }

            lastRows[a[i - 1]] = i;
        }

        return cost[a.Length + 1, b.Length + 1];
    }
}
