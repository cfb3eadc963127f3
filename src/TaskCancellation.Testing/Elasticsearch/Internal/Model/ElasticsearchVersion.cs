namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The differences between products and versions, in one table.</summary>
internal sealed class ElasticsearchVersion(ElasticsearchFlavor flavor, string text)
{
    // Serverless is always current, whatever version it announces.
    private readonly Version number = flavor == ElasticsearchFlavor.Serverless ? new Version(9, 5) : Parse(text);

    /// <summary>As it is announced.</summary>
    internal string Text { get; } = text;

    internal bool IsOpenSearch { get; } = flavor == ElasticsearchFlavor.OpenSearch;

    internal bool IsServerless { get; } = flavor == ElasticsearchFlavor.Serverless;

    internal int Major => number.Major;

    // Tasks.
    internal bool WaitsOnCancel => IsOpenSearch || AtLeast(7, 8);

    internal bool RefusesSecondCancel => !WaitsOnCancel;

    internal bool WritesCanceled => IsOpenSearch ? AtLeast(2, 0) : AtLeast(7, 14);

    internal bool WritesResourceStats => IsOpenSearch && AtLeast(2, 1);

    internal bool WritesCancellationTime => IsOpenSearch && AtLeast(2, 8);

    internal bool OwnTasksAreCancelable => !IsOpenSearch && AtLeast(8, 10);

    /// <summary>Whether a node calls itself without its transport layer.</summary>
    internal bool CallsItselfDirectly => IsOpenSearch || !AtLeast(8, 0);

    internal bool HasHealthNode => !IsOpenSearch && !IsServerless && AtLeast(8, 5);

    internal bool HasReindexManagement => !IsOpenSearch && AtLeast(9, 5);

    internal bool AsksAllNodes => HasReindexManagement;

    internal bool DeletesResults => IsOpenSearch && AtLeast(3, 9);

    /// <summary>The document types of old, which stand in descriptions of tasks and in hits.</summary>
    internal bool NamesTypes => !IsOpenSearch && Major < 8;

    /// <summary>The status of a wait that timed out.</summary>
    internal int TimeoutStatus => IsOpenSearch ? (AtLeast(3, 0) ? 504 : 500) : AtLeast(9, 0) ? 429 : 500;

    /// <summary>Whether an error is marked as a timeout, so that its 429 is not taken for a refusal.</summary>
    internal bool MarksTimeouts => !IsOpenSearch && AtLeast(9, 0);

    /// <summary>Whether a wait that timed out names the time, not the task.</summary>
    internal bool NamesTime => !IsOpenSearch && AtLeast(8, 0);

    internal int DisconnectedStatus => !IsOpenSearch && AtLeast(8, 0) ? 502 : 500;

    internal int TransportTimeoutStatus => MarksTimeouts ? 429 : 500;

    /// <summary>Whether a list with such a timeout is over before any node has answered.</summary>
    internal bool TimesOutAtOnce(TimeSpan timeout) =>
        timeout == TimeSpan.Zero ? !(IsOpenSearch && AtLeast(3, 0)) : timeout < TimeSpan.Zero && (IsOpenSearch ? !AtLeast(3, 0) : !AtLeast(8, 0));

    // Requests.
    internal bool IgnoresBodies => IsOpenSearch;

    internal bool KnowsVendorType => !IsOpenSearch && AtLeast(7, 11);

    /// <summary>Whether a vendor type's version is looked at, and echoed.</summary>
    internal bool NegotiatesVendorType => !IsOpenSearch && AtLeast(8, 0);

    /// <summary>Whether a path is decoded as a whole, before a route is looked for.</summary>
    internal bool DecodesPathFirst => !IsOpenSearch && AtLeast(8, 0);

    internal bool ChecksTraceParameterFirst => !IsOpenSearch || !AtLeast(3, 0);

    /// <summary>In which order allowed methods are named.</summary>
    internal IReadOnlyList<string> MethodOrder { get; } = flavor != ElasticsearchFlavor.OpenSearch ? ["GET", "POST", "PUT", "DELETE", "HEAD"]
        : Parse(text).Major >= 3 ? ["HEAD", "GET", "DELETE", "PUT", "POST"]
        : ["HEAD", "PUT", "GET", "DELETE", "POST"];

    /// <summary>The roles of a node that was given none.</summary>
    internal IReadOnlyList<string> UsualRoles => (IsOpenSearch, Major) switch
    {
        (true, >= 2) => ["cluster_manager", "data", "ingest", "remote_cluster_client"],
        (true, _) => ["data", "ingest", "master", "remote_cluster_client"],
        (_, >= 8) => ["data", "data_cold", "data_content", "data_frozen", "data_hot", "data_warm", "ingest", "master", "ml", "remote_cluster_client", "transform"],
        _ => ["data", "data_cold", "data_content", "data_frozen", "data_hot", "data_warm", "ingest", "master", "remote_cluster_client"],
    };

    internal string ManagerRole => IsOpenSearch && AtLeast(2, 0) ? "cluster_manager" : "master";

    // Replies.
    internal string JsonType => !IsOpenSearch && AtLeast(8, 0) ? "application/json" : "application/json; charset=UTF-8";

    internal bool NamesProduct => !IsOpenSearch && AtLeast(7, 14);

    internal bool NamesOpenSearch => IsOpenSearch && AtLeast(3, 0);

    /// <summary>Whether errors without their details are objects; before, they are texts.</summary>
    internal bool KeepsErrorObjects => !IsOpenSearch && AtLeast(9, 0);

    /// <summary>What an error of no exception of the product's own is called without its details.</summary>
    internal string PlainErrorText => IsOpenSearch ? "Invalid argument" : "No ElasticsearchException found";

    internal string JavaPackage => IsOpenSearch ? "org.opensearch" : "org.elasticsearch";

    internal string JavaPrefix => IsOpenSearch ? "OpenSearch" : "Elasticsearch";

    // Security.
    internal bool HasCancelPrivilege => !IsOpenSearch && AtLeast(7, 12);

    internal bool AuthenticatesFirst => !IsOpenSearch && AtLeast(8, 8);

    private static Version Parse(string text) =>
        Version.TryParse(text.Split('-')[0], out var number) ? number : throw new ArgumentException($"'{text}' is no version such as 8.19.0.", nameof(text));

    private bool AtLeast(int major, int minor) => number >= new Version(major, minor);
}
