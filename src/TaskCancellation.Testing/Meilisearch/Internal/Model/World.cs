namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The data that tasks work on: indexes, search rules, and the enabled features.</summary>
internal sealed class World
{
    /// <summary>The index that tasks on search rules show.</summary>
    internal const string RulesIndex = ".meili_dsr";

    private static readonly string[] FeatureNames =
    [
        "metrics", "logsRoute", "editDocumentsByFunction", "containsFilter", "dynamicSearchRules", "network", "getTaskDocumentsRoute", "taskQueueCompactionRoute",
        "compositeEmbedders", "chatCompletions", "multimodal", "foreignKeys",
    ];

    private static readonly string[] LaterFeatureNames = ["disableDocumentsFetchQueue", "legacySearch", "renderRoute"];

    private readonly HashSet<string> features = new(StringComparer.Ordinal);

    internal SortedDictionary<string, SearchIndex> Indexes { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of the search rules.</summary>
    internal HashSet<string> Rules { get; } = new(StringComparer.Ordinal);

    /// <summary>The network as last set, as JSON members; null for none.</summary>
    internal string? Network { get; set; }

    internal static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Host : url;

    internal SearchIndex? Find(string uid) => Indexes.GetValueOrDefault(uid);

    internal SearchIndex Get(string uid) => Find(uid) ?? throw NotFound(uid);

    internal SearchIndex GetOrCreate(string uid, Nanos now) => Find(uid) ?? (Indexes[uid] = new SearchIndex(now));

    /// <summary>The names of the experimental features, in the server's order.</summary>
    internal static IReadOnlyList<string> Features(MeilisearchVersion version) => version.Has(Since.LaterFeatures) ? [.. FeatureNames, .. LaterFeatureNames] : FeatureNames;

    internal bool Has(string feature) => features.Contains(feature);

    internal void Switch(string feature, bool isOn)
    {
        if (isOn)
        {
            features.Add(feature);
        }
        else
        {
            features.Remove(feature);
        }
    }

    /// <summary>Exchanges two indexes, or gives the first the other's name.</summary>
    internal void Swap(string one, string other, bool isRename)
    {
        var index = Get(one);
        if (isRename)
        {
            if (Find(other) is not null)
            {
                throw MeilisearchRefusal.BadRequest("index_already_exists", $"Index `{other}` already exists.");
            }

            Indexes.Remove(one);
        }
        else
        {
            Indexes[one] = Get(other);
        }

        Indexes[other] = index;
    }

    internal void Reset()
    {
        Indexes.Clear();
        Rules.Clear();
        features.Clear();
        Network = null;
    }

    internal static MeilisearchRefusal NotFound(string uid) => MeilisearchRefusal.NotFound("index_not_found", $"Index `{uid}` not found.");
}

/// <summary>What the engine does for a task, and therefore measures in the stats of its batch.</summary>
[Flags]
internal enum Effects
{
    None = 0,

    /// <summary>It writes documents: <c>writeChannelCongestion</c>.</summary>
    Writes = 1,

    /// <summary>The index takes up more pages, or fewer: <c>internalDatabaseSizes</c>.</summary>
    Resizes = 2,

    /// <summary>It requests embeddings: <c>embedderRequests</c>.</summary>
    Embeds = 4,
}
