using System.Text;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A stored task. Its status is never <c>processing</c>: that is only an overlay while its batch runs.</summary>
internal sealed class MeilisearchStoredTask
{
    internal required long Uid { get; init; }

    internal required string Kind { get; init; }

    /// <summary>The index shown; null for kinds that are not tied to exactly one.</summary>
    internal string? IndexUid => KindTable.IsGlobal(Kind) || Indexes.Count == 0 ? null : Indexes[0];

    /// <summary>Every index the task touches: what keys are checked against, and what swaps and renames rewrite.</summary>
    internal IReadOnlyList<string> Indexes { get; set; } = [];

    internal string Status { get; set; } = MeilisearchStates.Enqueued;

    internal long? CanceledBy { get; set; }

    internal long? BatchUid { get; set; }

    internal TaskDetails? Details { get; init; }

    internal MeilisearchError? Error { get; set; }

    internal required Nanos EnqueuedAt { get; init; }

    internal Nanos? StartedAt { get; set; }

    internal Nanos? FinishedAt { get; set; }

    internal string? CustomMetadata { get; init; }

    /// <summary>The fixed set of tasks that a cancellation or deletion works on.</summary>
    internal IReadOnlySet<long> Matched { get; init; } = new HashSet<long>();

    internal TimeSpan? RunDuration { get; set; }

    /// <summary>What the task does to the indexes when it ends, for tasks made over HTTP; refuses with the error that it fails with.</summary>
    internal Action<MeilisearchStoredTask>? Work { get; init; }

    /// <summary>The other hosts that the task would call if it ran now: embedders, the server exported to.</summary>
    internal Func<IEnumerable<string>> Calls { get; init; } = () => [];

    /// <summary>What the engine has done for it.</summary>
    internal Effects Effects { get; set; }

    /// <summary>The documents received and not yet indexed.</summary>
    internal IReadOnlyList<string>? Documents { get; init; }

    internal MeilisearchError? Failure { get; set; }

    internal MeilisearchCancelEnding CancelEnding { get; init; }

    /// <summary>A rename and the removal of all documents do not look at the stop, though others of their kind do.</summary>
    internal bool HeedsStop => CancelEnding switch
    {
        MeilisearchCancelEnding.Canceled => true,
        MeilisearchCancelEnding.CompletesAnyway => false,
        _ => KindTable.HeedsStop(Kind) && Details is not ({ IsClear: true } or { IsRename: true }),
    };

    internal bool IsHeld { get; set; }

    /// <summary>When the batch that a stop has just aborted had started; old servers keep it.</summary>
    internal Nanos? AbortedStart { get; set; }

    /// <summary>A cancellation or deletion of those tasks.</summary>
    internal static MeilisearchStoredTask ForQuery(string kind, long uid, Nanos now, IReadOnlySet<long> matched, string rawQuery, TimeSpan runDuration) => new()
    {
        Uid = uid,
        Kind = kind,
        Details = TaskDetails.ForTaskQuery(matched.Count, kind == KindTable.TaskCancelation ? "canceledTasks" : "deletedTasks", rawQuery),
        EnqueuedAt = now,
        Matched = matched,
        RunDuration = runDuration,
    };
}

/// <summary>The statuses in the server's order.</summary>
internal static class MeilisearchStates
{
    internal const string Enqueued = "enqueued";
    internal const string Processing = "processing";
    internal const string Succeeded = "succeeded";
    internal const string Failed = "failed";
    internal const string Canceled = "canceled";

    internal static IReadOnlyList<string> All { get; } = [Enqueued, Processing, Succeeded, Failed, Canceled];

    internal static bool IsEnd(string status) => status is Succeeded or Failed or Canceled;

    internal static string? Find(string text) => All.FirstOrDefault(status => Ascii.EqualsIgnoreCase(status, text));
}
