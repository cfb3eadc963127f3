using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The calls that create tasks on the settings of an index, and on search rules.</summary>
internal sealed class SettingsRoutes(Backend server)
{
    /// <summary>What a reset shows; the first two become everything, the others nothing.</summary>
    private const string Reset = """{"displayedAttributes":["*"],"searchableAttributes":["*"],"filterableAttributes":null,"sortableAttributes":null,"foreignKeys":null,"rankingRules":null,"stopWords":null,"nonSeparatorTokens":null,"separatorTokens":null,"dictionary":null,"synonyms":null,"distinctAttribute":null,"proximityPrecision":null,"typoTolerance":null,"faceting":null,"pagination":null,"embedders":null,"searchCutoffMs":null,"localizedAttributes":null,"facetSearch":null,"prefixSearch":null,"chat":null}""";

    private readonly TaskMaker tasks = new(server);

    internal IEnumerable<MeilisearchRoute> Routes =>
    [
        new("PATCH", "indexes/*/settings", "settings.update", call => Change(call.Segment, call.Body().GetRawText())),
        new("DELETE", "indexes/*/settings", "settings.update", call => Change(call.Segment, Reset)),
        new("PUT", "indexes/*/settings/*", "settings.update", ChangeOne),
        new("PATCH", "indexes/*/settings/*", "settings.update", ChangeOne),
        new("DELETE", "indexes/*/settings/*", "settings.update", call => Change(call.Segment, $$"""{"{{Name(call)}}":null}""")),
        new("POST", "dynamic-search-rules", "dynamicSearchRules.get", _ => ListRules(), Since.SearchRules),
        new("PATCH", "dynamic-search-rules/*", "dynamicSearchRules.update", SetRule, Since.SearchRules),
        new("DELETE", "dynamic-search-rules/*", "dynamicSearchRules.delete", DeleteRule, Since.SearchRules),
        new("DELETE", "dynamic-search-rules", "dynamicSearchRules.delete", _ => tasks.Make("dsrClear", [World.RulesIndex], """{"deletedDocuments":null}""", Clear), Since.RuleTasks),
    ];

    private EmulatedReply ChangeOne(MeilisearchCall call) => Change(call.Segment, $$"""{"{{Name(call)}}":{{call.Body().GetRawText()}}}""");

    private EmulatedReply Change(string uid, string settings)
    {
        var embedders = Embedders(settings);
        return tasks.Make(
            "settingsUpdate",
            [uid],
            settings,
            task =>
            {
                var index = server.World.GetOrCreate(uid, server.Now);
                foreach (var (name, url) in embedders)
                {
                    index.EmbedderUrls[name] = url;
                }

                task.Effects = index.Set(JsonElement.Parse(settings).EnumerateObject().Select(one => KeyValuePair.Create(one.Name, one.Value.GetRawText())), server.Version.Has(Since.SettingsWriteDocuments));
            },
            calls: () => server.World.Find(uid) is { Documents.Count: > 0 } ? embedders.Values.Select(World.HostOf) : []);
    }

    private EmulatedReply ListRules() => EmulatedReply.Json(200, MeilisearchJson.Listing([.. server.World.Rules.Select(rule => $"{{\"uid\":{MeilisearchJson.Quote(rule)}}}")]));

    /// <summary>Before rules were changed by tasks, they were changed at once.</summary>
    private EmulatedReply SetRule(MeilisearchCall call)
    {
        var rule = call.Segment;
        var body = call.Body().GetRawText();
        if (server.Version.Has(Since.RuleTasks))
        {
            return tasks.Make("dsrUpdate", [World.RulesIndex], $$"""{"rule":{{body}},"updatedRules":1}""", task =>
            {
                server.World.Rules.Add(rule);
                task.Effects = Effects.Writes | Effects.Resizes;
            });
        }

        return EmulatedReply.Json(server.World.Rules.Add(rule) ? 201 : 200, body);
    }

    private EmulatedReply DeleteRule(MeilisearchCall call)
    {
        var rule = call.Segment;
        if (server.Version.Has(Since.RuleTasks))
        {
            return tasks.Make("dsrUpdate", [World.RulesIndex], """{"updatedRules":1}""", _ => server.World.Rules.Remove(rule));
        }

        return EmulatedReply.Empty(server.World.Rules.Remove(rule) ? 204 : 404);
    }

    private void Clear(MeilisearchStoredTask task)
    {
        task.Details!.Set("deletedDocuments", MeilisearchJson.Number(server.World.Rules.Count));
        server.World.Rules.Clear();
    }

    /// <summary>The setting as its member is spelled: <c>stop-words</c> is <c>stopWords</c>.</summary>
    private static string Name(MeilisearchCall call) => string.Concat(call.Segments[1].Split('-').Select((word, index) => index == 0 || word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static Dictionary<string, string> Embedders(string settings)
    {
        var body = JsonElement.Parse(settings);
        return body.TryGetProperty("embedders", out var embedders) && embedders.ValueKind == JsonValueKind.Object
            ? embedders.EnumerateObject().Where(one => MeilisearchJson.Member(one.Value, "url") is not null).ToDictionary(one => one.Name, one => MeilisearchJson.Member(one.Value, "url")!)
            : [];
    }
}
