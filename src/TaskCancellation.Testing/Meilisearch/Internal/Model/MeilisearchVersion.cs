using static TaskCancellation.Testing.Meilisearch.Evidence;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The emulated version. Only the minor number matters, see <see cref="Since"/>.</summary>
internal sealed class MeilisearchVersion
{
    private readonly Version version;

    internal MeilisearchVersion(string text) => version = System.Version.TryParse(text, out var parsed)
        ? parsed
        : throw new ArgumentException($"'{text}' is not a version such as 1.41 or 1.41.0.", nameof(text));

    /// <summary>Whether this version has what came then; what has no beginning was always there.</summary>
    internal bool Has(Since? change) => change is null || version >= new Version(1, change.Minor);

    public override string ToString() => $"{version.Major}.{version.Minor}.{Math.Max(version.Build, 0)}";
}

/// <summary>What came with which minor version of 1: the one table of what differs between 1.0 and 1.50. What is not here is the same in all of them.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Minor">The version that has it first.</param>
/// <param name="Evidence">How that is known.</param>
internal sealed record Since(string Name, int Minor, Evidence Evidence)
{
    /// <summary>Lists count what matches: <c>total</c>.</summary>
    internal static readonly Since ListTotal = new(nameof(ListTotal), 3, Documented);

    /// <summary><c>documentEdition</c> and its route.</summary>
    internal static readonly Since DocumentEdition = new(nameof(DocumentEdition), 10, Documented);

    /// <summary><c>/batches</c>, <c>batchUid</c>, the parameters <c>batchUids</c> and <c>reverse</c>; a canceled task has the times of its cancellation.</summary>
    internal static readonly Since Batches = new(nameof(Batches), 12, Documented);

    /// <summary><c>upgradeDatabase</c>.</summary>
    internal static readonly Since UpgradeDatabase = new(nameof(UpgradeDatabase), 13, Documented);

    /// <summary><c>/tasks/{uid}/documents</c>.</summary>
    internal static readonly Since TaskDocuments = new(nameof(TaskDocuments), 13, Documented);

    /// <summary><c>/network</c>.</summary>
    internal static readonly Since Network = new(nameof(Network), 13, Documented);

    /// <summary>In <c>/stats</c>: <c>usedDatabaseSize</c>, <c>rawDocumentDbSize</c>, <c>avgDocumentSize</c>, and the numbers of embeddings.</summary>
    internal static readonly Since SizeStats = new(nameof(SizeStats), 13, Documented);

    /// <summary>A full queue takes a cancellation that matches something.</summary>
    internal static readonly Since CancelsWhenFull = new(nameof(CancelsWhenFull), 14, Documented);

    /// <summary>What the engine measured, in the stats of a batch: <c>progressTrace</c>, <c>writeChannelCongestion</c>, <c>internalDatabaseSizes</c>.</summary>
    internal static readonly Since BatchMeasures = new(nameof(BatchMeasures), 14, Documented);

    /// <summary><c>batchStrategy</c>.</summary>
    internal static readonly Since BatchStrategy = new(nameof(BatchStrategy), 15, Documented);

    /// <summary>The default key for chats.</summary>
    internal static readonly Since ChatKey = new(nameof(ChatKey), 15, Inferred);

    /// <summary><c>export</c> and its route.</summary>
    internal static readonly Since Export = new(nameof(Export), 16, Documented);

    /// <summary>The action <c>*.get</c>, and the default key that has it.</summary>
    internal static readonly Since ReadAllAction = new(nameof(ReadAllAction), 16, Documented);

    /// <summary><c>embedderRequests</c>, in the stats of a batch.</summary>
    internal static readonly Since EmbedderRequests = new(nameof(EmbedderRequests), 16, Documented);

    /// <summary>Indexes are renamed: <c>rename</c> of a swap, <c>uid</c> of an update.</summary>
    internal static readonly Since Renames = new(nameof(Renames), 18, Documented);

    /// <summary><c>indexCompaction</c> and its route.</summary>
    internal static readonly Since IndexCompaction = new(nameof(IndexCompaction), 23, Documented);

    /// <summary><c>customMetadata</c>.</summary>
    internal static readonly Since CustomMetadata = new(nameof(CustomMetadata), 26, Documented);

    /// <summary><c>networkTopologyChange</c>.</summary>
    internal static readonly Since NetworkTopology = new(nameof(NetworkTopology), 30, Documented);

    /// <summary><c>POST /tasks/compact</c>.</summary>
    internal static readonly Since QueueCompaction = new(nameof(QueueCompaction), 40, Documented);

    /// <summary><c>/dynamic-search-rules</c>: recorded on 1.41; that nothing before has them is presumed.</summary>
    internal static readonly Since SearchRules = new(nameof(SearchRules), 41, Inferred);

    /// <summary>A key for some indexes opens nothing that is about the server as a whole: recorded on 1.50, said to begin here.</summary>
    internal static readonly Since ScopedKeysAreHeld = new(nameof(ScopedKeysAreHeld), 49, Documented);

    /// <summary>Search rules are changed by tasks: <c>dsrUpdate</c>, <c>dsrClear</c>. Not on 1.41.</summary>
    internal static readonly Since RuleTasks = new(nameof(RuleTasks), 50, Recorded);

    /// <summary>Any change of settings rewrites documents, as the stats of its batch show. Not on 1.41.</summary>
    internal static readonly Since SettingsWriteDocuments = new(nameof(SettingsWriteDocuments), 50, Recorded);

    /// <summary>The experimental features <c>disableDocumentsFetchQueue</c>, <c>legacySearch</c>, <c>renderRoute</c>. Not on 1.41.</summary>
    internal static readonly Since LaterFeatures = new(nameof(LaterFeatures), 50, Recorded);

    /// <summary>The whole table.</summary>
    internal static IReadOnlyList<Since> All { get; } =
    [
        ListTotal, DocumentEdition, Batches, UpgradeDatabase, TaskDocuments, Network, SizeStats, CancelsWhenFull, BatchMeasures, BatchStrategy, ChatKey, Export, ReadAllAction,
        EmbedderRequests, Renames, IndexCompaction, CustomMetadata, NetworkTopology, QueueCompaction, SearchRules, ScopedKeysAreHeld, RuleTasks, SettingsWriteDocuments, LaterFeatures,
    ];
}

/// <summary>The evidence for a difference between versions.</summary>
internal enum Evidence
{
    /// <summary>Real servers answered so: 1.41 the one way, 1.50 the other. In between nothing was recorded.</summary>
    Recorded,

    /// <summary>Release notes or the sources of that version say so.</summary>
    Documented,

    /// <summary>It is presumed.</summary>
    Inferred,
}
