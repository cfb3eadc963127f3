namespace TaskCancellation.Elasticsearch;

/// <summary>What the service can do by itself, and within what limits.</summary>
internal static class ElasticsearchLimits
{
    internal const string ServiceName = "Elasticsearch";

    /// <summary>What the other product of the family calls itself.</summary>
    internal const string OpenSearch = "OpenSearch";

    /// <summary>The most characters a list of actions or nodes may take in an address; servers take 4,096 for the whole line by default.</summary>
    internal const int MaxListCharacters = 1500;

    // Long enough for a busy node, short enough for a list with its retries to come back within the time for one request.
    private static readonly TimeSpan LongestListWait = TimeSpan.FromSeconds(10);

    /// <summary>How long a list waits for a node that does not answer: the others' tasks are shown then, and the node is named.</summary>
    internal static TimeSpan ListWait(TaskClientCapabilities limits) => limits.MaxLongPollTimeout / 2 < LongestListWait ? limits.MaxLongPollTimeout / 2 : LongestListWait;

    /// <summary>The same for a client whose requests may take so long: a read that the service holds must be answered well before it would be given up.</summary>
    internal static TaskClientCapabilities Within(TimeSpan attempt, TimeSpan? ofHttpClient) =>
        Capabilities with { MaxLongPollTimeout = (ofHttpClient > TimeSpan.Zero && ofHttpClient < attempt ? ofHttpClient.Value : attempt) * 2 / 3 };

    internal static readonly TaskClientCapabilities Capabilities = new()
    {
        ServiceName = ServiceName,
        Polling = new PollingDefaults(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)),
        CancelsByFilter = true,
        ListFields = FilterFields.Kinds | FilterFields.ServiceSpecific,
        UnsupportedFields = FilterFields.Scopes | FilterFields.Names | FilterFields.Enqueued | FilterFields.Finished,
        ReusesIds = true,
        ChecksKindOnCancel = true,
        CancelsDescendants = true,
        ProtectedKinds = ["cluster:admin/tasks/*", "cluster:monitor/task*", "health-node*"],
        Caveats = ["A cancel reaches all that a task has started, and a task heeds it only at its next check: it may still end by itself."],
    };
}
