using System.Text;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The kinds of task in the server's order, and what is special about each.</summary>
internal static class KindTable
{
    internal const string TaskCancelation = "taskCancelation";
    internal const string TaskDeletion = "taskDeletion";
    internal const string UpgradeDatabase = "upgradeDatabase";
    internal const string IndexCompaction = "indexCompaction";
    internal const string NetworkTopologyChange = "networkTopologyChange";
    internal const string SnapshotCreation = "snapshotCreation";
    internal const string IndexDeletion = "indexDeletion";

    private static readonly Row[] Rows =
    [
        new("documentAdditionOrUpdate", HeedsStop: true),
        new("documentEdition", Since.DocumentEdition, HeedsStop: true),
        new("documentDeletion", HeedsStop: true),
        new("settingsUpdate", HeedsStop: true),
        new("indexCreation"),
        new(IndexDeletion),
        new("indexUpdate", HeedsStop: true),
        new("indexSwap", IsGlobal: true),
        new(TaskCancelation, IsGlobal: true),
        new(TaskDeletion, IsGlobal: true),
        new("dumpCreation", IsGlobal: true, HeedsStop: true),
        new(SnapshotCreation, IsGlobal: true),
        new("export", Since.Export, IsGlobal: true, HeedsStop: true),
        new(UpgradeDatabase, Since.UpgradeDatabase, IsGlobal: true, HeedsStop: true),
        new(IndexCompaction, Since.IndexCompaction),
        new(NetworkTopologyChange, Since.NetworkTopology, IsGlobal: true),
        new("dsrUpdate", Since.RuleTasks, HeedsStop: true),
        new("dsrClear", Since.RuleTasks),
    ];

    /// <summary>What runs before normal work, after cancellations, first to last.</summary>
    internal static IReadOnlyList<string> Priorities { get; } =
        [NetworkTopologyChange, TaskDeletion, IndexCompaction, "export", SnapshotCreation, "dumpCreation"];

    internal static IReadOnlyList<string> Names(MeilisearchVersion version) =>
        [.. Rows.Where(row => version.Has(row.Since)).Select(row => row.Name)];

    internal static string? Find(string text, MeilisearchVersion version) =>
        Names(version).FirstOrDefault(name => Ascii.EqualsIgnoreCase(name, text));

    internal static int Order(string kind) => Array.FindIndex(Rows, row => row.Name == kind) is >= 0 and var place ? place : Rows.Length;

    /// <summary>Whether the kind is not tied to exactly one index.</summary>
    internal static bool IsGlobal(string kind) => Find(kind)?.IsGlobal ?? false;

    internal static bool HeedsStop(string kind) => Find(kind)?.HeedsStop ?? true;

    /// <summary>Whether all waiting tasks of the kind run together.</summary>
    internal static bool RunsTogether(string kind) => kind is TaskDeletion or SnapshotCreation or UpgradeDatabase;

    private static Row? Find(string kind) => Array.Find(Rows, row => row.Name == kind);

    private sealed record Row(string Name, Since? Since = null, bool IsGlobal = false, bool HeedsStop = false);
}
