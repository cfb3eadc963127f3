using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Reads, cancels and deletes tasks, and reads batches.</summary>
internal sealed class MeilisearchTaskRoutes(Backend server)
{
    private const string Get = "tasks.get";

    internal IEnumerable<MeilisearchRoute> Routes =>
    [
        new("GET", "tasks", Get, List),
        new("DELETE", "tasks", "tasks.delete", call => Register(call, KindTable.TaskDeletion)),
        new("POST", "tasks/cancel", "tasks.cancel", call => Register(call, KindTable.TaskCancelation)),
        new("POST", "tasks/compact", "tasks.compact", Compact, Since.QueueCompaction),
        new("GET", "tasks/*", Get, Show),
        new("GET", "tasks/*/documents", Get, ShowDocuments, Since.TaskDocuments),
        new("GET", "batches", Get, ListBatches, Since.Batches),
        new("GET", "batches/*", Get, ShowBatch, Since.Batches),
    ];

    private TaskSelector Tasks => new(server.Store, server.Lifecycle.Running);

    private BatchSelector Batches => new(server.Store, server.Lifecycle.Running, server.Now);

    /// <summary>Notes a cancellation or deletion: what, which tasks; then room; then the row.</summary>
    private EmulatedReply Register(MeilisearchCall call, string kind)
    {
        var isCancellation = kind == KindTable.TaskCancelation;
        var query = QueryReader.ReadSelection(call.Request.RawQuery, server.Version, isCancellation ? "cancel" : "delete");
        IReadOnlyList<long> named = [.. query.Uids?.Order() ?? Enumerable.Empty<long>()];
        if (isCancellation)
        {
            server.Settings.BeforeCancel?.Invoke(named);
        }

        var matched = Tasks.Select(query, call.Scope);
        var passesWhenFull = matched.Count > 0 && (!isCancellation || server.Version.Has(Since.CancelsWhenFull));
        if (server.Settings.IsQueueFull && !passesWhenFull)
        {
            throw MeilisearchRefusal.QueueFull();
        }

        var row = MeilisearchStoredTask.ForQuery(kind, server.Store.NextUid, server.Now, matched, call.Request.RawQuery, server.Settings.CancellationDuration);
        server.Store.Add(row);
        server.Lifecycle.Wake(server.Settings.SchedulerDelay);
        if (isCancellation)
        {
            server.Lifecycle.StopIfAny(matched);
            server.Settings.AfterCancel?.Invoke(named);
        }

        return EmulatedReply.Json(200, MeilisearchTaskJson.Summary(row, server.Version));
    }

    private EmulatedReply List(MeilisearchCall call)
    {
        var page = Tasks.List(QueryReader.ReadList(call.Request.RawQuery, server.Version), call.Scope);
        return EmulatedReply.Json(200, MeilisearchTaskJson.List(page, server.Version, (writer, task) => MeilisearchTaskJson.WriteFull(writer, task, server.Version)));
    }

    private EmulatedReply Show(MeilisearchCall call) => EmulatedReply.Json(200, MeilisearchTaskJson.Full(Find(call), server.Version));

    private EmulatedReply ShowDocuments(MeilisearchCall call)
    {
        if (!server.World.Has("getTaskDocumentsRoute"))
        {
            throw MeilisearchRefusal.FeatureNotEnabled("Getting the documents of an enqueued task", "get task documents route", 808);
        }

        var task = Find(call);
        return task.Row is { Documents: { } documents, Status: MeilisearchStates.Enqueued }
            ? EmulatedReply.Text(200, string.Concat(documents), "application/x-ndjson")
            : throw MeilisearchRefusal.NotFound("task_file_not_found", $"Task `{task.Row.Uid}` does not contain any documents. Only `documentAdditionOrUpdate` tasks with the statuses `enqueued` or `processing` contain documents");
    }

    /// <summary>The queue is copied in place of the scheduler's work, which never begins again: cancels hang until a restart.</summary>
    private EmulatedReply Compact(MeilisearchCall call)
    {
        if (!server.World.Has("taskQueueCompactionRoute"))
        {
            throw MeilisearchRefusal.FeatureNotEnabled("Using the /tasks/compact route", "task queue compaction route", 883);
        }

        server.Lifecycle.Stall();
        return EmulatedReply.Empty(200);
    }

    private EmulatedReply ListBatches(MeilisearchCall call)
    {
        var page = Batches.List(QueryReader.ReadList(call.Request.RawQuery, server.Version), call.Scope);
        return EmulatedReply.Json(200, MeilisearchTaskJson.List(page, server.Version, WriteBatch));
    }

    private EmulatedReply ShowBatch(MeilisearchCall call)
    {
        var uid = ReadUid(call.Segment, "Batch", "invalid_batch_uids");
        var batch = Batches.Find(uid, call.Scope) ?? throw MeilisearchRefusal.NotFound("batch_not_found", $"Batch `{uid}` not found.");
        return EmulatedReply.Json(200, MeilisearchJson.Write(writer => WriteBatch(writer, batch)));
    }

    private void WriteBatch(Utf8JsonWriter writer, BatchRecord batch) => BatchJson.Write(writer, batch, server.Version, server.Settings.Inferred);

    private TaskView Find(MeilisearchCall call)
    {
        var uid = ReadUid(call.Segment, "Task", "invalid_task_uids");
        return Tasks.Find(uid, call.Scope) ?? throw MeilisearchRefusal.NotFound("task_not_found", $"Task `{uid}` not found.");
    }

    private static long ReadUid(string text, string what, string code) => ParameterValue.TryNumber(text, out var uid)
        ? uid
        : throw MeilisearchRefusal.BadRequest(code, $"{what} uid `{text}` is invalid. It should only contain numeric characters.");
}
