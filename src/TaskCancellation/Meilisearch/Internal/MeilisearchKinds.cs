namespace TaskCancellation.Meilisearch;

/// <summary>The kinds whose spelling is known. Others are passed on; a server that does not know one says so.</summary>
internal static class MeilisearchKinds
{
    internal const string TaskCancelation = "taskCancelation";
    internal const string UpgradeDatabase = "upgradeDatabase";
    internal const string NetworkTopologyChange = "networkTopologyChange";

    /// <summary>Those that a filter does not address unless it names them.</summary>
    internal static readonly string[] Protected = [UpgradeDatabase, NetworkTopologyChange, TaskCancelation];

    private static readonly string[] Known =
    [
        "documentAdditionOrUpdate", "documentEdition", "documentDeletion", "settingsUpdate", "indexCreation", "indexDeletion", "indexUpdate", "indexSwap",
        TaskCancelation, "taskDeletion", "dumpCreation", "snapshotCreation", "export", UpgradeDatabase, "indexCompaction", NetworkTopologyChange, "dsrUpdate", "dsrClear",
    ];

    /// <summary>The kinds that a filter means which names none: all that the server has, or where it does not say, all that are known, but the protected ones.</summary>
    internal static IReadOnlyList<string> Meant(IReadOnlyList<string>? available) => [.. (available ?? Known).Where(IsSendable).Except(Protected)];

    /// <summary>The server compares kinds without case; only of a known spelling is it certain that it means the same.</summary>
    internal static bool IsExact(string kind) => Known.Contains(kind, StringComparer.Ordinal);

    /// <summary>Kinds are letters; a comma would make two of one.</summary>
    internal static bool IsSendable(string kind) => kind.All(char.IsAsciiLetterOrDigit);
}
