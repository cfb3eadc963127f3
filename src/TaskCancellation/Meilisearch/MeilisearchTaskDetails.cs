using System.Buffers;
using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>What only Meilisearch knows of a task.</summary>
/// <remarks>The details differ from kind to kind and from version to version. They are kept as received and parsed when they are requested.</remarks>
public sealed record MeilisearchTaskDetails : TaskDetails
{
    private const string Canceled = "canceledTasks";
    private const string Uids = "?uids=";
    private static readonly SearchValues<char> Listed = SearchValues.Create("0123456789,");

    /// <summary>Gets the batch in which the task is or was processed; a canceled task shows the batch of its cancellation. <see langword="null"/> while enqueued, and before Meilisearch 1.12.</summary>
    public long? BatchUid { get; init; }

    /// <summary>Gets how long the task took, truncated to 100 nanoseconds; <see langword="null"/> until it has ended. A canceled task shows the duration of its cancellation.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the metadata that was attached to the task when it was created (Meilisearch 1.26 and later).</summary>
    public string? CustomMetadata { get; init; }

    /// <summary>Gets the type of the task's error: invalid_request, auth, internal, or system.</summary>
    public string? ErrorType { get; init; }

    /// <summary>Gets the address of the documentation of the task's error.</summary>
    public string? ErrorLink { get; init; }

    /// <summary>Gets the details of the task as JSON; <see langword="null"/> when there are none.</summary>
    public string? Json { get => DetailsJson?.ToString(); init => DetailsJson = RawJson.Of(value); }

    /// <summary>Gets the task's part in a network of servers, as JSON; <see langword="null"/> unless distributed.</summary>
    public string? Network { get => NetworkJson?.ToString(); init => NetworkJson = RawJson.Of(value); }

    /// <summary>Gets the members of the task's details as JSON, by name, including those that this version of the library does not know.</summary>
    public IReadOnlyDictionary<string, string> Members => ReadOnlyValues.Map(Read(ReadMembers) ?? []);

    /// <summary>Gets the number of documents received.</summary>
    public long? ReceivedDocuments => Number("receivedDocuments");

    /// <summary>Gets the number of documents indexed; <see langword="null"/> until the task has ended.</summary>
    public long? IndexedDocuments => Number("indexedDocuments");

    /// <summary>Gets the number of documents edited; <see langword="null"/> until the task has ended.</summary>
    public long? EditedDocuments => Number("editedDocuments");

    /// <summary>Gets the number of documents deleted; <see langword="null"/> until the task has ended.</summary>
    public long? DeletedDocuments => Number("deletedDocuments");

    /// <summary>Gets, for a cancellation or deletion of tasks, how many tasks its filter matched.</summary>
    public long? MatchedTasks => Number("matchedTasks");

    /// <summary>Gets, for a cancellation, how many tasks it canceled; <see langword="null"/> until it has ended.</summary>
    public long? CanceledTasks => Number(Canceled);

    /// <summary>Gets, for a deletion of tasks, how many tasks it deleted; <see langword="null"/> until it has ended.</summary>
    public long? DeletedTasks => Number("deletedTasks");

    /// <summary>Gets the filter as received.</summary>
    /// <remarks>For a cancellation or a deletion of tasks: a question mark and the raw query. For a <c>documentDeletion</c>: the filter of the documents, as JSON text.</remarks>
    public string? OriginalFilter => Read((ref WireReader reader) => Find(ref reader, "originalFilter", (ref WireReader value) => value.ValueKind == JsonTokenType.String ? value.Text() : null));

    /// <inheritdoc/>
    public override ServiceTaskCounts? CancellationCounts =>
        MatchedTasks is { } matched && Read((ref WireReader reader) => Find(ref reader, Canceled, (ref WireReader _) => true))
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
