using System.Text;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Elasticsearch.Client.Replies;

/// <summary>The replies of the management of reindexing, and what answers at the root.</summary>
public sealed class ReindexTests
{
    private const string Full = """
        {"id":"nA1:88","description":"reindex from [a] to [b]","start_time_in_millis":1758000000000,"running_time_in_nanos":1234567,"cancelled":false,"status":{"total":10,"updated":3},"cancellable":false,"type":"passed over","action":"passed over"}
        """;

    [Test]
    public void Every_member_of_a_row_is_shown()
    {
        var task = Read($$"""{"reindex":[{{Full}}]}""").Tasks.Single();
        Assert.That(task, Is.EqualTo(new TaskSnapshot
        {
            Id = "nA1:88",
            State = TaskState.Running,
            RawState = "running",
            Kind = "indices:data/write/reindex",
            StartedAt = new DateTimeOffset(2025, 9, 16, 5, 20, 0, TimeSpan.Zero),
            Progress = 0.3,
            Details = new ElasticsearchTaskDetails
            {
                Node = "nA1",
                CurrentId = "nA1:88",
                Description = "reindex from [a] to [b]",
                IsCancelable = true,
                IsFlaggedCanceled = false,
                RunningTime = TimeSpan.FromTicks(12345),
                Status = """{"total":10,"updated":3}""",
            },
        }));
    }

    [TestCase("", TaskState.Running, "running", null)]
    [TestCase("null", TaskState.Running, "running", null)]
    [TestCase("false", TaskState.Running, "running", false)]
    [TestCase("true", TaskState.Canceling, "cancelled", true)]
    public void The_flag_says_whether_it_was_asked_to_stop(string flag, TaskState state, string raw, bool? isFlagged)
    {
        var task = Read($$"""{"reindex":[{"id":"nA1:88"{{(flag.Length == 0 ? "" : $",\"cancelled\":{flag}")}}}]}""").Tasks.Single();
        Assert.That((task.State, task.RawState, ((ElasticsearchTaskDetails)task.Details!).IsFlaggedCanceled), Is.EqualTo((state, raw, isFlagged)));
    }

    [Test]
    public void What_is_left_out_is_nothing()
    {
        foreach (var members in new[] { "", ",\"description\":null,\"start_time_in_millis\":0,\"running_time_in_nanos\":null,\"status\":null" })
        {
            var task = Read($$"""{"reindex":[{"id":"nA1:88"{{members}}}]}""").Tasks.Single();
            var details = (ElasticsearchTaskDetails)task.Details!;
            Assert.That((task.StartedAt, task.Progress, details.Description, details.RunningTime, details.Status), Is.EqualTo((default(DateTimeOffset?), default(double?), default(string), default(TimeSpan?), default(string))));
        }
    }

    [Test]
    public void Raw_json_is_kept_where_it_is_wanted([Values] bool keepRaw) =>
        Assert.That(Encoding.UTF8.GetString(Read($$"""{"reindex":[{{Full.Trim()}}]}""", keepRaw).Tasks[0].Raw.Span), Is.EqualTo(keepRaw ? Full.Trim() : ""));

    [Test]
    public void Failures_are_read_beside_the_rows()
    {
        var page = Read("""{"node_failures":[{"node_id":"nB2","type":"t","reason":"gone"}],"reindex":[{"id":"nA1:1"},{"id":"nA1:2"}],"task_failures":[{"node_id":"nA1","task_id":3,"reason":{"type":"u","reason":"odd"}}],"later":1}""");
        Assert.That(page.Tasks.Select(task => task.Id.Value), Is.EqualTo(new[] { "nA1:1", "nA1:2" }));
        Assert.That(page.Failures.ToListException().Summary, Is.EqualTo("Product: The list is not complete. node nB2: gone; task nA1:3: odd"));
        Assert.That(page.IsPartial, Is.True);
        Assert.That(Read("""{"reindex":[]}""").IsPartial, Is.False);
        Assert.That(Read("""{"reindex":[],"node_failures":[{}]}""").IsPartial, Is.True);
        Assert.That(Read("""{"reindex":[],"task_failures":[{}]}""").IsPartial, Is.True);
    }

    [TestCase("{}", "The reply has no 'reindex'.")]
    [TestCase("""{"reindex":{}}""", "'reindex' in the reply is not the array that is due.")]
    [TestCase("""{"reindex":[7]}""", "'reindex[0]' in the reply is not the object that is due.")]
    [TestCase("""{"reindex":[{}]}""", "'reindex[0]' in the reply has no 'id'.")]
    [TestCase("""{"reindex":[{"id":"unset"}]}""", "'reindex[0]' in the reply has an 'id' that is none.")]
    [TestCase("""{"reindex":[{"id":"nA1:0"}]}""", "'reindex[0]' in the reply has an 'id' that is none.")]
    [TestCase("""{"reindex":[{"id":7}]}""", "'reindex[0].id' in the reply is not the text that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void What_decides_must_be_there(string json, string problem) => Assert.That(Reading.ProblemOf(json, ElasticsearchReindexList.Reader("any")), Is.EqualTo(problem));

    [TestCase("""{"acknowledged":true}""", true)]
    [TestCase("""{"later":1,"acknowledged":false}""", false)]
    public void A_cancel_is_acknowledged_or_not(string json, bool expected) => Assert.That(Reading.Of(json, ElasticsearchReindexList.ReadAcknowledgement), Is.EqualTo(expected));

    [TestCase("{}", "The reply has no 'acknowledged'.")]
    [TestCase("""{"acknowledged":null}""", "'acknowledged' in the reply is not the true or false that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void An_acknowledgement_must_be_there(string json, string problem) => Assert.That(Reading.ProblemOf(json, ElasticsearchReindexList.ReadAcknowledgement), Is.EqualTo(problem));

    [TestCase("{}", null, null, null)]
    [TestCase("""{"version":"8.0.0","number":"passed over"}""", null, null, null)]
    [TestCase("""{"version":{}}""", null, null, null)]
    [TestCase("""{"version":{"number":"8.0.0"}}""", "8.0.0", null, null)]
    [TestCase("""{"name":"n","version":{"later":1,"build_flavor":"default","number":"8.0.0","distribution":"opensearch"},"tagline":"x"}""", "8.0.0", "opensearch", "default")]
    [TestCase("""{"version":{"number":null,"distribution":{},"build_flavor":[]}}""", null, null, null)]
    public void The_root_tells_product_and_version(string json, string? number, string? distribution, string? flavor) =>
        Assert.That(Reading.Of(json, ElasticsearchRoot.Read), Is.EqualTo(new ElasticsearchRoot(number, distribution, flavor)));

    [Test]
    public void A_root_that_is_no_object_is_none() => Assert.That(Reading.ProblemOf("[]", ElasticsearchRoot.Read), Is.EqualTo("The reply is not the object that is due."));

    private static ElasticsearchPage Read(string json, bool keepRaw = false) => Reading.Of(json, ElasticsearchReindexList.Reader("Product", keepRaw));
}
