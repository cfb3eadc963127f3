using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;

namespace EmulatorServer.Services;

/// <summary>A task in the terms that all services share.</summary>
/// <param name="Id">The id.</param>
/// <param name="State">The state, as the service writes it; where the service has no states, what its tasks show instead.</param>
/// <param name="Name">What tells the task from others: name, kind, or description.</param>
/// <param name="Since">When the task came to this state, on the server's clock.</param>
/// <param name="IsHeld">Whether the task is held.</param>
/// <param name="HasEnded">Whether the task has ended.</param>
internal sealed record TaskLine(string Id, string State, string Name, DateTimeOffset Since, bool IsHeld, bool HasEnded)
{
    private const int LongestName = 300;

    private static readonly string[] CloudFoundryEnds = ["SUCCEEDED", "FAILED"];
    private static readonly string[] TopazImageEnds = ["Completed", "Cancelled", "Failed"];

    /// <summary>The name, cut where it is too long for a line.</summary>
    public string Name { get; } = Cut(Name);

    internal static TaskLine Of(MeilisearchRow row) =>
        new($"{row.Id}", row.State, $"{row.Kind} {row.IndexUid}", row.FinishedAt ?? row.StartedAt ?? row.EnqueuedAt, row.IsHeld, row.FinishedAt is not null);

    internal static TaskLine Of(ElasticsearchRow row) =>
        new(row.Id, StateOf(row), $"{row.Description} {row.Action}", row.FinishedAt ?? row.StartedAt, row.IsHeld, row.Ending != ElasticsearchEnding.None);

    internal static TaskLine Of(CloudFoundryRow row) =>
        new(row.Id, row.State, row.Failure is null ? row.Name : $"{row.Name} ({row.Failure})", row.UpdatedAt, row.IsHeld, CloudFoundryEnds.Contains(row.State));

    internal static TaskLine Of(TopazImageRow row) =>
        new(row.Id, row.State, $"{row.FileName} {row.Category} {row.Model}", row.UpdatedAt, row.IsHeld, TopazImageEnds.Contains(row.State));

    internal static TaskLine Of(VeevaVaultRow row) =>
        new($"{row.Id}", row.State, row.Title, row.FinishedAt ?? row.UpdatedAt, row.IsHeld, row.IsFinished);

    /// <summary>A text that fits a line.</summary>
    internal static string Cut(string text) => text.Length <= LongestName ? text.Trim() : $"{text.AsSpan(0, LongestName)}…";

    private static string StateOf(ElasticsearchRow row) => row switch
    {
        { Ending: ElasticsearchEnding.None, IsCanceled: true } => "running, cancelled",
        { Ending: ElasticsearchEnding.None } => "running",
        _ => row.Ending.ToString().ToLowerInvariant(),
    };
}
