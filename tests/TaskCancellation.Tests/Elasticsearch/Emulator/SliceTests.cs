using System.Text.Json.Nodes;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

/// <summary>A reindex in two slices, as recorded.</summary>
public class SliceTests : EmulatorTest
{
    private const string Books = """{"source":{"index":"src","size":5},"dest":{"index":"copies"}}""";
    private const string Leader = "nA1:1";
    private const string First = "nA1:2";
    private const string Second = "nA1:3";

    [SetUp]
    public async Task StartSlices()
    {
        Play("7.17.29");
        Emulator.AddIndex(new() { Name = "src", Documents = 1000, Shards = 2 });
        AssertAnswer(await Post("/_reindex?wait_for_completion=false&requests_per_second=2&slices=2", Books), 200, """{"task":"nA1:1"}""");
    }

    [Test, Category("Finding es-A1")]
    public async Task A_cancelled_slice_leaves_nothing_and_a_read_that_waited_for_it_gets_no_response()
    {
        Emulator.Finish(Emulator.Add());
        var waiting = Get($"/_tasks/{First}?wait_for_completion=true");
        await Cancel(First);
        Advance(2);
        var waited = (await waiting).Json.AsObject();
        Assert.That(
            (waited["completed"]!.GetValue<bool>(), waited["task"]!["cancelled"]!.GetValue<bool>(), waited.ContainsKey("response")),
            Is.EqualTo((true, true, false)));
        AssertAnswer(await Get($"/_tasks/{First}"), 404, Error(404, "resource_not_found_exception", $"task [{First}] isn't running and hasn't stored its results"));
        Assert.That((await Get($"/_tasks/{Leader}")).Json["completed"]!.GetValue<bool>(), Is.False);
    }

    [Test, Category("Finding es-A2")]
    public async Task With_its_last_slice_the_leader_ends_and_is_not_called_canceled()
    {
        await Cancel(First);
        await Cancel(Second);
        Advance(2);
        var response = (await Get($"/_tasks/{Leader}")).Json["response"]!.AsObject();
        Assert.That(response.ContainsKey("canceled"), Is.False);
        Assert.That(response["slices"]!.AsArray().Select(slice => slice!["canceled"]!.GetValue<string>()), Is.EqualTo(new[] { "by user request", "by user request" }));
        AssertAnswer(await Cancel(Leader), 200, NodeFailure("nA1", "resource_not_found_exception", $"task [{Leader}] is not found"));
    }

    [Test, Category("Finding es-A3")]
    public async Task A_leader_counts_what_ended_slices_have_done()
    {
        var slices = (await Get($"/_tasks?parent_task_id={Leader}&group_by=none&detailed")).Json["tasks"]!.AsArray();
        Assert.That(slices.Select(slice => slice!["status"]!["slice_id"]!.GetValue<int>()), Is.EqualTo(new[] { 0, 1 }));
        var running = (await Get($"/_tasks/{Leader}")).Json["task"]!["status"]!;
        Assert.That(
            (running["total"]!.GetValue<int>(), running["requests_per_second"]!.ToJsonString(), running["slices"]!.ToJsonString()),
            Is.EqualTo((0, "0.0", "[null,null]")));
        await Cancel(First);
        Advance(2);
        var one = (await Get($"/_tasks/{Leader}")).Json["task"]!["status"]!;
        Assert.That((one["total"]!.GetValue<int>(), one["created"]!.GetValue<int>(), one["slices"]![1]), Is.EqualTo((one["slices"]![0]!["total"]!.GetValue<int>(), one["slices"]![0]!["created"]!.GetValue<int>(), (JsonNode?)null)));
    }
}
