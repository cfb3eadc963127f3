using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Sorts and cuts a list, and writes it with its pagination object.</summary>
internal static class Pages
{
    internal static IReadOnlyList<T> Sort<T>(ListQuery query, IEnumerable<T> rows, Func<T, DateTimeOffset> createdAt, Func<T, DateTimeOffset> updatedAt, Func<T, string> guid)
    {
        if (query.OrderBy is null)
        {
            return [.. rows];
        }

        var column = query.OrderBy.EndsWith("created_at", StringComparison.Ordinal) ? createdAt : updatedAt;
        return query.OrderBy.StartsWith('-')
            ? [.. rows.OrderByDescending(column).ThenByDescending(guid, StringComparer.Ordinal)]
            : [.. rows.OrderBy(column).ThenBy(guid, StringComparer.Ordinal)];
    }

    internal static EmulatedReply Write<T>(ListQuery query, IReadOnlyList<T> rows, bool isKorifi, Action<Utf8JsonWriter, T> write)
    {
        var resources = rows.Skip((int)Math.Min((query.Page - 1) * query.PerPage, int.MaxValue)).Take((int)query.PerPage).ToList();

        // The total is a column of the rows on the page: without a row there is no total.
        var total = resources.Count == 0 && !isKorifi ? 0 : rows.Count;
        var pages = Math.Max(1, (total + query.PerPage - 1) / query.PerPage);
        return Json.Reply(200, json =>
        {
            json.WriteStartObject("pagination");
            json.WriteNumber("total_results", total);
            json.WriteNumber("total_pages", pages);
            json.WriteLink("first", query.Link(1));
            json.WriteLink("last", query.Link(pages));
            json.WriteLink("next", query.Page < pages ? query.Link(query.Page + 1) : null);
            json.WriteLink("previous", query.Page > 1 ? query.Link(query.Page - 1) : null);
            json.WriteEndObject();
            json.WriteStartArray("resources");
            foreach (var row in resources)
            {
                json.WriteStartObject();
                write(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
