using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>The primitives, as a policy around the client would call them.</summary>
public sealed class PrimitiveTests : ClientTest
{
    private const string Task = """{"uid":5,"batchUid":3,"indexUid":"movies","status":"processing","type":"settingsUpdate","startedAt":"2026-01-01T00:00:01Z"}""";
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };
    private Opened client = null!;

    [SetUp]
    public void Open()
    {
        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
        options.UseTimeProvider(Clock);
        client = new Opened(Server.CreateClient(), options);
    }

    [TearDown]
    public void Close() => client.Dispose();

    [Test]
    public void A_malformed_uid_is_sent_nowhere()
    {
        Assert.That(() => client.Read("../keys"), Throws.ArgumentException.With.Message.StartsWith("'../keys' is not a Meilisearch task uid"));
        Assert.That(Sent, Is.Empty);
    }

    [Test]
    public void A_cancel_is_described_by_its_request() =>
        Assert.That(client.Described(new CancelRequest { Targets = [1, 2] }), Is.EqualTo("POST /tasks/cancel?uids=1,2"));

    [Test]
    public void A_stored_filter_becomes_what_it_was()
    {
        Assert.That(client.Restored(new StoredTaskFilter { Kinds = ["export"] }), Is.EqualTo(new TaskFilter { Kinds = ["export"] }));
        Assert.That(client.Restored(new StoredTaskFilter { Kinds = ["export"], ServiceFields = [new("BatchIds", FilterFields.ServiceSpecific, ["1"])] }), Is.EqualTo(new MeilisearchTaskFilter { Kinds = ["export"], BatchIds = [1] }));
    }

    [TestCase(Task, "batch 3 (settingsUpdate of movies), running since 2026-01-01 00:00:01Z")]
    [TestCase("""{"uid":5,"status":"processing","type":"dumpCreation","startedAt":"2026-01-01T00:00:01Z"}""", "the task 5 (dumpCreation), running since 2026-01-01 00:00:01Z")]
    [TestCase("""{"uid":6,"status":"processing","type":"taskCancelation"},{"uid":5,"batchUid":1,"status":"processing","type":"export","startedAt":"2026-01-01T00:00:01Z"}""", "batch 1 (export), running since 2026-01-01 00:00:01Z")]
    [TestCase("""{"uid":6,"status":"processing","type":"taskCancelation"}""", null)]
    [TestCase("", null)]
    public async Task What_runs_first_is_named(string tasks, string? expected)
    {
        Server.Faults.Always().Respond(Page(tasks));
        Assert.That(await client.Blocker(), Is.EqualTo(expected));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?statuses=processing&limit=1000" }));
    }

    [Test]
    public async Task The_others_of_a_running_batch_are_collateral()
    {
        Server.Faults.Always().Respond(Page($"{Task},{Task.Replace("\"uid\":5", "\"uid\":4", StringComparison.Ordinal)}"));
        var others = await client.Collateral(Running(5, 3), Running(7, 2), Running(8, 3), new TaskSnapshot { Id = 9, State = TaskState.Pending, Details = new MeilisearchTaskDetails { BatchUid = 8 } });
        Assert.That(others.Select(task => task.Id.Value), Is.EqualTo(new[] { "4" }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?batchUids=3,2&statuses=processing&limit=1000" }));
    }

    [Test]
    public async Task Of_what_does_not_run_nothing_is_collateral()
    {
        Assert.That(await client.Collateral(new TaskSnapshot { Id = 9, State = TaskState.Pending, Details = new MeilisearchTaskDetails { BatchUid = 8 } }, new TaskSnapshot { Id = 1, State = TaskState.Running }), Is.Empty);
        Assert.That(Sent, Is.Empty);
    }

    [Test]
    public async Task A_kind_that_the_server_lacks_is_left_out_of_a_cancel()
    {
        Server.Faults.OnCall(1).Respond(Refusal("indexSwap", "DUMPCREATION"));
        Server.Faults.OnCall(2).Respond(EmulatedReply.Json(200, """{"taskUid":8,"enqueuedAt":"2026-01-01T00:00:01Z"}"""));
        var reply = await client.Send(Request(new TaskFilter { Kinds = ["export", "dumpCreation", "indexSwap"] }));
        Assert.That((reply.ServiceTask, reply.MatchedCount, reply.AcceptedAt, reply.FollowsAmbiguousAttempt), Is.EqualTo(((TaskId?)8, (long?)null, (DateTimeOffset?)DateTimeOffset.Parse("2026-01-01T00:00:01Z", null), false)));
        Assert.That(Sent.Select(line => line.Split('&')[0]), Is.EqualTo(new[] { "POST /tasks/cancel?types=export,dumpCreation,indexSwap", "POST /tasks/cancel?types=dumpCreation,indexSwap" }));
    }

    [Test]
    public async Task Of_kinds_that_the_server_lacks_there_is_no_task()
    {
        Server.Faults.Always().Respond(Refusal("indexSwap"));
        var request = Request(new TaskFilter { Kinds = ["export"] });
        var reply = await client.Send(request);
        Assert.That((reply.MatchedCount, reply.ServiceTask, reply.Items.Count, Sent.Count), Is.EqualTo(((long?)0, (TaskId?)null, 0, 1)));
        var page = await client.Page(request.Filter!);
        Assert.That((page.Tasks.Count, page.Next, Sent.Count), Is.EqualTo((0, (ListPosition?)null, 2)));
    }

    [Test]
    public async Task A_list_asks_for_kinds_that_the_server_lacks_once()
    {
        Server.Faults.OnCall(1).Respond(Refusal("export"));
        Server.Faults.OnCall(2).Respond(EmulatedReply.Json(200, """{"results":[{"uid":9,"status":"enqueued","type":"export"}],"next":7,"total":2}"""));
        Server.Faults.OnCall(3).Respond(EmulatedReply.Json(200, """{"results":[{"uid":7,"status":"enqueued","type":"export"}],"next":null,"total":2}"""));
        Assert.That(await Uids(new TaskFilter { Kinds = ["dsrUpdate", "export"] }), Is.EqualTo(new[] { 9, 7 }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?types=dsrUpdate,export&limit=1000", "GET /tasks?types=export&limit=1000", "GET /tasks?types=export&limit=1000&from=7" }));
    }

    [TestCase("Kinds")]
    [TestCase("Scopes")]
    public void A_kind_that_the_server_has_is_not_refused(string field)
    {
        Server.Faults.Always().Respond(Refusal("export", "indexSwap"));
        var error = Assert.ThrowsAsync<TaskRequestException>(() => client.Send(Request(field == "Kinds" ? new TaskFilter { Kinds = ["export"] } : Movies)));
        Assert.That((error!.Reason, error.Summary, Sent.Count), Is.EqualTo((TaskErrorReason.Protocol, "Meilisearch: It refuses a kind of task that it says it knows.", 1)));
    }

    [Test]
    public async Task A_filter_of_all_kinds_is_narrowed_to_those_there_are()
    {
        Server.Faults.OnCall(1).Respond(Refusal("indexSwap", "taskCancelation", "export"));
        Server.Faults.OnCall(2).Respond(EmulatedReply.Json(200, """{"taskUid":8}"""));
        await client.Send(Request(new TaskFilter { States = [TaskState.Pending] }));
        Assert.That(Sent.Select(line => line.Split("&before")[0]), Is.EqualTo(new[] { "GET /tasks?types=everyKindThereIs&limit=1", "POST /tasks/cancel?types=indexSwap,export&statuses=enqueued" }));
    }

    [TestCase(200)]
    [TestCase(403)]
    public async Task Where_the_server_does_not_name_its_kinds_the_known_ones_are_meant(int status)
    {
        Server.Faults.OnCall(1).Respond(status == 200 ? Page("") : EmulatedReply.Json(status, """{"message":"m","code":"invalid_api_key"}"""));
        Server.Faults.OnCall(2).Respond(EmulatedReply.Json(200, """{"taskUid":8}"""));
        await client.Send(Request(new TaskFilter { States = [TaskState.Pending] }));
        Assert.That(Sent[1], Does.StartWith("POST /tasks/cancel?types=documentAdditionOrUpdate,documentEdition,").And.Contains(",dsrClear&statuses=enqueued&"));
    }

    [Test]
    public async Task A_lost_cancel_is_found_by_its_mark_alone()
    {
        var lost = Request(Movies);
        Server.Faults.Always().Respond(Page(Cancelation(9, "?indexUids=movies"), """{"uid":8,"status":"enqueued","type":"taskCancelation"}""", Cancelation(7, "?x=59.000000042Z"), Cancelation(6, "?x=59.000000042Z")));
        var reply = await client.Reconcile(lost);
        Assert.That((reply!.ServiceTask, reply.FollowsAmbiguousAttempt, reply.AcceptedAt), Is.EqualTo(((TaskId?)7, true, (DateTimeOffset?)DateTimeOffset.Parse("2026-01-01T00:00:07Z", null))));
        Assert.That(reply.Unfinished, Is.EqualTo(new MeilisearchTaskFilter { Scopes = ["movies"], States = [TaskState.Pending, TaskState.Running], EnqueuedUpTo = 7 }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?types=taskCancelation&limit=1000" }));
    }

    [Test]
    public async Task The_newest_thousand_cancellations_are_searched()
    {
        Server.Faults.OnCall(1).Respond(Page(2, [.. Enumerable.Range(0, 1_000).Select(at => Cancelation(1_002 - at, "?other"))]));
        Server.Faults.Always().Respond(Page(Cancelation(2, "?x=59.000000042Z")));
        Assert.That(await client.Reconcile(Request(Movies)), Is.Null);
    }

    [Test]
    public async Task The_progress_of_a_batch_is_read_once_for_all_its_tasks()
    {
        Server.Faults.On("GET", "/tasks").Respond(Page(Task, Task.Replace("\"uid\":5", "\"uid\":4", StringComparison.Ordinal), """{"uid":3,"batchUid":9,"indexUid":"movies","status":"enqueued","type":"settingsUpdate"}"""));
        Server.Faults.On("GET", "/batches/3").Respond(EmulatedReply.Json(200, """{"uid":3,"progress":{"steps":[],"percentage":25.0,"x":1}}"""));
        var tasks = await List(Movies, new ReadOptions { ReadProgress = true });
        Assert.That(tasks.Select(task => task.Progress), Is.EqualTo(new double?[] { 0.25, 0.25, null }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?indexUids=movies&limit=1000", "GET /batches/3" }));
    }

    [TestCase("""{"progress":{"percentage":0}}""", 0.0)]
    [TestCase("""{"progress":{"percentage":100}}""", 1.0)]
    [TestCase("""{"progress":{"percentage":-0.1}}""", null)]
    [TestCase("""{"progress":{"percentage":100.1}}""", null)]
    [TestCase("""{"progress":null,"percentage":5}""", null)]
    [TestCase("""{"progress":7}""", null)]
    [TestCase("[]", null)]
    public async Task Progress_is_from_nothing_to_all(string batch, double? expected)
    {
        Server.Faults.On("GET", "/tasks/5").Respond(EmulatedReply.Json(200, Task));
        Server.Faults.On("GET", "/batches/3").Respond(EmulatedReply.Json(200, batch));
        Assert.That((await Run(Client.FindAsync(5, new ReadOptions { ReadProgress = true })))!.Progress, Is.EqualTo(expected));
        Assert.That((await Run(Client.FindAsync(5)))!.Progress, Is.Null);
    }

    [Test]
    public async Task Tasks_that_do_not_run_are_left_as_they_are()
    {
        TaskSnapshot[] tasks = [new() { Id = 1, State = TaskState.Pending, Details = new MeilisearchTaskDetails { BatchUid = 3 } }, new() { Id = 2, State = TaskState.Running }];
        Assert.That(await new MeilisearchProgress(null!, Clock).AddAsync(tasks, default), Is.SameAs(tasks));
    }

    [Test]
    public async Task A_batch_that_cannot_be_read_costs_no_time()
    {
        Server.Faults.On("GET", "/tasks/5").Respond(EmulatedReply.Json(200, Task));
        Server.Faults.On("GET", "/batches/3").Respond(EmulatedReply.Html(503));
        Assert.That((await Run(Client.FindAsync(5, new ReadOptions { ReadProgress = true })))!.Progress, Is.Null);
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks/5", "GET /batches/3" }));
    }

    private static EmulatedReply Page(params string[] tasks) => EmulatedReply.Json(200, $$"""{"results":[{{string.Join(',', tasks)}}],"next":null,"total":{{tasks.Length}}}""");

    private static EmulatedReply Page(long next, string[] tasks) => EmulatedReply.Json(200, $$"""{"results":[{{string.Join(',', tasks)}}],"next":{{next}},"total":5000}""");

    private static string Cancelation(long uid, string filter) => $$"""{"uid":{{uid}},"status":"enqueued","type":"taskCancelation","enqueuedAt":"2026-01-01T00:00:{{uid % 60:00}}Z","details":{"originalFilter":"{{filter}}"} }""";

    private static EmulatedReply Refusal(params string[] kinds) => EmulatedReply.Json(400, $$"""{"message":"No. Available types are {{string.Join(", ", kinds.Select(kind => $"`{kind}`"))}}.","code":"invalid_task_types"}""");

    private static TaskSnapshot Running(long id, long batch) => new() { Id = id, State = TaskState.Running, Details = new MeilisearchTaskDetails { BatchUid = batch } };

    private static CancelRequest Request(TaskFilter filter) => new() { Filter = MeilisearchFilterTranslator.Translate(filter), Nonce = 42 };

    private sealed class Opened(HttpClient http, MeilisearchTaskClientOptions options) : MeilisearchTaskClient(http, options)
    {
        internal Task<TaskSnapshot?> Read(TaskId id) => ReadAsync(id, ReadOptions.Default, default);

        internal Task<TaskPage> Page(FilterTranslation filter) => ReadPageAsync(filter, null, ReadOptions.Default, default);

        internal string Described(CancelRequest request) => Describe(request);

        internal TaskFilter Restored(StoredTaskFilter filter) => Restore(filter);

        internal Task<string?> Blocker() => DescribeBlockerAsync(ReadOptions.Default, default);

        internal async Task<IReadOnlyList<TaskSnapshot>> Collateral(params TaskSnapshot[] targets) => await ReadCollateralAsync(targets, default).ToListAsync();

        internal Task<CancelReply> Send(CancelRequest request) => SendCancelAsync(request, default);

        internal Task<CancelReply?> Reconcile(CancelRequest lost) => ReconcileAsync(lost, default);
    }
}
