using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary><c>filter_path</c>: which parts of a reply are kept. Names are split at dots; a star matches any part of a name, two stars any depth; a leading minus excludes.</summary>
internal static class FilterPath
{
    /// <summary>The filtered reply; an empty object where nothing is left.</summary>
    internal static JsonNode Apply(JsonNode reply, string filter)
    {
        string[][] Paths(bool excluding) =>
            [.. filter.Split(',').Where(path => path.StartsWith('-') == excluding).Select(path => path.TrimStart('-').Split('.'))];

        var (included, excluded) = (Paths(excluding: false), Paths(excluding: true));
        var kept = included.Length == 0 ? reply.DeepClone() : Include(reply, included);
        if (kept is not null && excluded.Length > 0)
        {
            Exclude(kept, excluded);
        }

        return kept ?? new JsonObject();
    }

    private static JsonNode? Include(JsonNode? node, string[][] paths) => node switch
    {
        JsonObject members => new JsonObject(members
            .Select(member => KeyValuePair.Create(member.Key, IncludeMember(member.Value, Below(member.Key, paths))))
            .Where(member => member.Value is not null)) is { Count: > 0 } kept ? kept : null,
        JsonArray items => new JsonArray([.. items.Select(item => Include(item, paths)).Where(item => item is not null)]) is { Count: > 0 } kept ? kept : null,
        _ => null,
    };

    private static JsonNode? IncludeMember(JsonNode? value, string[][] below) =>
        Array.Exists(below, path => path.Length == 0) ? value?.DeepClone() : Include(value, below);

    private static void Exclude(JsonNode node, string[][] paths)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    var below = Below(name, paths);
                    if (Array.Exists(below, path => path.Length == 0))
                    {
                        members.Remove(name);
                    }
                    else if (value is not null)
                    {
                        Exclude(value, below);
                    }
                }

                break;
            case JsonArray items:
                foreach (var item in items.OfType<JsonNode>())
                {
                    Exclude(item, paths);
                }

                break;
        }
    }

    /// <summary>What is left of the paths below a member of that name.</summary>
    private static string[][] Below(string name, string[][] paths) => [.. paths.SelectMany(path => path switch
    {
        ["**"] => [[]],
        ["**", .. var rest] => Below(name, [rest]).Append(path),
        [var head, .. var rest] when Wildcard.Matches(head, name) => [rest],
        _ => (IEnumerable<string[]>)[],
    })];
}
