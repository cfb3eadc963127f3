using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The calls that create tasks on indexes, documents and the whole server: 202 and the summary of the task.</summary>
internal sealed class WorkRoutes(Backend server)
{
    private readonly TaskMaker tasks = new(server);

    internal IEnumerable<MeilisearchRoute> Routes =>
    [
        new("GET", "indexes", "indexes.get", _ => ListIndexes()),
        new("POST", "indexes", "indexes.create", CreateIndex),
        new("GET", "indexes/*", "indexes.get", ShowIndex),
        new("PATCH", "indexes/*", "indexes.update", UpdateIndex),
        new("DELETE", "indexes/*", "indexes.delete", call => tasks.Make(KindTable.IndexDeletion, [call.Segment], """{"deletedDocuments":null}""", DeleteIndex)),
        new("POST", "indexes/*/compact", "indexes.compact", call => tasks.Make(KindTable.IndexCompaction, [call.Segment], "{}", task => server.World.Get(task.IndexUid!)), Since.IndexCompaction),
        new("POST", "indexes/*/documents", "documents.add", AddDocuments),
        new("PUT", "indexes/*/documents", "documents.add", AddDocuments),
        new("DELETE", "indexes/*/documents", "documents.delete", call => tasks.Make("documentDeletion", [call.Segment], """{"deletedDocuments":null}""", Clear)),
        new("DELETE", "indexes/*/documents/*", "documents.delete", call => DeleteDocuments(call, [call.Segments[1]])),
        new("POST", "indexes/*/documents/delete-batch", "documents.delete", call => DeleteDocuments(call, [.. call.Body().EnumerateArray().Select(id => id.ToString())])),
        new("POST", "indexes/*/documents/delete", "documents.delete", DeleteByFilter),
        new("POST", "indexes/*/documents/edit", "documents.add", EditDocuments, Since.DocumentEdition),
        new("POST", "swap-indexes", "indexes.swap", SwapIndexes),
        new("POST", "dumps", "dumps.create", _ => tasks.Make("dumpCreation", [], """{"dumpUid":null}""")),
        new("POST", "snapshots", "snapshots.create", _ => tasks.Make(KindTable.SnapshotCreation, [], null)),
        new("POST", "export", "export", Export, Since.Export),
    ];

    private EmulatedReply ListIndexes() => EmulatedReply.Json(200, MeilisearchJson.Listing([.. server.World.Indexes.Select(index => Describe(index.Key, index.Value))]));

    private EmulatedReply ShowIndex(MeilisearchCall call) => EmulatedReply.Json(200, Describe(call.Segment, server.World.Get(call.Segment)));

    private static string Describe(string uid, SearchIndex index) =>
        $$"""{"uid":{{MeilisearchJson.Quote(uid)}},"createdAt":"{{index.CreatedAt}}","updatedAt":"{{index.UpdatedAt}}","primaryKey":{{MeilisearchJson.QuoteOrNull(index.PrimaryKey)}}}""";

    private EmulatedReply CreateIndex(MeilisearchCall call)
    {
        var body = call.Body();
        var uid = MeilisearchJson.Member(body, "uid") ?? throw MeilisearchRefusal.BadRequest("missing_index_uid", "Missing field `uid`");
        var primaryKey = MeilisearchJson.Member(body, "primaryKey");
        return call.Scope.Covers(uid)
            ? tasks.Make("indexCreation", [uid], $$"""{"primaryKey":{{MeilisearchJson.QuoteOrNull(primaryKey)}}}""", task =>
            {
                if (server.World.Find(uid) is not null)
                {
                    throw MeilisearchRefusal.BadRequest("index_already_exists", $"Index `{uid}` already exists.");
                }

                server.World.GetOrCreate(uid, server.Now).PrimaryKey = primaryKey;
            })
            : throw MeilisearchRefusal.InvalidKey();
    }

    private EmulatedReply UpdateIndex(MeilisearchCall call)
    {
        var body = call.Body();
        var primaryKey = MeilisearchJson.Member(body, "primaryKey");
        var uid = call.Segment;
        var details = $"\"primaryKey\":{MeilisearchJson.QuoteOrNull(primaryKey)}";
        if (body.TryGetProperty("uid", out _) && !server.Version.Has(Since.Renames))
        {
            throw MeilisearchRefusal.BadRequest("immutable_index_uid", "Immutable field `uid`: expected one of `primaryKey`");
        }

        return MeilisearchJson.Member(body, "uid") is { } name
            ? tasks.Make("indexUpdate", [uid, name], $$"""{{{details}},"oldIndexUid":{{MeilisearchJson.Quote(uid)}},"newIndexUid":{{MeilisearchJson.Quote(name)}}}""", task => Rename(task, uid, name))
            : tasks.Make("indexUpdate", [uid], $"{{{details}}}", _ => SetPrimaryKey(uid, primaryKey));
    }

    private void SetPrimaryKey(string uid, string? primaryKey)
    {
        var index = server.World.Get(uid);
        if (primaryKey is not null && index.PrimaryKey is { } present && present != primaryKey && index.Documents.Count > 0)
        {
            throw MeilisearchRefusal.BadRequest("index_primary_key_already_exists", $"Index `{uid}`: Index already has a primary key: `{present}`.");
        }

        index.PrimaryKey = primaryKey ?? index.PrimaryKey;
    }

    private void Rename(MeilisearchStoredTask task, string uid, string name)
    {
        server.World.Swap(uid, name, isRename: true);
        server.Store.RenameIndexes(task.Uid, new Dictionary<string, string> { [uid] = name });
    }

    private void DeleteIndex(MeilisearchStoredTask task)
    {
        task.Details!.Set("deletedDocuments", MeilisearchJson.Number(server.World.Get(task.IndexUid!).Documents.Count));
        server.World.Indexes.Remove(task.IndexUid!);
    }

    private EmulatedReply AddDocuments(MeilisearchCall call)
    {
        var documents = call.Documents();
        var primaryKey = call.Parameter("primaryKey");
        var uid = call.Segment;
        return tasks.Make(
            "documentAdditionOrUpdate",
            [uid],
            $$"""{"receivedDocuments":{{documents.Count}},"indexedDocuments":null}""",
            task => task.Effects = server.World.GetOrCreate(uid, server.Now).Add(documents, primaryKey),
            calls: () => server.World.Find(uid)?.EmbedderHosts ?? [],
            documents: [.. documents.Select(MeilisearchJson.Compact)],
            metadata: call.Parameter("customMetadata"));
    }

    private void Clear(MeilisearchStoredTask task) => Note(task, "deletedDocuments", server.World.Get(task.IndexUid!).Clear(), Effects.Resizes);

    /// <summary>Notes how many documents were touched; none take nothing.</summary>
    private static void Note(MeilisearchStoredTask task, string counter, int count, Effects effects)
    {
        task.Details!.Set(counter, MeilisearchJson.Number(count));
        task.Effects = count > 0 ? effects : Effects.None;
    }

    private EmulatedReply DeleteDocuments(MeilisearchCall call, IReadOnlyList<string> ids) => tasks.Make(
        "documentDeletion",
        [call.Segment],
        $$"""{"providedIds":{{ids.Count}},"deletedDocuments":null,"originalFilter":null}""",
        task => Note(task, "deletedDocuments", server.World.Get(task.IndexUid!).Delete(ids), Effects.Writes));

    private EmulatedReply DeleteByFilter(MeilisearchCall call)
    {
        var filter = Filter(call.Body());
        return tasks.Make("documentDeletion", [call.Segment], $$"""{"providedIds":0,"deletedDocuments":null,"originalFilter":{{FilterText(filter)}}}""", task =>
        {
            var index = server.World.Get(task.IndexUid!);
            Note(task, "deletedDocuments", index.Delete(index.Find(DocumentFilter.From(filter))), Effects.Writes);
        });
    }

    private EmulatedReply EditDocuments(MeilisearchCall call)
    {
        if (!server.World.Has("editDocumentsByFunction"))
        {
            throw MeilisearchRefusal.FeatureNotEnabled("Editing documents by function", "edit documents by function", 762);
        }

        var body = call.Body();
        var filter = Filter(body);
        var context = body.TryGetProperty("context", out var given) ? given.GetRawText() : "null";
        var details = $$"""{"editedDocuments":null,"deletedDocuments":null,"originalFilter":{{FilterText(filter)}},"context":{{context}},"function":{{MeilisearchJson.QuoteOrNull(MeilisearchJson.Member(body, "function"))}}}""";
        return tasks.Make("documentEdition", [call.Segment], details, task =>
            Note(task, "editedDocuments", server.World.Get(task.IndexUid!).Find(DocumentFilter.From(filter)).Count, Effects.Writes));
    }

    private EmulatedReply SwapIndexes(MeilisearchCall call)
    {
        List<(string One, string Other, bool IsRename)> swaps = [.. call.Body().EnumerateArray().Select(swap =>
            (swap.GetProperty("indexes")[0].ToString(), swap.GetProperty("indexes")[1].ToString(), server.Version.Has(Since.Renames) && swap.TryGetProperty("rename", out var rename) && rename.ValueKind == JsonValueKind.True))];
        return tasks.Make("indexSwap", [.. swaps.SelectMany(swap => new[] { swap.One, swap.Other }).Distinct()], UsualDetails.Swaps(swaps, server.Version), task =>
        {
            foreach (var (one, other, isRename) in swaps)
            {
                server.World.Swap(one, other, isRename);
                Dictionary<string, string> names = new() { [one] = other };
                if (!isRename)
                {
                    names[other] = one;
                }

                server.Store.RenameIndexes(task.Uid, names);
            }
        });
    }

    private EmulatedReply Export(MeilisearchCall call)
    {
        var body = call.Body();
        var url = MeilisearchJson.Member(body, "url") ?? throw MeilisearchRefusal.BadRequest("missing_export_url", "Missing field `url`");
        List<string> members = [$"\"url\":{MeilisearchJson.Quote(url)}"];
        if (MeilisearchJson.Member(body, "apiKey") is { } key)
        {
            members.Add($"\"apiKey\":{MeilisearchJson.Quote(key[..Math.Min(2, key.Length)] + "XXXX...")}");
        }

        if (MeilisearchJson.Member(body, "payloadSize") is { } size)
        {
            members.Add($"\"payloadSize\":{MeilisearchJson.Quote(size)}");
        }

        var wanted = body.TryGetProperty("indexes", out var named) ? named.EnumerateObject().ToDictionary(one => one.Name, one => ExportOf(one.Value)) : new() { ["*"] = ExportOf(null) };
        members.Add($"\"indexes\":{{{string.Join(',', wanted.Select(one => $"{MeilisearchJson.Quote(one.Key)}:{{{one.Value}}}"))}}}");
        return tasks.Make("export", [], $"{{{string.Join(',', members)}}}", task => Count(task, wanted), calls: () => [World.HostOf(url)], status: 200);
    }

    private void Count(MeilisearchStoredTask task, Dictionary<string, string> wanted)
    {
        var exported = server.World.Indexes.Where(index => wanted.ContainsKey("*") || wanted.ContainsKey(index.Key)).Select(index =>
            $"{MeilisearchJson.Quote(index.Key)}:{{{wanted.GetValueOrDefault(index.Key) ?? wanted["*"]},\"matched_documents\":{index.Value.Documents.Count}}}");
        task.Details!.Set("indexes", $"{{{string.Join(',', exported)}}}");
    }

    private static string ExportOf(JsonElement? index) =>
        $"\"filter\":{Member(index, "filter", "null")},\"overrideSettings\":{Member(index, "overrideSettings", "false")}";

    private static string Member(JsonElement? owner, string name, string otherwise) =>
        owner is { ValueKind: JsonValueKind.Object } there && there.TryGetProperty(name, out var value) ? value.GetRawText() : otherwise;

    private static JsonElement? Filter(JsonElement body) => body.TryGetProperty("filter", out var filter) && filter.ValueKind != JsonValueKind.Null ? filter : null;

    /// <summary>The filter as the details show it: JSON, as a text.</summary>
    private static string FilterText(JsonElement? filter) => filter is { } there ? MeilisearchJson.Quote(there.GetRawText()) : "null";
}
