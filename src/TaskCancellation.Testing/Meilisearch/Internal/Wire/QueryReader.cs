using System.Net;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Reads a query string. The first parameter at fault, in the order of the URL, is the only one reported.</summary>
internal static class QueryReader
{
    internal static TaskQuery ReadList(string rawQuery, ServerVersion version) => Read(Split(rawQuery), ParameterTable.List, version);

    /// <summary>The query of a cancelation or deletion, which must name at least one parameter.</summary>
    internal static TaskQuery ReadSelection(string rawQuery, ServerVersion version, string verb)
    {
        var pairs = Split(rawQuery);
        var query = Read(pairs, ParameterTable.Select, version);
        return pairs.Count > 0 ? query : throw ApiErrorException.BadRequest(
            "missing_task_filters",
            $"Query parameters to filter the tasks to {verb} are missing. Available query parameters are: `uids`, `indexUids`, `statuses`, `types`, `canceledBy`, `beforeEnqueuedAt`, `afterEnqueuedAt`, `beforeStartedAt`, `afterStartedAt`, `beforeFinishedAt`, `afterFinishedAt`.");
    }

    private static TaskQuery Read(List<KeyValuePair<string, string>> pairs, IReadOnlyList<ParameterTable.Parameter> table, ServerVersion version)
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

    private static ApiErrorException Unknown(string name, List<string> known)
    {
        var suggestion = DidYouMean.Suggest(name, known) is { } near ? $"did you mean `{near}`? " : "";
        return ApiErrorException.BadRequest("bad_request", $"Unknown parameter `{name}`: {suggestion}expected one of {ParameterValue.Ticked(known)}");
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
