using System.Buffers;

namespace TaskCancellation.Meilisearch;

/// <summary>What only Meilisearch knows of a task.</summary>
public sealed record MeilisearchTaskDetails : TaskDetails
{
    private const string Uids = "?uids=";
    private static readonly SearchValues<char> Listed = SearchValues.Create("0123456789,");

    /// <summary>The batch the task is or was processed in; a canceled task shows the batch of its cancelation. Null while enqueued, and before Meilisearch 1.12.</summary>
    public long? BatchUid { get; init; }

    /// <summary>How long the task took, in whole 100 ns; null until it has ended. A canceled task shows the time of its cancelation.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What was attached to the task when it was created; Meilisearch 1.26 and later.</summary>
    public string? CustomMetadata { get; init; }

    /// <summary>The type of the task's error: invalid_request, auth, internal, system.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Where the documentation explains the task's error.</summary>
    public string? ErrorLink { get; init; }

    /// <summary>The members of the task's details as JSON text, by name: all of them, also those this version of the library does not know.</summary>
    public IReadOnlyDictionary<string, string> Members { get; init => field = ReadOnlyValues.Map(value); } = ReadOnlyValues.Map([]);

    /// <summary>The task's part in a network of servers, as JSON text; null unless distributed.</summary>
    public string? Network { get; init; }

    /// <summary>Documents received.</summary>
    public long? ReceivedDocuments { get; init; }

    /// <summary>Documents indexed; null until the task has ended.</summary>
    public long? IndexedDocuments { get; init; }

    /// <summary>Documents edited; null until the task has ended.</summary>
    public long? EditedDocuments { get; init; }

    /// <summary>Documents deleted; null until the task has ended.</summary>
    public long? DeletedDocuments { get; init; }

    /// <summary>For a cancelation or deletion: how many tasks its filter matched.</summary>
    public long? MatchedTasks { get; init; }

    /// <summary>For a cancelation: how many tasks it canceled; null until it has ended.</summary>
    public long? CanceledTasks { get; init; }

    /// <summary>For a deletion of tasks: how many it deleted; null until it has ended.</summary>
    public long? DeletedTasks { get; init; }

    /// <summary>The filter, as received. Of a cancelation or a deletion of tasks: a question mark and the raw query. Of a <c>documentDeletion</c>: the filter of the documents as JSON text.</summary>
    public string? OriginalFilter { get; init; }

    /// <inheritdoc/>
    public override ServiceTaskCounts? CancellationCounts =>
        MatchedTasks is { } matched && Members.ContainsKey("canceledTasks") ? new ServiceTaskCounts(matched, CanceledTasks, AskedFor(OriginalFilter)) : null;

    // The uids that a cancel by ids names, as we send it; any other filter asks for what it matches.
    private static long? AskedFor(string? filter) =>
        filter is not null && filter.StartsWith(Uids, StringComparison.Ordinal) && filter.AsSpan(Uids.Length).IndexOfAnyExcept(Listed) < 0 ? filter[Uids.Length..].Split(',').Distinct().Count() : null;
}
