using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Each reader of a reply by itself: every member to its place, and what is missing by its name.</summary>
public sealed class WireTests
{
    private const string Whole = """{"uid":7,"batchUid":3,"indexUid":"movies","status":"failed","type":"dumpCreation","canceledBy":9,"details":{"dumpUid":"a"},"error":{"message":"m","code":"c","type":"internal","link":"https://l"},"duration":"PT1.5S","enqueuedAt":"2026-01-01T00:00:01Z","startedAt":"2026-01-01T00:00:02Z","finishedAt":"2026-01-01T00:00:03Z","customMetadata":"mine","network":{"origin":1}}""";

    [Test]
    public void Every_member_of_a_task_has_its_place([Values] bool keepRaw)
    {
        var task = Reading.Of(Whole, (ref WireReader reader) => MeilisearchTaskObject.Read(ref reader, keepRaw));

        Assert.That(task, Is.EqualTo(new TaskSnapshot
        {
            Id = 7,
            State = TaskState.Failed,
            RawState = "failed",
            Kind = "dumpCreation",
            Scope = "movies",
            CanceledBy = 9,
            EnqueuedAt = Second(1),
            StartedAt = Second(2),
            FinishedAt = Second(3),
            Failure = new TaskFailure("m", "c"),
            Details = new MeilisearchTaskDetails
            {
                BatchUid = 3,
                Duration = TimeSpan.FromSeconds(1.5),
                CustomMetadata = "mine",
                ErrorType = "internal",
                ErrorLink = "https://l",
                Json = """{"dumpUid":"a"}""",
                Network = """{"origin":1}""",
            },
            Raw = task.Raw,
        }));
        Assert.That(System.Text.Encoding.UTF8.GetString(task.Raw.Span), Is.EqualTo(keepRaw ? Whole : ""));
    }

    [Test]
    public void What_is_null_is_nothing([Values] bool keepRaw)
    {
        const string Nulls = """{"uid":0,"status":"enqueued","type":"t","batchUid":null,"indexUid":null,"canceledBy":null,"details":null,"error":null,"duration":null,"enqueuedAt":null,"startedAt":null,"finishedAt":null,"customMetadata":null,"network":null}""";
        foreach (var json in new[] { Nulls, """{"uid":0,"status":"enqueued","type":"t"}""" })
        {
            var task = Reading.Of(json, (ref WireReader reader) => MeilisearchTaskObject.Read(ref reader, keepRaw));
            Assert.That(task, Is.EqualTo(new TaskSnapshot { Id = 0, State = TaskState.Pending, RawState = "enqueued", Kind = "t", Details = new MeilisearchTaskDetails(), Raw = task.Raw }));
            Assert.That(((MeilisearchTaskDetails)task.Details!).Json, Is.Null);
        }
    }

    [TestCase("""{"uid":1,"type":"t"}""", "The reply has no 'status'.")]
    [TestCase("""{"uid":1,"status":"enqueued"}""", "The reply has no 'type'.")]
    [TestCase("""{"status":"enqueued","type":"t"}""", "The reply has no 'uid'.")]
    [TestCase("""{"uid":-1}""", "'uid' in the reply is not a task uid.")]
    [TestCase("""{"uid":4294967296}""", "'uid' in the reply is not a task uid.")]
    [TestCase("""{"uid":0,"status":"enqueued","type":"t"}""", null)]
    [TestCase("""{"uid":4294967295,"status":"enqueued","type":"t"}""", null)]
    public void What_decides_about_a_task_is_named_when_it_is_missing(string json, string? problem) =>
        Assert.That(Reading.ProblemOf(json, (ref WireReader reader) => MeilisearchTaskObject.Read(ref reader, keepRaw: false)), Is.EqualTo(problem));

    [TestCase("0", "0")]
    [TestCase("4294967295", "4294967295")]
    [TestCase("-1", null)]
    [TestCase("4294967296", null)]
    [TestCase("\"5\"", null)]
    public void By_what_it_was_canceled_only_informs(string uid, string? expected) =>
        Assert.That(Reading.Of($$"""{"uid":1,"status":"canceled","type":"t","canceledBy":{{uid}}}""", (ref WireReader reader) => MeilisearchTaskObject.Read(ref reader, keepRaw: false)).CanceledBy?.Value, Is.EqualTo(expected));

    [TestCase("""{"code":"c"}""", "", "c", null, null)]
    [TestCase("""{"message":"m","type":"auth"}""", "m", null, "auth", null)]
    [TestCase("""{"link":"l"}""", "", null, null, "l")]
    public void An_error_of_a_task_may_lack_anything(string error, string message, string? code, string? type, string? link)
    {
        var task = Reading.Of($$"""{"uid":1,"status":"failed","type":"t","error":{{error}}}""", (ref WireReader reader) => MeilisearchTaskObject.Read(ref reader, keepRaw: false));
        var details = (MeilisearchTaskDetails)task.Details!;
        Assert.That((task.Failure, details.ErrorType, details.ErrorLink), Is.EqualTo((new TaskFailure(message, code), type, link)));
    }

    [TestCase(58, true)]
    [TestCase(59, false)]
    public void A_duration_of_more_than_64_characters_is_none(int zeros, bool isRead)
    {
        var task = Reading.Of($$"""{"uid":1,"status":"failed","type":"t","duration":"PT0.{{new string('0', zeros)}}1S"}""", (ref WireReader reader) => MeilisearchTaskObject.Read(ref reader, keepRaw: false));
        Assert.That(((MeilisearchTaskDetails)task.Details!).Duration, Is.EqualTo(isRead ? TimeSpan.Zero : (TimeSpan?)null));
    }

    [TestCase("""{"results":[],"total":5,"next":4}""", 5L, 4L, null)]
    [TestCase("""{"results":[],"total":0,"next":0}""", 0L, 0L, null)]
    [TestCase("""{"results":[],"next":null}""", null, null, null)]
    [TestCase("""{"results":[],"total":"5","limit":1,"from":2}""", null, null, null)]
    [TestCase("""{"results":[],"next":-1}""", null, null, "'next' in the reply is not a task uid.")]
    [TestCase("""{"total":5}""", null, null, "The reply has no 'results'.")]
    public void A_page_says_where_it_goes_on(string json, long? total, long? next, string? problem)
    {
        foreach (var keepRaw in new[] { false, true })
        {
            Assert.That(Reading.ProblemOf(json, MeilisearchPage.Reader(keepRaw)), Is.EqualTo(problem));
            if (problem is null)
            {
                var page = Reading.Of(json, MeilisearchPage.Reader(keepRaw));
                Assert.That((page.Tasks.Count, page.Total, page.Next), Is.EqualTo((0, total, next)));
            }
        }
    }

    [Test]
    public void A_page_keeps_the_JSON_of_its_tasks_when_it_is_to([Values] bool keepRaw)
    {
        var page = Reading.Of($$"""{"results":[{{Whole}},{{Whole}}]}""", MeilisearchPage.Reader(keepRaw));
        Assert.That(page.Tasks.Select(task => task.Raw.Length), Is.EqualTo(keepRaw ? new[] { Whole.Length, Whole.Length } : [0, 0]));
    }

    [TestCase("""{"taskUid":8,"enqueuedAt":"2026-01-01T00:00:01Z","uid":1}""", "8", 1)]
    [TestCase("""{"taskUid":0}""", "0", null)]
    public void A_cancellation_is_named_by_its_summary(string json, string uid, int? second) =>
        Assert.That(Reading.Of(json, MeilisearchCancelReply.Read), Is.EqualTo(new MeilisearchCancelReply(uid, second is { } at ? Second(at) : null)));

    [TestCase("""{"uid":8}""", "The reply has no 'taskUid'.")]
    [TestCase("""{"taskUid":"8"}""", "'taskUid' in the reply is not the whole number that is due.")]
    public void A_summary_without_a_uid_names_none(string json, string problem) => Assert.That(Reading.ProblemOf(json, MeilisearchCancelReply.Read), Is.EqualTo(problem));

    [TestCase("""{"commitSha":"1","pkgVersion":"1.50.0","commitDate":"2"}""", "1.50.0")]
    [TestCase("{}", null)]
    public void The_version_is_that_of_the_package(string json, string? version) => Assert.That(Reading.Of(json, MeilisearchRoot.Read).Number, Is.EqualTo(version));

    [TestCase("""{"message":"m","code":"c","type":"t","link":"l"}""", "c", "m")]
    [TestCase("""{"message":"m","code":7}""", null, null)]
    [TestCase("""{"message":7,"code":"c"}""", null, null)]
    [TestCase("""{"message":"m"}""", null, null)]
    [TestCase("""{"code":"c"}""", null, null)]
    public void An_error_has_a_code_and_a_message(string json, string? code, string? message) =>
        Assert.That(Reading.Of(json, MeilisearchErrorBody.Read), Is.EqualTo(code is null ? null : new ServiceError(code, message!)));

    [TestCase("invalid_task_types", "Available types are `a`, `b`.", "a,b")]
    [TestCase("invalid_task_types", "`x` is none. Available types are `a`, `b`, `c`.", "a,b,c")]
    [TestCase("invalid_task_types", "Available types are `a`. Available types are `b`.", "a,b")]
    [TestCase("invalid_task_types", "Available types are none.", "")]
    [TestCase("invalid_task_types", "`x` is none.", null)]
    [TestCase("invalid_task_statuses", "Available types are `a`.", null)]
    public void A_refusal_of_a_kind_names_those_there_are(string code, string message, string? kinds)
    {
        var json = $$"""{"message":"{{message}}","code":"{{code}}"}""";
        var read = Reading.Of(json, MeilisearchErrorBody.ReadKinds);
        Assert.That(read is null ? null : string.Join(',', read), Is.EqualTo(kinds));
        Assert.That(MeilisearchKinds.IsRefusal(400, System.Text.Encoding.UTF8.GetBytes(json)), Is.EqualTo(kinds is { Length: > 0 }));
        Assert.That(MeilisearchKinds.IsRefusal(401, System.Text.Encoding.UTF8.GetBytes(json)), Is.False);
    }

    [Test]
    public void What_is_no_JSON_refuses_no_kind() => Assert.That(MeilisearchKinds.IsRefusal(400, "no"u8.ToArray()), Is.False);

    private static DateTimeOffset Second(int second) => new(2026, 1, 1, 0, 0, second, TimeSpan.Zero);
}
