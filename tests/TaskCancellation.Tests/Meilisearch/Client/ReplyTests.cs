using System.Text.Json.Nodes;
using System.Text;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>What comes in: the documented payloads, member by member.</summary>
public sealed class ReplyTests : ClientTest
{
    private static readonly DateTimeOffset Started = new(2026, 2, 3, 10, 11, 14, 201, TimeSpan.Zero);
    private static readonly DateTimeOffset Ended = Started.AddMicroseconds(415);

    private static IEnumerable<TestCaseData> DetailsByKind() =>
        Fixture("replies/details-by-kind.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .Select((parts, at) => new TestCaseData(parts[0], parts[1]).SetArgDisplayNames($"{at} {parts[0]}"));

    [TestCase("summary.json", "147", "2024-08-08T17:05:55.7917720+00:00")]
    [TestCase("summary-with-metadata.json", "4294967295", "2026-02-03T10:11:12.3456789+00:00")]
    [Category("MS-8.15")]
    public async Task The_summary_of_a_cancellation_is_read(string fixture, string uid, string enqueuedAt)
    {
        Server.Faults.OnCall(1).Respond(EmulatedReply.Json(200, Fixture($"replies/{fixture}")));
        var operation = await Run(Client.CancelAsync((TaskTarget)41));
        Assert.That(operation.ServiceTask, Is.EqualTo((TaskId)uid));
        Assert.That(operation.State.Replies[0].AcceptedAt, Is.EqualTo(DateTimeOffset.Parse(enqueuedAt, null)));
        Assert.That(operation.Accepted.Outcomes[0], Is.EqualTo(new CancellationOutcome { Target = 41, Verdict = CancellationVerdict.Accepted, ServiceTask = uid, AcceptedAt = DateTimeOffset.Parse(enqueuedAt, null), Sequence = 1 }));
        Assert.That(Sent, Has.Count.EqualTo(1));
    }

    [Test]
    [Category("MS-8.65")]
    public async Task A_canceled_task_is_read_with_every_member()
    {
        var task = await Read("canceled");
        Assert.That(task, Is.EqualTo(new TaskSnapshot
        {
            Id = 41,
            State = TaskState.Canceled,
            RawState = "canceled",
            Kind = "documentAdditionOrUpdate",
            Scope = "movies",
            CanceledBy = (TaskId)44,
            EnqueuedAt = new DateTimeOffset(2026, 2, 3, 10, 11, 12, 100, TimeSpan.Zero),
            StartedAt = Started,
            FinishedAt = Ended,
            Details = new MeilisearchTaskDetails
            {
                BatchUid = 12,
                Duration = TimeSpan.FromMicroseconds(415),
                Json = """{"receivedDocuments":900,"indexedDocuments":0}""",
            },
        }));
        Assert.That(((MeilisearchTaskDetails)task.Details!).Members, Is.EqualTo(Map(("receivedDocuments", "900"), ("indexedDocuments", "0"))));
        Assert.That(task.Details!.CancellationCounts, Is.Null);
    }

    [Test]
    public async Task A_cancellation_is_read_with_its_counts_and_its_filter()
    {
        var task = await Read("cancelation");
        Assert.That(task, Is.EqualTo(new TaskSnapshot
        {
            Id = 44,
            State = TaskState.Succeeded,
            RawState = "succeeded",
            Kind = "taskCancelation",
            EnqueuedAt = new DateTimeOffset(2026, 2, 3, 10, 11, 14, TimeSpan.Zero),
            StartedAt = Started,
            FinishedAt = Ended,
            Details = new MeilisearchTaskDetails
            {
                BatchUid = 12,
                Duration = TimeSpan.FromMicroseconds(415),
                Json = """{"matchedTasks":3,"canceledTasks":2,"originalFilter":"?uids=40,41,42"}""",
            },
        }));
        Assert.That(task.Details, Is.InstanceOf<MeilisearchTaskDetails>().With.Property("MatchedTasks").EqualTo(3).And.Property("CanceledTasks").EqualTo(2).And.Property("OriginalFilter").EqualTo("?uids=40,41,42"));
        Assert.That(task.Details!.CancellationCounts, Is.EqualTo(new ServiceTaskCounts(3, 2, Asked: 3)));
    }

    [Test]
    [Category("MS-8.61")]
    public async Task A_cancellation_under_way_has_no_count_of_canceled_tasks_and_keeps_its_raw_filter()
    {
        var task = await Read("running-cancelation");
        Assert.That(task.Details!.CancellationCounts, Is.EqualTo(new ServiceTaskCounts(3, null)));
        Assert.That(((MeilisearchTaskDetails)task.Details).OriginalFilter, Is.EqualTo("?statuses=processing%2Cenqueued"));
    }

    [Test]
    public async Task A_failed_task_carries_its_error()
    {
        var task = await Read("failed");
        Assert.That(task.Failure, Is.EqualTo(new TaskFailure("Document does not have a `:primaryKey` attribute: `:documentRepresentation`.", "missing_document_id")));
        Assert.That(task.Details, Is.InstanceOf<MeilisearchTaskDetails>().With.Property("ErrorType").EqualTo("invalid_request")
            .And.Property("ErrorLink").EqualTo("https://docs.meilisearch.com/errors#missing_document_id")
            .And.Property("Duration").EqualTo(new TimeSpan(1, 0, 0, 3, 250)));
    }

    [Test]
    [Category("MS-8.66")]
    public async Task A_task_of_a_server_before_batches_is_read()
    {
        var task = await Read("before-batches");
        Assert.That((task.State, task.StartedAt, task.CanceledBy), Is.EqualTo((TaskState.Canceled, (DateTimeOffset?)null, (TaskId?)3)));
        Assert.That(task.Details, Is.InstanceOf<MeilisearchTaskDetails>().With.Property("BatchUid").Null.And.Property("Duration").Null);
    }

    [Test]
    public async Task What_this_version_does_not_know_is_passed_on_and_nothing_breaks()
    {
        var task = await Read("future");
        Assert.That((task.State, task.RawState, task.Kind, task.IsTerminal), Is.EqualTo((TaskState.Unknown, "paused", "indexDefragmentation", false)));
        Assert.That(task.EnqueuedAt, Is.EqualTo(new DateTimeOffset(2026, 2, 3, 8, 11, 14, TimeSpan.Zero)));
        var details = (MeilisearchTaskDetails)task.Details!;
        Assert.That((details.Duration, details.MatchedTasks, details.CancellationCounts), Is.EqualTo(((TimeSpan?)null, (long?)null, (ServiceTaskCounts?)null)));
        Assert.That(details.Members["shards"], Is.EqualTo("""[{"id":1}]"""));
    }

    [TestCase("no-details")]
    [TestCase("null-details")]
    public async Task Details_may_be_absent_or_null(string fixture)
    {
        var task = await Read(fixture);
        Assert.That(((MeilisearchTaskDetails)task.Details!).Members, Is.Empty);
        Assert.That(task.EnqueuedAt, Is.EqualTo(new DateTimeOffset(2026, 2, 3, 10, 11, 14, TimeSpan.Zero).AddTicks(1234567)), "cut, not rounded");
    }

    [Test]
    public async Task Network_and_metadata_are_kept()
    {
        var task = await Read("network");
        Assert.That(task.Details, Is.InstanceOf<MeilisearchTaskDetails>()
            .With.Property("Network").EqualTo("""{"remote_tasks":{"b":{"taskUid":12,"error":null}},"network_version":"0197"}""")
            .And.Property("CustomMetadata").EqualTo("import 7 — \"café\""));
        Assert.That(task.State, Is.EqualTo(TaskState.Running));
    }

    [TestCaseSource(nameof(DetailsByKind))]
    public async Task The_details_of_every_kind_are_kept_member_by_member(string kind, string json)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, $$"""{"uid":1,"batchUid":0,"indexUid":null,"status":"succeeded","type":"{{kind}}","canceledBy":null,"details":{{json}},"error":null,"duration":"PT0S","enqueuedAt":"2026-02-03T10:11:14Z","startedAt":"2026-02-03T10:11:14Z","finishedAt":"2026-02-03T10:11:14Z"}"""));
        var task = await Run(Client.FindAsync(1));
        var details = (MeilisearchTaskDetails)task!.Details!;
        Assert.That(task.Kind, Is.EqualTo(kind));
        Assert.That("{" + string.Join(',', details.Members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}", Is.EqualTo(json));
        Assert.That(details.DeletedDocuments, Is.EqualTo(Number(details, "deletedDocuments")));
        Assert.That(details.EditedDocuments, Is.EqualTo(Number(details, "editedDocuments")));
        Assert.That(details.ReceivedDocuments, Is.EqualTo(Number(details, "receivedDocuments")));
        Assert.That(details.IndexedDocuments, Is.EqualTo(Number(details, "indexedDocuments")));
        Assert.That(details.MatchedTasks, Is.EqualTo(Number(details, "matchedTasks")));
        Assert.That(details.CanceledTasks, Is.EqualTo(Number(details, "canceledTasks")));
        Assert.That(details.DeletedTasks, Is.EqualTo(Number(details, "deletedTasks")));
        Assert.That(details.CancellationCounts is null, Is.EqualTo(kind != "taskCancelation"));
    }

    [TestCase("PT0S", 0)]
    [TestCase("PT0.500S", 5_000_000)]
    [TestCase("PT0.000415S", 4_150)]
    [TestCase("PT0.000000999S", 9)]
    [TestCase("PT5400S", 54_000_000_000)]
    [TestCase("P1D", 864_000_000_000)]
    [TestCase("P1DT3.250S", 864_032_500_000)]
    [TestCase("P1DT", null)]
    [TestCase("P99999999999D", null)]
    public async Task Durations_are_cut_to_100_ns(string text, long? ticks)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, Fixture("replies/canceled.json").Replace("PT0.000415S", text, StringComparison.Ordinal)));
        var task = await Run(Client.FindAsync(41));
        Assert.That(((MeilisearchTaskDetails)task!.Details!).Duration?.Ticks, Is.EqualTo(ticks));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_list_page_is_read_and_keeps_the_json_of_each_task_on_demand(bool keepRaw)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, Fixture("replies/list.json")));
        var tasks = await List(TaskFilter.All, new ReadOptions { KeepRaw = keepRaw });
        Assert.That(tasks.Select(task => (task.Id.Value, task.State, task.CanceledBy?.Value)), Is.EqualTo(new[] { ("44", TaskState.Succeeded, null), ("41", TaskState.Canceled, "44") }));
        Assert.That(Encoding.UTF8.GetString(tasks[1].Raw.Span), keepRaw ? Does.StartWith("{\"uid\":41,").And.EndsWith("\"2026-02-03T10:11:14.201415Z\"}") : Is.Empty);
        Assert.That(Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_raw_json_of_one_task_is_kept_on_demand()
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, Fixture("replies/canceled.json")));
        var task = await Run(Client.FindAsync(41, new ReadOptions { KeepRaw = true }));
        Assert.That(Encoding.UTF8.GetString(task!.Raw.Span), Is.EqualTo(Fixture("replies/canceled.json").TrimEnd()));
    }

    [Test]
    [Category("MS-8.9"), Category("MS-8.67")]
    public async Task A_task_that_is_not_there_is_null()
    {
        Server.Faults.OnCall(1).Respond(EmulatedReply.Json(404, Fixture("replies/task-not-found.json")));
        Assert.That(await Run(Client.FindAsync(41)), Is.Null);
        Assert.That(await Run(Client.FindAsync(uint.MaxValue)), Is.Null);
    }

    private async Task<TaskSnapshot> Read(string fixture)
    {
        var reply = Fixture($"replies/{fixture}.json");
        Server.Faults.Always().Respond(EmulatedReply.Json(200, reply));
        return (await Run(Client.FindAsync(JsonNode.Parse(reply)!["uid"]!.GetValue<long>())))!;
    }

    private static long? Number(MeilisearchTaskDetails details, string member) =>
        details.Members.TryGetValue(member, out var text) && long.TryParse(text, out var number) ? number : null;

    private static IReadOnlyDictionary<string, string> Map(params (string Name, string Json)[] members) =>
        ReadOnlyValues.Map(members.Select(member => KeyValuePair.Create(member.Name, member.Json)));
}
