using System.Text;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Elasticsearch.Client.Replies;

/// <summary>Every member of a task, and what becomes of it.</summary>
public sealed class TaskObjectTests
{
    private const string Full = """
        {"node":"nA1","id":88,"type":"transport","action":"indices:data/write/reindex","status":{"total":10,"created":4},"description":"from [a] to [b]","start_time_in_millis":1758000000000,"running_time_in_nanos":1234567,
        "cancellable":true,"cancelled":true,"parent_task_id":"nB2:7","headers":{"X-Opaque-Id":"mine"},"resource_stats":{"total":1},"cancellation_time_millis":1758000000500,"later":[{}]}
        """;

    private const string Bare = """{"node":"nA1","id":88,"action":"a"}""";

    [Test]
    public void Every_member_is_shown()
    {
        var task = Read(Full);
        var details = (ElasticsearchTaskDetails)task.Details!;

        using var all = Assert.EnterMultipleScope();
        Assert.That((task.Id.Value, task.State, task.RawState, task.Kind, task.ParentId?.Value), Is.EqualTo(("nA1:88", TaskState.Canceling, "cancelled", "indices:data/write/reindex", "nB2:7")));
        Assert.That((task.StartedAt, task.Progress, task.Failure, task.IsEndUnknown), Is.EqualTo(((DateTimeOffset?)new DateTimeOffset(2025, 9, 16, 5, 20, 0, TimeSpan.Zero), (double?)0.4, default(TaskFailure), false)));
        Assert.That((details.Node, details.CurrentId.Value, details.Type, details.Description), Is.EqualTo(("nA1", "nA1:88", "transport", "from [a] to [b]")));
        Assert.That((details.IsCancelable, details.IsFlaggedCanceled, details.RunningTime), Is.EqualTo(((bool?)true, (bool?)true, (TimeSpan?)TimeSpan.FromTicks(12345))));
        Assert.That(details.CancellationStartedAt, Is.EqualTo(new DateTimeOffset(2025, 9, 16, 5, 20, 0, 500, TimeSpan.Zero)));
        Assert.That((details.Status, details.ResourceStats, details.OpaqueId), Is.EqualTo(("""{"total":10,"created":4}""", """{"total":1}""", "mine")));
        Assert.That(details.Headers, Is.EqualTo(new Dictionary<string, string> { ["X-Opaque-Id"] = "mine" }));
        Assert.That((details.Response, details.Error, details.Children.Count), Is.EqualTo((default(string), default(string), 0)));
        Assert.That(task.Raw.IsEmpty, Is.True);
    }

    [Test]
    public void What_is_left_out_is_nothing()
    {
        var task = Read(Bare);
        Assert.That(task, Is.EqualTo(new TaskSnapshot
        {
            Id = "nA1:88",
            State = TaskState.Running,
            RawState = "running",
            Kind = "a",
            Details = new ElasticsearchTaskDetails { Node = "nA1", CurrentId = "nA1:88" },
        }));
        Assert.That(((ElasticsearchTaskDetails)task.Details!).OpaqueId, Is.Null);
    }

    [TestCase("", TaskState.Running, "running")]
    [TestCase("\"cancelled\":null", TaskState.Running, "running")]
    [TestCase("\"cancellable\":null", TaskState.Running, "running")]
    [TestCase("\"cancellable\":true,\"cancelled\":false", TaskState.Running, "running")]
    [TestCase("\"cancellable\":false", TaskState.Running, "not cancellable")]
    [TestCase("\"cancellable\":false,\"cancelled\":false", TaskState.Running, "not cancellable")]
    [TestCase("\"cancelled\":true", TaskState.Canceling, "cancelled")]
    [TestCase("\"cancellable\":false,\"cancelled\":true", TaskState.Canceling, "cancelled")]
    public void Two_flags_say_how_it_runs(string flags, TaskState state, string raw)
    {
        var task = With(flags);
        Assert.That((task.State, task.RawState), Is.EqualTo((state, raw)));
    }

    [TestCase("-1", null)]
    [TestCase("0", null)]
    [TestCase("1", "1970-01-01T00:00:00.001Z")]
    [TestCase("253402300799999", "9999-12-31T23:59:59.999Z")]
    [TestCase("253402300800000", null)]
    [TestCase("9223372036854775807", null)]
    [TestCase("\"1\"", null)]
    [TestCase("null", null)]
    public void A_time_is_one_within_the_calendar_after_its_beginning(string millis, string? expected)
    {
        DateTimeOffset? instant = expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(With($"\"start_time_in_millis\":{millis}").StartedAt, Is.EqualTo(instant));
        Assert.That(With($"\"original_start_time_in_millis\":{millis}").StartedAt, Is.EqualTo(instant));
        Assert.That(((ElasticsearchTaskDetails)With($"\"cancellation_time_millis\":{millis}").Details!).CancellationStartedAt, Is.EqualTo(instant));
    }

    [TestCase("0", 0L)]
    [TestCase("99", 0L)]
    [TestCase("100", 1L)]
    [TestCase("199", 1L)]
    [TestCase("null", null)]
    public void A_running_time_is_cut_to_a_hundred_nanoseconds(string nanos, long? ticks) =>
        Assert.That(((ElasticsearchTaskDetails)With($"\"running_time_in_nanos\":{nanos}").Details!).RunningTime?.Ticks, Is.EqualTo(ticks));

    [TestCase("\"nB2:7\"", "nB2:7")]
    [TestCase("\"unset\"", null)]
    [TestCase("\":-1\"", null)]
    [TestCase("\"\"", null)]
    [TestCase("null", null)]
    public void A_parent_is_an_id_or_none(string value, string? expected) => Assert.That(With($"\"parent_task_id\":{value}").ParentId?.Value, Is.EqualTo(expected));

    [Test]
    public void What_was_moved_keeps_the_id_and_the_start_it_had_first()
    {
        var task = With("\"original_task_id\":\"nB2:5\",\"start_time_in_millis\":2000,\"original_start_time_in_millis\":1000");
        Assert.That((task.Id.Value, ((ElasticsearchTaskDetails)task.Details!).CurrentId.Value, task.StartedAt), Is.EqualTo(("nB2:5", "nA1:88", (DateTimeOffset?)DateTimeOffset.UnixEpoch.AddSeconds(1))));
        Assert.That(With("\"original_task_id\":null").Id.Value, Is.EqualTo("nA1:88"));

        var moved = Reading.Of("""{"node":"nA1","id":88,"action":"a","original_task_id":"nB2:5"}""", static (ref reader) => ElasticsearchTaskObject.Read(ref reader, rows: null));
        Assert.That((moved.IsUnder("nB2:5"), moved.IsUnder("nA1:88"), moved.IsUnder("nA1:5"), moved.IsUnder("nB2:88")), Is.EqualTo((true, true, false, false)));
    }

    [TestCase("""{"id":88,"action":"a"}""", "The reply has no 'node'.")]
    [TestCase("""{"node":"nA1","action":"a"}""", "The reply has no 'id'.")]
    [TestCase("""{"node":"nA1","id":88}""", "The reply has no 'action'.")]
    [TestCase("""{"node":null,"id":88,"action":"a"}""", "'node' in the reply is not the text that is due.")]
    [TestCase("""{"node":"nA1","id":"88","action":"a"}""", "'id' in the reply is not the whole number that is due.")]
    [TestCase("""{"node":"nA1","id":88,"action":" "}""", "'action' in the reply is not the word that is due.")]
    [TestCase("""{"node":"nA1","id":88,"action":"a","original_task_id":"unset"}""", "'original_task_id' in the reply is not the id of a task.")]
    [TestCase("""{"node":"nA1","id":88,"action":"a","original_task_id":7}""", "'original_task_id' in the reply is not the text that is due.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    public void What_decides_must_be_there(string json, string problem) =>
        Assert.That(Reading.ProblemOf(json, static (ref reader) => ElasticsearchTaskObject.Read(ref reader, rows: null)), Is.EqualTo(problem));

    [Test]
    public void An_end_and_what_was_kept_of_it_are_put_beside_the_task()
    {
        var task = Reading.Of(Bare, static (ref reader) => ElasticsearchTaskObject.Read(ref reader, rows: null));
        var failure = new TaskFailure("words", "code");
        var ended = task.ToSnapshot(new ElasticsearchTaskEnd(TaskState.Failed, "error", failure), "raw"u8.ToArray(), RawJson.Of("{\"a\":1}"), RawJson.Of("{\"b\":2}"));
        var details = (ElasticsearchTaskDetails)ended.Details!;

        using var all = Assert.EnterMultipleScope();
        Assert.That((ended.State, ended.RawState, ended.Failure, ended.IsEndUnknown), Is.EqualTo((TaskState.Failed, "error", failure, false)));
        Assert.That((details.Response, details.Error, Encoding.UTF8.GetString(ended.Raw.Span)), Is.EqualTo(("{\"a\":1}", "{\"b\":2}", "raw")));
        var open = task.ToSnapshot(ElasticsearchTaskEnd.Unrecorded);
        Assert.That((open.State, open.RawState, open.IsEndUnknown, open.Failure), Is.EqualTo((TaskState.Unknown, "unrecorded", true, default(TaskFailure))));
    }

    [TestCase("{\"total\":10,\"created\":1}", 0.1)]
    [TestCase("{\"total\":10,\"updated\":2}", 0.2)]
    [TestCase("{\"total\":10,\"deleted\":3}", 0.3)]
    [TestCase("{\"total\":10,\"noops\":4}", 0.4)]
    [TestCase("{\"total\":10,\"version_conflicts\":5}", 0.5)]
    [TestCase("{\"created\":1,\"updated\":1,\"deleted\":1,\"noops\":1,\"version_conflicts\":1,\"batches\":9,\"total\":10}", 0.5)]
    [TestCase("{\"total\":10}", 0d)]
    [TestCase("{\"total\":1,\"created\":2}", 1d)]
    [TestCase("{\"total\":1,\"created\":-2}", 0d)]
    [TestCase("{\"total\":0,\"created\":2}", null)]
    [TestCase("{\"total\":-1,\"created\":2}", null)]
    [TestCase("{\"created\":2}", null)]
    [TestCase("{\"total\":\"odd\",\"created\":2}", null)]
    [TestCase("{\"total\":2,\"created\":\"odd\",\"updated\":1}", 0.5)]
    [TestCase("{\"total\":2,\"created\":1,\"slices\":[]}", 0.5)]
    [TestCase("{\"total\":2,\"created\":1,\"slices\":[{}]}", 0.5)]
    [TestCase("{\"total\":2,\"created\":1,\"slices\":null}", 0.5)]
    [TestCase("{\"total\":2,\"created\":1,\"slices\":[null]}", null)]
    [TestCase("{\"total\":2,\"created\":1,\"slices\":[null,{}]}", null)]
    [TestCase("{\"total\":2,\"created\":1,\"slices\":[{},null]}", null)]
    [TestCase("[]", null)]
    [TestCase("7", null)]
    [TestCase("null", null)]
    public void What_is_done_of_all_there_is_is_the_progress(string status, double? expected)
    {
        var task = With($"\"status\":{status}");
        Assert.That(task.Progress, Is.EqualTo(expected).Within(1e-9));
        Assert.That(((ElasticsearchTaskDetails)task.Details!).Status, Is.EqualTo(status == "null" ? null : status));
    }

    [TestCase("{\"total\":2,\"slices\":[null]}", true)]
    [TestCase("{\"total\":2,\"slices\":[{}]}", false)]
    [TestCase("{\"slices\":[{},null,{}]}", true)]
    [TestCase("{\"total\":0}", false)]
    [TestCase("[null]", false)]
    public void Only_open_slices_are_asked(string status, bool expected)
    {
        var task = With($"\"status\":{status}");
        Assert.That(ElasticsearchBulkStatus.IsAmongSlices(task), Is.EqualTo(expected));
        Assert.That(ElasticsearchBulkStatus.IsAmongSlices(task with { State = TaskState.Failed }), Is.False);
        Assert.That(ElasticsearchBulkStatus.IsAmongSlices(task with { Progress = 0.5 }), Is.False);
        Assert.That(ElasticsearchBulkStatus.IsAmongSlices(task with { Details = null }), Is.False);
        Assert.That(ElasticsearchBulkStatus.IsAmongSlices(With("")), Is.False);
    }

    [Test]
    public void The_slices_count_with_their_leader()
    {
        var leader = With("\"status\":{\"total\":10,\"created\":2,\"slices\":[null,null]}");
        TaskSnapshot[] slices = [With("\"status\":{\"total\":20,\"created\":5}"), With("\"status\":{\"total\":10,\"deleted\":3}"), With("")];
        Assert.That(ElasticsearchBulkStatus.Over(leader, slices), Is.EqualTo(0.25));
        Assert.That(ElasticsearchBulkStatus.Over(leader, []), Is.EqualTo(0.2));
        Assert.That(ElasticsearchBulkStatus.Over(With("\"status\":{\"slices\":[null]}"), []), Is.Null);
    }

    private static TaskSnapshot With(string members) => Read(members.Length == 0 ? Bare : $"{Bare[..^1]},{members}}}");

    private static TaskSnapshot Read(string json) => Reading.Of(json, static (ref reader) =>
    {
        var task = ElasticsearchTaskObject.Read(ref reader, rows: null);
        return task.ToSnapshot(task.Running);
    });
}
