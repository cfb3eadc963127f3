using System.Text;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.CloudFoundry.Client.Replies;

/// <summary>Every member of a task, and what becomes of it.</summary>
public sealed class TaskObjectTests
{
    private const string Full = """
        {"guid":"t-1","state":"RUNNING","name":"report","created_at":"2026-03-01T08:00:00Z","updated_at":"2026-03-01T08:02:10Z","sequence_id":7,"command":"bin/report","user":"vcap","memory_in_mb":256,"disk_in_mb":1024,
        "log_rate_limit_in_bytes_per_second":-1,"droplet_guid":"d-1","result":{"failure_reason":null},"metadata":{"labels":{"team":"billing"},"annotations":{"note":"n"},"later":{}},"relationships":{"app":{"data":{"guid":"app-1"}}},"links":{}}
        """;

    [Test]
    public void Every_member_is_shown()
    {
        var task = Read(Full);
        Assert.That(task, Is.EqualTo(new TaskSnapshot
        {
            Id = "t-1",
            State = TaskState.Running,
            RawState = "RUNNING",
            Name = "report",
            Scope = "app-1",
            EnqueuedAt = new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero),
            Details = new CloudFoundryTaskDetails
            {
                UpdatedAt = new DateTimeOffset(2026, 3, 1, 8, 2, 10, TimeSpan.Zero),
                SequenceId = 7,
                Command = "bin/report",
                User = "vcap",
                MemoryInMb = 256,
                DiskInMb = 1024,
                LogRateLimit = -1,
                DropletId = "d-1",
                Labels = new Dictionary<string, string> { ["team"] = "billing" },
                Annotations = new Dictionary<string, string> { ["note"] = "n" },
            },
        }));
        var details = (CloudFoundryTaskDetails)task.Details!;
        Assert.That((details.Labels["team"], details.Annotations["note"], details.Labels.Count, details.Annotations.Count), Is.EqualTo(("billing", "n", 1, 1)));
    }

    [Test]
    public void What_is_left_out_is_nothing()
    {
        var bare = new TaskSnapshot { Id = "t-1", State = TaskState.Pending, RawState = "PENDING", Details = new CloudFoundryTaskDetails() };
        Assert.That(With("PENDING", ""), Is.EqualTo(bare));
        Assert.That(With("PENDING", ",\"name\":null,\"created_at\":null,\"updated_at\":7,\"sequence_id\":\"7\",\"command\":{},\"user\":[],\"memory_in_mb\":1.5,\"disk_in_mb\":null,\"droplet_guid\":null,\"metadata\":7,\"relationships\":[],\"result\":7"), Is.EqualTo(bare));
        Assert.That((((CloudFoundryTaskDetails)bare.Details).Labels.Count, ((CloudFoundryTaskDetails)bare.Details).Annotations.Count), Is.EqualTo((0, 0)));
    }

    [TestCase("PENDING", null, TaskState.Pending, false)]
    [TestCase("RUNNING", null, TaskState.Running, false)]
    [TestCase("RUNNING", "Exited with status 1", TaskState.Running, false)]
    [TestCase("CANCELING", null, TaskState.Canceling, false)]
    [TestCase("CANCELING", " ", TaskState.Canceling, false)]
    [TestCase("CANCELING", "task was cancelled", TaskState.Canceled, false)]
    [TestCase("CANCELING", "Exited with status 1", TaskState.Failed, false)]
    [TestCase("CANCELING", "unable to determine completion status", TaskState.Failed, true)]
    [TestCase("SUCCEEDED", null, TaskState.Succeeded, false)]
    [TestCase("SUCCEEDED", "Unable to determine completion status", TaskState.Succeeded, false)]
    [TestCase("FAILED", null, TaskState.Failed, true)]
    [TestCase("FAILED", "", TaskState.Failed, true)]
    [TestCase("FAILED", "task was cancelled", TaskState.Canceled, false)]
    [TestCase("FAILED", "TASK WAS CANCELED", TaskState.Canceled, false)]
    [TestCase("FAILED", " task was canceled ", TaskState.Canceled, false)]
    [TestCase("FAILED", "task was cancelled.", TaskState.Failed, false)]
    [TestCase("FAILED", " Unable to determine completion status ", TaskState.Failed, true)]
    [TestCase("FAILED", "Unable to determine completion status of it", TaskState.Failed, false)]
    [TestCase("Failed", "task was cancelled", TaskState.Unknown, false)]
    public void Word_and_reason_say_how_it_stands(string word, string? reason, TaskState state, bool isEndUnknown)
    {
        var task = With(word, $",\"result\":{{\"failure_reason\":{Wire.Text(reason)},\"later\":1}}");
        Assert.That((task.State, task.RawState, task.IsEndUnknown, task.Failure), Is.EqualTo((state, word, isEndUnknown, string.IsNullOrWhiteSpace(reason) ? null : new TaskFailure(reason))));
    }

    [TestCase("7")]
    [TestCase("true")]
    [TestCase("{}")]
    [TestCase("[\"task was cancelled\"]")]
    public void A_reason_that_is_no_text_is_none(string reason)
    {
        var task = With("FAILED", $",\"result\":{{\"failure_reason\":{reason}}}");
        Assert.That((task.State, task.Failure, task.IsEndUnknown), Is.EqualTo((TaskState.Failed, default(TaskFailure), true)));
    }

    [Test]
    public void A_reason_has_1500_characters_at_most()
    {
        Assert.That(With("FAILED", $",\"result\":{{\"failure_reason\":\"{new string('x', 1500)}\"}}").Failure!.Message, Is.EqualTo(new string('x', 1500)));
        Assert.That(With("FAILED", $",\"result\":{{\"failure_reason\":\"{new string('x', 1501)}\"}}").Failure!.Message, Is.EqualTo(new string('x', 1499) + "…"));
    }

    [TestCase("Exited with status 0", 0)]
    [TestCase("APP/TASK: Exited with status 137 (out of memory)", 137)]
    [TestCase("Failed with exit code: 3", 3)]
    [TestCase("Exited with status 2147483647", int.MaxValue)]
    [TestCase("Exited with status 2147483648", null)]
    [TestCase("Exited with status -1", null)]
    [TestCase("exited with status 1", null)]
    [TestCase("Exited with status x", null)]
    [TestCase(null, null)]
    public void An_exit_code_is_read_out_of_the_reason(string? reason, int? code) => Assert.That(((CloudFoundryTaskDetails)With("FAILED", $",\"result\":{{\"failure_reason\":{Wire.Text(reason)}}}").Details!).ExitCode, Is.EqualTo(code));

    [TestCase("""{"app":{"data":{"guid":"a-1"}}}""", "a-1")]
    [TestCase("""{"space":{"data":{"guid":"s-1"}},"app":{"links":{},"data":{"type":"x","guid":"a-1","later":1}},"later":1}""", "a-1")]
    [TestCase("""{"app":{"data":null}}""", null)]
    [TestCase("""{"app":null}""", null)]
    [TestCase("""{"app":{"data":{"guid":null}}}""", null)]
    [TestCase("""{"app":{"data":{"id":"a-1"}}}""", null)]
    [TestCase("""{"space":{"data":{"guid":"s-1"}}}""", null)]
    [TestCase("null", null)]
    public void The_app_is_two_levels_down(string relationships, string? expected) => Assert.That(With("RUNNING", $",\"relationships\":{relationships}").Scope, Is.EqualTo(expected));

    [TestCase("""{"labels":{"a":"1"}}""", 1, 0)]
    [TestCase("""{"annotations":{"a":"1","b":"2"}}""", 0, 2)]
    [TestCase("""{"labels":null,"annotations":{"a":null,"b":"2","c":3}}""", 0, 2)]
    [TestCase("""{"labels":[1,2,3]}""", 0, 0)]
    [TestCase("null", 0, 0)]
    public void Labels_and_annotations_are_maps_of_texts(string metadata, int labels, int annotations)
    {
        var details = (CloudFoundryTaskDetails)With("RUNNING", $",\"metadata\":{metadata}").Details!;
        Assert.That((details.Labels.Count, details.Annotations.Count), Is.EqualTo((labels, annotations)));
    }

    [TestCase("""{"state":"RUNNING"}""", "The reply has no 'guid'.")]
    [TestCase("""{"guid":"t-1"}""", "The reply has no 'state'.")]
    [TestCase("""{"guid":"t 1","state":"RUNNING"}""", "'guid' in the reply is not the GUID of a task.")]
    [TestCase("""{"guid":"","state":"RUNNING"}""", "'guid' in the reply is not the GUID of a task.")]
    [TestCase("""{"guid":7,"state":"RUNNING"}""", "'guid' in the reply is not the text that is due.")]
    [TestCase("""{"guid":"t-1","state":""}""", "'state' in the reply is not the word that is due.")]
    [TestCase("""{"guid":"t-1","state":null}""", "'state' in the reply is not the text that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void What_decides_must_be_there(string json, string problem) => Assert.That(Reading.ProblemOf(json, static (ref reader) => CloudFoundryTaskObject.Read(ref reader, keepRaw: false)), Is.EqualTo(problem));

    [Test]
    public void Raw_json_is_kept_where_it_is_wanted([Values] bool keepRaw) =>
        Assert.That(Encoding.UTF8.GetString(Reading.Of(Full.Trim(), (ref reader) => CloudFoundryTaskObject.Read(ref reader, keepRaw)).Raw.Span), Is.EqualTo(keepRaw ? Full.Trim() : ""));

    private static TaskSnapshot With(string state, string members) => Read($$"""{"guid":"t-1","state":"{{state}}"{{members}}}""");

    private static TaskSnapshot Read(string json) => Reading.Of(json, static (ref reader) => CloudFoundryTaskObject.Read(ref reader, keepRaw: false));
}
