using System.Text.Json;
using System.Xml;

namespace TaskCancellation.Meilisearch;

/// <summary>Makes snapshots of tasks as the server writes them.</summary>
internal static class MeilisearchSnapshots
{
    internal static TaskSnapshot From(MeilisearchTaskReply task, ReadOnlyMemory<byte> raw) => new()
    {
        Id = task.Uid,
        State = MeilisearchLifecycle.StateOf(task.Status),
        RawState = task.Status,
        Kind = task.Type,
        Scope = task.IndexUid,
        CanceledBy = task.CanceledBy is { } by ? by : default(TaskId?),
        EnqueuedAt = task.EnqueuedAt,
        StartedAt = task.StartedAt,
        FinishedAt = task.FinishedAt,
        Failure = task.Error is { } error ? new TaskFailure(error.Message ?? "", error.Code) : null,
        Details = Details(task),
        Raw = raw,
    };

    private static MeilisearchTaskDetails Details(MeilisearchTaskReply task)
    {
        var members = task.Details ?? [];
        return new MeilisearchTaskDetails
        {
            BatchUid = task.BatchUid,
            Duration = Duration(task.Duration),
            CustomMetadata = task.CustomMetadata,
            ErrorType = task.Error?.Type,
            ErrorLink = task.Error?.Link,
            Members = ReadOnlyValues.Map(members.Select(member => KeyValuePair.Create(member.Key, member.Value.GetRawText()))),
            Network = task.Network?.GetRawText(),
            ReceivedDocuments = Number(members, "receivedDocuments"),
            IndexedDocuments = Number(members, "indexedDocuments"),
            EditedDocuments = Number(members, "editedDocuments"),
            DeletedDocuments = Number(members, "deletedDocuments"),
            MatchedTasks = Number(members, "matchedTasks"),
            CanceledTasks = Number(members, "canceledTasks"),
            DeletedTasks = Number(members, "deletedTasks"),
            OriginalFilter = members.TryGetValue("originalFilter", out var filter) && filter.ValueKind == JsonValueKind.String ? filter.GetString() : null,
        };
    }

    private static long? Number(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static TimeSpan? Duration(string? text)
    {
        try
        {
            return text is null ? null : XmlConvert.ToTimeSpan(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            // A form that is not documented says nothing about the task; the text is in Raw.
            return null;
        }
    }
}
