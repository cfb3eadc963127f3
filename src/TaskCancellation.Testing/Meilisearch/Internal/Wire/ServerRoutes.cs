using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The routes of the server as a whole.</summary>
internal sealed class ServerRoutes(Backend server)
{
    /// <summary>What a database page takes up.</summary>
    private const int PageSize = 4096;

    private readonly UuidSequence uuids = new(7);

    internal IEnumerable<MeilisearchRoute> Routes =>
    [
        new("GET", "", null, _ => EmulatedReply.Json(200, """{"status":"Meilisearch is running"}""")),
        new("GET", "health", null, _ => EmulatedReply.Json(200, """{"status":"available"}""")),
        new("GET", "version", "version", _ => ShowVersion()),
        new("GET", "stats", "stats.get", _ => ShowStats()),
        new("GET", "indexes/*/stats", "stats.get", call => EmulatedReply.Json(200, Stats(call.Segment, server.World.Get(call.Segment)))),
        new("GET", "keys", "keys.get", _ => ListKeys()),
        new("POST", "keys", "keys.create", CreateKey),
        new("GET", "experimental-features", "experimental.get", _ => ShowFeatures()),
        new("PATCH", "experimental-features", "experimental.update", SetFeatures),
        new("GET", "network", "network.get", _ => EmulatedReply.Json(200, server.World.Network ?? """{"self":null,"remotes":{}}"""), Since.Network),
        new("PATCH", "network", "network.update", SetNetwork, Since.Network),
    ];

    private bool HasSizes => server.Version.Has(Since.SizeStats);

    private EmulatedReply ShowVersion() => EmulatedReply.Json(
        200, $$"""{"commitSha":"{{server.Settings.Inferred("0123456789abcdef0123456789abcdef01234567")}}","commitDate":"2026-01-01T00:00:00Z","pkgVersion":"{{server.Version}}"}""");

    private EmulatedReply ShowStats()
    {
        var indexes = server.World.Indexes;
        var last = indexes.Count == 0 ? "null" : $"\"{indexes.Values.MaxBy(index => index.UpdatedAt.Value)!.UpdatedAt}\"";
        var size = PageSize * (20 + indexes.Count);
        var each = string.Join(',', indexes.Select(index => $"{MeilisearchJson.Quote(index.Key)}:{Stats(index.Key, index.Value)}"));
        var used = HasSizes ? $"\"usedDatabaseSize\":{size / 2}," : "";
        return EmulatedReply.Json(200, $$$"""{"databaseSize":{{{size}}},{{{used}}}"lastUpdate":{{{last}}},"indexes":{{{{each}}}}}""");
    }

    private string Stats(string uid, SearchIndex index)
    {
        var count = index.Documents.Count;
        var size = count == 0 ? 0 : PageSize;
        var embedded = index.EmbedderUrls.Count > 0 ? count : 0;
        var isIndexing = server.Lifecycle.Running?.Tasks.Any(task => task.IndexUid == uid) == true ? "true" : "false";
        var fields = string.Join(',', index.Fields.Select(field => $"{MeilisearchJson.Quote(field.Key)}:{field.Value}"));
        var sizes = HasSizes ? $"\"rawDocumentDbSize\":{size},\"avgDocumentSize\":{(count == 0 ? 0 : size / count)}," : "";
        var embeddings = HasSizes ? $"\"numberOfEmbeddings\":{embedded},\"numberOfEmbeddedDocuments\":{embedded}," : "";
        return $$$"""{"numberOfDocuments":{{{count}}},{{{sizes}}}"isIndexing":{{{isIndexing}}},{{{embeddings}}}"fieldDistribution":{{{{fields}}}}}""";
    }

    private EmulatedReply ListKeys() => EmulatedReply.Json(200, MeilisearchJson.Listing([.. server.Keys.All.Where(key => key.Id is not null).Reverse().Select(Describe)]));

    private EmulatedReply CreateKey(MeilisearchCall call)
    {
        var body = call.Body();
        var uid = MeilisearchJson.Member(body, "uid") ?? uuids.Next();
        var key = new MeilisearchUser
        {
            // Names need not be unique over HTTP.
            Name = uid,
            Title = MeilisearchJson.Member(body, "name"),
            Id = uid,
            Description = MeilisearchJson.Member(body, "description"),
            ApiKey = server.Keys.SecretOf(uid),
            Actions = Texts(body, "actions"),
            Indexes = Texts(body, "indexes"),
            ExpiresAt = MeilisearchJson.Member(body, "expiresAt") is { } text && Rfc3339.TryRead(text, isLowerBound: false, out var instant) ? instant.ToDateTimeOffset() : null,
            CreatedAt = server.Settings.Due.Now,
        };
        server.Keys.Add(key);
        return EmulatedReply.Json(201, Describe(key));
    }

    private static IReadOnlyList<string> Texts(JsonElement body, string name) => body.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
        ? [.. list.EnumerateArray().Select(item => item.ToString())]
        : throw MeilisearchRefusal.BadRequest($"missing_api_key_{name}", $"Missing field `{name}`");

    private static string Describe(MeilisearchUser key)
    {
        var created = Nanos.From(key.CreatedAt ?? DateTimeOffset.UnixEpoch);
        var expires = key.ExpiresAt is { } end ? $"\"{Nanos.From(end)}\"" : "null";
        return $$"""{"name":{{MeilisearchJson.QuoteOrNull(key.Title)}},"description":{{MeilisearchJson.QuoteOrNull(key.Description)}},"key":{{MeilisearchJson.Quote(key.ApiKey)}},"uid":{{MeilisearchJson.QuoteOrNull(key.Id)}},"actions":{{List(key.Actions)}},"indexes":{{List(key.Indexes)}},"expiresAt":{{expires}},"createdAt":"{{created}}","updatedAt":"{{created}}"}""";
    }

    private static string List(IEnumerable<string> texts) => $"[{string.Join(',', texts.Select(MeilisearchJson.Quote))}]";

    private EmulatedReply ShowFeatures() => EmulatedReply.Json(
        200, $"{{{string.Join(',', World.Features(server.Version).Select(name => $"{MeilisearchJson.Quote(name)}:{(server.World.Has(name) ? "true" : "false")}"))}}}");

    private EmulatedReply SetFeatures(MeilisearchCall call)
    {
        var names = World.Features(server.Version);
        foreach (var feature in call.Body().EnumerateObject())
        {
            if (!names.Contains(feature.Name))
            {
                throw MeilisearchRefusal.BadRequest("bad_request", $"Unknown field `{feature.Name}`: expected one of {ParameterValue.Ticked(names)}");
            }

            server.World.Switch(feature.Name, feature.Value.ValueKind == JsonValueKind.True);
        }

        return ShowFeatures();
    }

    /// <summary>Remotes are taken as they are; a leader is for the Enterprise Edition, so that the edition played never changes its topology.</summary>
    private EmulatedReply SetNetwork(MeilisearchCall call)
    {
        var body = call.Body();
        if (MeilisearchJson.Member(body, "leader") is not null)
        {
            throw new MeilisearchRefusal(451, "requires_enterprise_edition", "invalid_request", "Meilisearch Enterprise Edition is required to set `network.leader`");
        }

        server.World.Network = body.GetRawText();
        return EmulatedReply.Json(200, server.World.Network);
    }
}
