using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Meilisearch's task queue in memory: <c>/tasks</c>, <c>/tasks/cancel</c>, <c>/batches</c>, <c>/version</c> and <c>/health</c>.</summary>
/// <remarks>The scheduler has no timers: what is due by the clock happens, in order, when the next request or hook looks. Instants given to hooks are the server's.</remarks>
public sealed partial class MeilisearchEmulator : TaskEmulator<long, MeilisearchTask, MeilisearchRow, MeilisearchKey>
{
    /// <summary>The longest request target that the server reads.</summary>
    private const int MaxTarget = 65_534;

    private readonly TaskStore store = new();
    private readonly KeyTable keys = new();
    private readonly Scheduler scheduler;

    /// <summary>Creates an empty server on that clock.</summary>
    /// <param name="clock">A <see cref="VirtualClock"/> in tests; <see cref="VirtualClock.Scaled"/> in samples.</param>
    /// <param name="baseAddress">The address it answers at; <c>http://localhost:7700/</c> by default.</param>
    /// <param name="seed">Where given, every instant the server notes gets 0 to 99 ns more than the clock has, drawn from this seed.</param>
    public MeilisearchEmulator(TimeProvider clock, Uri? baseAddress = null, int? seed = null)
        : base(clock, baseAddress ?? new Uri("http://localhost:7700/")) =>
        scheduler = new Scheduler(store, this, Due, new ServerStamps(seed));

    /// <inheritdoc/>
    protected override EmulatedReply Answer([NotNull] EmulatedRequest request)
    {
        if (request.Path.Length + 1 + request.RawQuery.Length > MaxTarget)
        {
            return EmulatedReply.Empty(400);
        }

        try
        {
            return Route(request, request.Path.TrimEnd('/').Split('/'));
        }
        catch (ApiErrorException error)
        {
            return EmulatedReply.Json(error.Status, TaskJson.Error(error));
        }
    }

    private EmulatedReply Route(EmulatedRequest request, string[] path) => (request.Method, path) switch
    {
        ("GET", [_, "tasks"]) => ListTasks(request),
        ("DELETE", [_, "tasks"]) => Register(request, KindTable.TaskDeletion),
        ("POST", [_, "tasks", "cancel"]) => Register(request, KindTable.TaskCancelation),
        ("GET", [_, "tasks", not "cancel" and var uid]) => FindTask(request, uid),
        ("GET", [_, "batches"]) when WireVersion.HasBatches => ListBatches(request),
        ("GET", [_, "batches", var uid]) when WireVersion.HasBatches => FindBatch(request, uid),
        ("GET", [_, "version"]) => ShowVersion(request),
        ("GET", [_, "health"]) => EmulatedReply.Json(200, """{"status":"available"}"""),
        (_, [_, "tasks"] or [_, "tasks", _] or [_, "version"] or [_, "health"]) => EmulatedReply.Empty(405),
        (_, [_, "batches"] or [_, "batches", _]) when WireVersion.HasBatches => EmulatedReply.Empty(405),
        _ => EmulatedReply.Empty(404),
    };

    /// <summary>Notes a cancelation or deletion: who, what, which tasks; then room; then the row.</summary>
    private EmulatedReply Register(EmulatedRequest request, string kind)
    {
        var isCancelation = kind == KindTable.TaskCancelation;
        var verb = isCancelation ? "cancel" : "delete";
        var scope = Authenticate(request, $"tasks.{verb}");
        var query = QueryReader.ReadSelection(request.RawQuery, WireVersion, verb);
        IReadOnlyList<long> named = [.. query.Uids?.Order() ?? Enumerable.Empty<long>()];
        if (isCancelation)
        {
            BeforeCancel?.Invoke(named);
        }

        var matched = new TaskSelector(store, scheduler.Running).Select(query, scope);
        var passesWhenFull = matched.Count > 0 && (!isCancelation || WireVersion.TakesCancelsWhenFull);
        if (QueueFull && !passesWhenFull)
        {
            throw ApiErrorException.QueueFull();
        }

        var row = TaskRow.ForQuery(kind, store.NextUid, scheduler.Stamp(), matched, request.RawQuery, CancelationDuration);
        store.Add(row);
        scheduler.Wake(SchedulerDelay);
        if (isCancelation)
        {
            scheduler.StopIfAny(matched);
            AfterCancel?.Invoke(named);
        }

        return EmulatedReply.Json(200, TaskJson.Summary(row, WireVersion));
    }

    private EmulatedReply ListTasks(EmulatedRequest request)
    {
        var scope = Authenticate(request, "tasks.get");
        var query = QueryReader.ReadList(request.RawQuery, WireVersion);
        var page = new TaskSelector(store, scheduler.Running).List(query, scope);
        return EmulatedReply.Json(200, TaskJson.List(page, (writer, task) => TaskJson.WriteFull(writer, task, WireVersion)));
    }

    private EmulatedReply FindTask(EmulatedRequest request, string segment)
    {
        var scope = Authenticate(request, "tasks.get");
        var uid = ReadUid(segment, "Task", "invalid_task_uids");
        var task = new TaskSelector(store, scheduler.Running).Find(uid, scope) ?? throw ApiErrorException.NotFound("task_not_found", $"Task `{uid}` not found.");
        return EmulatedReply.Json(200, TaskJson.Full(task, WireVersion));
    }

    private EmulatedReply ListBatches(EmulatedRequest request)
    {
        var scope = Authenticate(request, "tasks.get");
        var query = QueryReader.ReadList(request.RawQuery, WireVersion);
        var page = new BatchSelector(store, scheduler.Running).List(query, scope);
        return EmulatedReply.Json(200, TaskJson.List(page, (writer, batch) => BatchJson.Write(writer, batch, Inferred)));
    }

    private EmulatedReply FindBatch(EmulatedRequest request, string segment)
    {
        var scope = Authenticate(request, "tasks.get");
        var uid = ReadUid(segment, "Batch", "invalid_batch_uids");
        var batch = new BatchSelector(store, scheduler.Running).Find(uid, scope) ?? throw ApiErrorException.NotFound("batch_not_found", $"Batch `{uid}` not found.");
        return EmulatedReply.Json(200, JsonText.Write(writer => BatchJson.Write(writer, batch, Inferred)));
    }

    private EmulatedReply ShowVersion(EmulatedRequest request)
    {
        Authenticate(request, "version");
        return EmulatedReply.Json(200, $$"""{"commitSha":"{{Inferred("0123456789abcdef0123456789abcdef01234567")}}","commitDate":"2026-01-01T00:00:00Z","pkgVersion":"{{WireVersion}}"}""");
    }

    private static long ReadUid(string segment, string what, string code)
    {
        var text = Uri.UnescapeDataString(segment);
        return ParameterValue.TryNumber(text, out var uid)
            ? uid
            : throw ApiErrorException.BadRequest(code, $"{what} uid `{text}` is invalid. It should only contain numeric characters.");
    }

    private KeyScope Authenticate(EmulatedRequest request, string action) => keys.Authenticate(request, action, Due.Now, WireVersion);
}
