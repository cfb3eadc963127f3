using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The tasks of searches: one on the node that received the search, and a child for each shard.</summary>
internal sealed class Searches(ElasticsearchEmulator emulator, ElasticsearchStore cluster, ElasticsearchLifecycle lifecycle)
{
    internal const string Action = "indices:data/read/search";

    /// <summary>Starts a search. It takes as long as a search takes whose query runs a script.</summary>
    /// <param name="searched">The indices.</param>
    /// <param name="description">What it is about, after the indices: <c>source[{…}]</c>.</param>
    /// <param name="options">What it is like otherwise: node, parent, headers.</param>
    internal ElasticsearchStoredTask Start(IReadOnlyList<Indices.Index> searched, string description, ElasticsearchTask options)
    {
        var version = emulator.WireVersion;
        var names = string.Join(',', searched.Select(index => index.Name));
        var task = Add(options with { Action = Action, Description = $"indices[{names}], {(version.NamesTypes ? "types[], " : "")}search_type[QUERY_THEN_FETCH], {description}" }, searched);
        foreach (var (index, shard) in searched.SelectMany(index => index.Shards.Index(), (index, shard) => (index, shard.Index)))
        {
            Add(
                options with
                {
                    Action = Action + "[phase/query]",
                    Type = version.CallsItselfDirectly ? "direct" : "transport",
                    Description = $"shardId[[{index.Name}][{shard}]]",
                    ParentId = task.Id.ToString(),
                },
                [index]);
        }

        return task;
    }

    /// <summary>The search as the server writes it: defaults spelled out, what the client has left to them included.</summary>
    internal static string Source(JsonElement? body, params IEnumerable<KeyValuePair<string, JsonNode?>> defaults)
    {
        var source = new JsonObject();
        foreach (var (name, value) in body is { ValueKind: JsonValueKind.Object } whole ? JsonObject.Create(whole)! : [])
        {
            source[name] = name == "query" && value is JsonObject query ? Spell(query) : value?.DeepClone();
        }

        foreach (var (name, value) in defaults)
        {
            source.TryAdd(name, value);
        }

        return $"source[{source.ToJsonString(ElasticsearchJson.Compact)}]";
    }

    internal static JsonObject Spell(JsonObject query)
    {
        var spelled = query.DeepClone().AsObject();
        foreach (var leaf in spelled.Select(pair => pair.Value).OfType<JsonObject>())
        {
            if (leaf["script"] is JsonValue text)
            {
                leaf["script"] = new JsonObject { ["source"] = text.DeepClone(), ["lang"] = "painless" };
            }

            leaf.TryAdd("boost", JsonNode.Parse("1.0"));
        }

        return spelled;
    }

    private ElasticsearchStoredTask Add(ElasticsearchTask options, IReadOnlyList<Indices.Index> searched)
    {
        var task = cluster.Add(
            options with { Number = null, Slices = 1, StoresResult = false, RunDuration = emulator.SlowSearchDuration, CancelEnding = ElasticsearchCancelEnding.SearchCanceled },
            lifecycle.Now);
        task.Searched = searched is [var first, ..] ? first.Name : null;
        lifecycle.Plan(task);
        return task;
    }
}
