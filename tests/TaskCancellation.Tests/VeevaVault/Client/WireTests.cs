using System.Text;
using TaskCancellation.Http;
using TaskCancellation.Tests.Http;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

/// <summary>Each reader of a job or a list by itself: every member to its place, and what is missing by its name.</summary>
internal sealed class WireTests
{
    private const string Row = """{"job_id":7,"title":"t","status":"SUCCESS","created_by":1,"created_date":"2026-01-01T00:00:01.000Z","modified_by":2,"modified_date":"2026-01-01T00:00:02.000Z","run_start_date":"2026-01-01T00:00:03.000Z","run_end_date":"2026-01-01T00:00:04.000Z","links":[{"rel":"self","href":"/a"},{"rel":"self","href":"/b"},{"rel":"artifacts","href":"/c"},{"rel":"x"},{"href":"/y"},7]}""";
    private static readonly VeevaVaultTaskObject Jobs = new(VeevaVaultTimes.Of("UTC"), TimeSpan.FromSeconds(30));

    [Test]
    public void Every_member_of_a_job_has_its_place([Values] bool keepRaw)
    {
        var job = Reading.Of(Row, (ref WireReader reader) => Jobs.ReadRow(ref reader, keepRaw));
        Assert.That(job, Is.EqualTo(new TaskSnapshot
        {
            Id = 7,
            State = TaskState.Succeeded,
            RawState = "SUCCESS",
            Name = "t",
            EnqueuedAt = Second(1),
            StartedAt = Second(3),
            FinishedAt = Second(4),
            Details = new VeevaVaultTaskDetails
            {
                CreatedBy = 1,
                ModifiedBy = 2,
                CreatedDate = "2026-01-01T00:00:01.000Z",
                ModifiedDate = "2026-01-01T00:00:02.000Z",
                RunStartDate = "2026-01-01T00:00:03.000Z",
                RunEndDate = "2026-01-01T00:00:04.000Z",
                Links = new Dictionary<string, string> { ["self"] = "/a", ["artifacts"] = "/c" },
            },
            PollAfter = TimeSpan.FromSeconds(30),
            Raw = job.Raw,
        }));
        Assert.That(Encoding.UTF8.GetString(job.Raw.Span), Is.EqualTo(keepRaw ? Row : ""));
    }

    [Test]
    public void A_reply_about_one_job_keeps_the_body_it_is_given()
    {
        var raw = Encoding.UTF8.GetBytes("whole");
        var job = Reading.Of("""{"data":{"id":"7","status":"QUEUED","job_id":9},"responseStatus":"SUCCESS"}""", (ref WireReader reader) => Jobs.ReadReply(ref reader, raw));
        Assert.That((job.Id.Value, job.State, Encoding.UTF8.GetString(job.Raw.Span)), Is.EqualTo(("7", TaskState.Pending, "whole")));
    }

    [TestCase("SCHEDULED", false, false, false)]
    [TestCase("QUEUEING", false, false, false)]
    [TestCase("QUEUED", false, false, false)]
    [TestCase("RUNNING", true, false, false)]
    [TestCase("CANCELLING", false, false, false)]
    [TestCase("SUCCESS", true, true, false)]
    [TestCase("ERRORS_ENCOUNTERED", true, true, true)]
    [TestCase("TIMEOUT", true, true, true)]
    [TestCase("COMPLETED_DUE_TO_INACTIVITY", true, true, true)]
    [TestCase("MISSED_SCHEDULE", false, true, true)]
    [TestCase("FAILED_TO_RUN", false, true, true)]
    [TestCase("CANCELLED", false, true, false)]
    [TestCase("PAUSED", false, false, false)]
    public void A_status_tells_which_of_the_times_have_come(string status, bool hasBegun, bool hasEnded, bool hasFailed)
    {
        var job = Reading.Of(Row.Replace("SUCCESS", status, StringComparison.Ordinal), (ref WireReader reader) => Jobs.ReadRow(ref reader, keepRaw: false));
        Assert.That((job.StartedAt, job.FinishedAt), Is.EqualTo((hasBegun ? Second(3) : default(DateTimeOffset?), hasEnded ? Second(4) : default(DateTimeOffset?))));
        Assert.That(job.Failure, Is.EqualTo(hasFailed ? new TaskFailure($"The job ended as {status}.", status) : null));
        Assert.That((VeevaVaultLifecycle.IsKnown(status), VeevaVaultLifecycle.StateOf(status)), Is.EqualTo((status != "PAUSED", job.State)));
    }

    [Test]
    public void No_status_is_no_state() => Assert.That(VeevaVaultLifecycle.StateOf(null), Is.EqualTo(TaskState.Unknown));

    [TestCase("""{"status":"QUEUED"}""", "The reply has no 'job_id'.")]
    [TestCase("""{"job_id":1}""", "The reply has no 'status'.")]
    [TestCase("""{"id":1,"status":"QUEUED"}""", "The reply has no 'job_id'.")]
    [TestCase("""{"job_id":0,"status":"QUEUED"}""", "'job_id' in the reply is not the id of a job.")]
    [TestCase("""{"job_id":"x","status":"QUEUED"}""", "'job_id' in the reply is not the id of a job.")]
    [TestCase("""{"job_id":1,"status":"QUEUED"}""", null)]
    public void What_decides_about_a_row_is_named_when_it_is_missing(string json, string? problem) =>
        Assert.That(Reading.ProblemOf(json, (ref WireReader reader) => Jobs.ReadRow(ref reader, keepRaw: false)), Is.EqualTo(problem));

    [TestCase("""{"responseStatus":"SUCCESS","data":{"status":"QUEUED"}}""", "'data' in the reply has no 'id'.")]
    [TestCase("""{"responseStatus":"SUCCESS"}""", "The reply has no 'data'.")]
    [TestCase("""{"data":{"id":1,"status":"QUEUED"}}""", "The reply has no 'responseStatus'.")]
    public void What_decides_about_a_job_is_named_when_it_is_missing(string json, string problem) =>
        Assert.That(Reading.ProblemOf(json, (ref WireReader reader) => Jobs.ReadReply(ref reader, default)), Is.EqualTo(problem));

    [TestCase("created_by", "\"12\"", 12L)]
    [TestCase("created_by", "12", 12L)]
    [TestCase("created_by", "\"x\"", null)]
    [TestCase("created_by", "null", null)]
    [TestCase("created_by", "0", null)]
    public void A_user_may_be_a_text(string member, string value, long? expected) =>
        Assert.That(Details($"\"{member}\":{value}").CreatedBy, Is.EqualTo(expected));

    [Test]
    public void What_is_longer_than_it_can_be_is_left_out()
    {
        Assert.That(Details($"\"created_date\":\"{new string('1', 64)}\"").CreatedDate, Has.Length.EqualTo(64));
        Assert.That(Details($"\"created_date\":\"{new string('1', 65)}\"").CreatedDate, Is.Null);
        Assert.That(Details($$"""   "links":[{"rel":"a","href":"{{new string('1', 2_048)}}"},{"rel":"b","href":"{{new string('1', 2_049)}}"}]""").Links.Keys, Is.EqualTo(new[] { "a" }));
        Assert.That(Details($"\"links\":[{string.Join(',', Enumerable.Range(0, 70).Select(at => $$"""{"rel":"{{at}}","href":"/"}"""))}]").Links, Has.Count.EqualTo(64).And.ContainKey("63"));
        Assert.That(Details("\"links\":null").Links, Is.Empty);
    }

    [TestCase("""{"responseStatus":"SUCCESS","responseDetails":{"total":5,"next_page":"/x"},"jobs":[]}""", 5L, true, null)]
    [TestCase("""{"responseStatus":"SUCCESS","responseDetails":{"total":0,"next_page":null},"jobs":[]}""", 0L, false, null)]
    [TestCase("""{"responseStatus":"SUCCESS","responseDetails":{"total":-1},"jobs":[]}""", null, false, null)]
    [TestCase("""{"responseStatus":"SUCCESS","responseDetails":[],"jobs":[]}""", null, false, null)]
    [TestCase("""{"responseStatus":"SUCCESS","jobs":[]}""", null, false, null)]
    [TestCase("""{"jobs":[]}""", null, false, "The reply has no 'responseStatus'.")]
    [TestCase("""{"responseStatus":"SUCCESS"}""", null, false, "The reply has no 'jobs'.")]
    public void A_page_says_how_many_there_are_and_whether_more_follows(string json, long? total, bool hasNext, string? problem)
    {
        Assert.That(Reading.ProblemOf(json, Page), Is.EqualTo(problem));
        if (problem is null)
        {
            var page = Reading.Of(json, Page);
            Assert.That((page.Jobs.Count, page.Total, page.HasNext), Is.EqualTo((0, total, hasNext)));
        }
    }

    [TestCase(1_000, null)]
    [TestCase(1_001, "'jobs[1000]' in the reply is one of many more than were asked for.")]
    public void A_page_of_many_more_jobs_than_asked_for_is_none(int count, string? problem) =>
        Assert.That(Reading.ProblemOf($$"""{"responseStatus":"SUCCESS","jobs":[{{string.Join(',', Enumerable.Repeat("""{"job_id":1,"status":"QUEUED"}""", count))}}]}""", Page)?.Split(".status")[0].TrimEnd('\''), Is.EqualTo(problem?.TrimEnd('\'')));

    [Test]
    public void A_page_keeps_the_JSON_of_its_jobs_when_it_is_to([Values] bool keepRaw)
    {
        var page = Reading.Of($$"""{"responseStatus":"SUCCESS","jobs":[{{Row}},{{Row}}]}""", (ref WireReader reader) => VeevaVaultPage.Read(ref reader, Jobs, keepRaw));
        Assert.That(page.Jobs.Select(job => job.Raw.Length), Is.EqualTo(keepRaw ? new[] { Row.Length, Row.Length } : [0, 0]));
    }

    [TestCase("""{"responseStatus":"SUCCESS","values":{"v25.3":"a","v26.2":"b","v26.1":"c","next":"d","v99.9":"e"}}""", "v26.2")]
    [TestCase("""{"responseStatus":"SUCCESS","values":{"v1":"a"}}""", null)]
    [TestCase("""{"responseStatus":"SUCCESS","values":7}""", null)]
    [TestCase("""{"responseStatus":"SUCCESS"}""", null)]
    public void The_newest_version_is_the_highest(string json, string? newest) => Assert.That(Reading.Of(json, VeevaVaultRoot.Read).Newest, Is.EqualTo(newest));

    [Test]
    public void A_list_of_versions_has_a_status() => Assert.That(Reading.ProblemOf("""{"values":{}}""", VeevaVaultRoot.Read), Is.EqualTo("The reply has no 'responseStatus'."));

    [TestCase("UTC", "0001-01-01T00:00:00Z", 0L)]
    [TestCase("UTC", "9999-12-31T23:59:59.9999999Z", 3155378975999999999L)]
    [TestCase("America/New_York", "9999-12-31T23:59:59.9999999Z", null)]
    [TestCase("Asia/Tokyo", "0001-01-01T00:00:00Z", null)]
    [TestCase("UTC", "0001-01-01T00:00:00.5Z", 5_000_000L)]
    [TestCase("UTC", "0001-01-01T00:00:00", null)]
    [TestCase("UTC", null, null)]
    public void A_time_is_within_the_calendar(string zone, string? text, long? ticks) => Assert.That(VeevaVaultTimes.Of(zone).Parse(text)?.UtcTicks, Is.EqualTo(ticks));

    [Test]
    public void Without_a_zone_there_is_no_time()
    {
        Assert.That((VeevaVaultTimes.Of(null).AreKnown, VeevaVaultTimes.Of("UTC").AreKnown), Is.EqualTo((false, true)));
        Assert.That(VeevaVaultTimes.Of(null).Parse("2026-01-01T00:00:00Z"), Is.Null);
    }

    private static VeevaVaultPage Page(ref WireReader reader) => VeevaVaultPage.Read(ref reader, Jobs, keepRaw: false);

    private static VeevaVaultTaskDetails Details(string members) =>
        (VeevaVaultTaskDetails)Reading.Of($$"""{"job_id":1,"status":"QUEUED",{{members}} }""", (ref WireReader reader) => Jobs.ReadRow(ref reader, keepRaw: false)).Details!;

    private static DateTimeOffset Second(int second) => new(2026, 1, 1, 0, 0, second, TimeSpan.Zero);
}
