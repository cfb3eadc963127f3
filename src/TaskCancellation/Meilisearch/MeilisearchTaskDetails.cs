using System.Buffers;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>What only Meilisearch knows of a task. Its details, which differ from kind to kind and from version to version, are kept as they came and read when they are asked for.</summary>
public sealed record MeilisearchTaskDetails : TaskDetails
{
    private const string Canceled = "canceledTasks";
    private const string Uids = "?uids=";
    private static readonly SearchValues<char> Listed = SearchValues.Create("0123456789,");

    /// <summary>The batch the task is or was processed in; a canceled task shows the batch of its cancellation. Null while enqueued, and before Meilisearch 1.12.</summary>
    public long? BatchUid { get; init; }

    /// <summary>How long the task took, in whole 100 ns; null until it has ended. A canceled task shows the time of its cancellation.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What was attached to the task when it was created; Meilisearch 1.26 and later.</summary>
    public string? CustomMetadata { get; init; }

    /// <summary>The type of the task's error: invalid_request, auth, internal, system.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Where the documentation explains the task's error.</summary>
    public string? ErrorLink { get; init; }

    /// <summary>The task's details as JSON; null where it has none.</summary>
    public string? Json { get => DetailsJson?.ToString(); init => DetailsJson = RawJson.Of(value); }

    /// <summary>The task's part in a network of servers, as JSON; null unless distributed.</summary>
    public string? Network { get => NetworkJson?.ToString(); init => NetworkJson = RawJson.Of(value); }

    /// <summary>The members of the task's details as JSON, by name: all of them, also those this version of the library does not know.</summary>
    public IReadOnlyDictionary<string, string> Members => ReadOnlyValues.Map(Read(ReadMembers) ?? []);

    /// <summary>Documents received.</summary>
    public long? ReceivedDocuments => Number("receivedDocuments");

    /// <summary>Documents indexed; null until the task has ended.</summary>
    public long? IndexedDocuments => Number("indexedDocuments");

    /// <summary>Documents edited; null until the task has ended.</summary>
    public long? EditedDocuments => Number("editedDocuments");

    /// <summary>Documents deleted; null until the task has ended.</summary>
    public long? DeletedDocuments => Number("deletedDocuments");

    /// <summary>For a cancellation or deletion: how many tasks its filter matched.</summary>
    public long? MatchedTasks => Number("matchedTasks");

    /// <summary>For a cancellation: how many tasks it canceled; null until it has ended.</summary>
    public long? CanceledTasks => Number(Canceled);

    /// <summary>For a deletion of tasks: how many it deleted; null until it has ended.</summary>
    public long? DeletedTasks => Number("deletedTasks");

    /// <summary>The filter, as received. Of a cancellation or a deletion of tasks: a question mark and the raw query. Of a <c>documentDeletion</c>: the filter of the documents as JSON text.</summary>
    public string? OriginalFilter => Read((ref WireReader reader) => Find(ref reader, "originalFilter", (ref WireReader value) => value.ValueKind == JsonTokenType.String ? value.Text() : null));

    /// <inheritdoc/>
    public override ServiceTaskCounts? CancellationCounts =>
        MatchedTasks is { } matched && Read((ref WireReader reader) => Find(ref reader, Canceled, (ref WireReader _) => "there")) is not null
            ? new ServiceTaskCounts(matched, CanceledTasks, AskedFor(OriginalFilter))
            : null;

    internal RawJson? DetailsJson { get; init; }

    internal RawJson? NetworkJson { get; init; }

    private long? Number(string name) => Read((ref WireReader reader) => Find(ref reader, name, (ref WireReader value) => value.Integer()));

    private T? Read<T>(WireRead<T> read) => DetailsJson is not null && WireReader.TryRead(DetailsJson.Utf8, read, out var value) ? value : default;

    // The uids that a cancel by ids names, as we send it; any other filter asks for what it matches.
    private static long? AskedFor(string? filter) =>
        filter is not null && filter.StartsWith(Uids, StringComparison.Ordinal) && filter.AsSpan(Uids.Length).IndexOfAnyExcept(Listed) < 0 ? filter[Uids.Length..].Split(',').Distinct().Count() : null;

    private static T? Find<T>(ref WireReader reader, string name, WireRead<T> read)
    {
        T? found = default;
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                found = reader.Is(name) ? read(ref reader) : found;
            }
        }

        return found;
    }

    private static Dictionary<string, string> ReadMembers(ref WireReader reader)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (reader.TryObject())
        {
            while (reader.NextMember())
            {
                var name = reader.Name;
                members[name] = RawJson.Of(reader.Slice())?.ToString() ?? "null";
            }
        }

        return members;
    }
}
