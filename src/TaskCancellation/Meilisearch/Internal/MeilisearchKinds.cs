namespace TaskCancellation.Meilisearch;

/// <summary>The kinds whose spelling is known. Others are passed on; a server that does not know one says so.</summary>
internal static class MeilisearchKinds
{
    internal const string TaskCancelation = "taskCancelation";
    internal const string UpgradeDatabase = "upgradeDatabase";
    internal const string NetworkTopologyChange = "networkTopologyChange";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "documentAdditionOrUpdate", "documentEdition", "documentDeletion", "settingsUpdate", "indexCreation", "indexDeletion", "indexUpdate", "indexSwap",
        TaskCancelation, "taskDeletion", "dumpCreation", "snapshotCreation", "export", UpgradeDatabase, "indexCompaction", NetworkTopologyChange, "dsrUpdate", "dsrClear",
    };

    /// <summary>The server compares kinds without case; only of a known spelling is it certain that it means the same.</summary>
    internal static bool IsExact(string kind) => Known.Contains(kind);

    /// <summary>Kinds are letters; a comma would make two of one.</summary>
    internal static bool IsSendable(string kind) => kind.All(char.IsAsciiLetterOrDigit);
}
