using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Reads that the service holds until the task has ended, and how it says that it has not.</summary>
[TestFixture]
internal sealed class ServerWaitTests : ClientTest
{
    private const string HeldLine = "GET /_tasks/nA1%3A88?wait_for_completion=true&timeout=20000ms";
    private static readonly WaitOptions Held = new() { LongPollTimeout = TimeSpan.FromMinutes(1), Jitter = 0 };

    [TestCase(429, "timeout_exception")]
    [TestCase(500, "timeout_exception")]
    [TestCase(500, "receive_timeout_transport_exception")]
    [TestCase(429, "receive_timeout_transport_exception")]
    public async Task A_time_out_of_the_held_read_means_still_running_and_is_neither_repeated_nor_an_error(int status, string type)
    {
        Service.On(HeldLine, TimedOut(status, type)).On(ReadLine, Wire.Running(Wire.Task()));

        var task = await RunAsync(Client.FindAsync(Wire.Id, new ReadOptions { LongPollTimeout = TimeSpan.FromMinutes(1) }));

        Assert.That(task!.State, Is.EqualTo(TaskState.Running));
        Assert.That(Service.Lines, Is.EqualTo(new[] { HeldLine, ReadLine }));
        Assert.That(Clock.GetUtcNow() - VirtualClock.DefaultStart, Is.LessThan(TimeSpan.FromSeconds(1)), "nothing was paused for");
    }

    [Test]
    public async Task A_wait_reads_once_and_is_then_held()
    {
        Service.On(HeldLine, TimedOut(429, "timeout_exception"), Wire.Stored("\"response\":{\"total\":1}")).On(ReadLine, Wire.Running(Wire.Task()));

        var task = await RunAsync(Client.WaitForCompletionAsync(Wire.Id, Held));

        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine, HeldLine, ReadLine, HeldLine }));
    }

    [Test]
    public async Task A_result_that_was_not_stored_is_an_end_that_was_waited_for()
    {
        Service.On(HeldLine, Wire.Stored("")).On(ReadLine, Wire.Running(Wire.Task()));

        Assert.That((await RunAsync(Client.WaitForCompletionAsync(Wire.Id, Held))).IsEndUnknown, Is.True);
    }

    [Test]
    public async Task A_task_that_is_gone_is_not_found()
    {
        Service.On(HeldLine, EmulatedReply.Json(404, """{"error":{"type":"resource_not_found_exception","reason":"x"},"status":404}"""));

        Assert.That(await RunAsync(Client.FindAsync(Wire.Id, new ReadOptions { LongPollTimeout = TimeSpan.FromMinutes(1) })), Is.Null);
        Assert.That(Service.Lines, Is.EqualTo(new[] { HeldLine }));
    }

    [TestCase(429, "es_rejected_execution_exception", TaskErrorReason.Throttled)]
    [TestCase(500, "exception", TaskErrorReason.ServerError)]
    public async Task Any_other_failure_is_still_one_and_repeated(int status, string type, TaskErrorReason kind)
    {
        Service.On(HeldLine, TimedOut(status, type));

        var failure = await FailureOf(Client.FindAsync(Wire.Id, new ReadOptions { LongPollTimeout = TimeSpan.FromMinutes(1) }));

        Assert.That(failure.Reason, Is.EqualTo(kind));
        Assert.That(Service.Lines, Is.EqualTo(Enumerable.Repeat(HeldLine, 4)));
    }

    [Test]
    [Category("Finding E8")]
    public async Task A_time_out_of_a_gateway_is_a_failure_that_may_pass()
    {
        Service.On(HeldLine, EmulatedReply.Html(504));

        var failure = await FailureOf(Client.FindAsync(Wire.Id, new ReadOptions { LongPollTimeout = TimeSpan.FromMinutes(1) }));

        Assert.That((failure.Reason, failure.StatusCode, failure.IsTransient), Is.EqualTo((TaskErrorReason.ServerError, (int?)504, true)));
        Assert.That(Service.Lines, Is.EqualTo(Enumerable.Repeat(HeldLine, 4)));
    }

    [TestCase(2500, "2500ms")]
    [TestCase(0, null)]
    [TestCase(0.5, null)]
    [TestCase(1, "1ms")]
    [TestCase(20_001, "20000ms")]
    public async Task The_time_is_sent_in_milliseconds(double milliseconds, string? expected)
    {
        var line = expected is null ? ReadLine : HeldLine.Replace("20000ms", expected, StringComparison.Ordinal);
        Service.On(line, Wire.Running(Wire.Task()));

        await RunAsync(Client.FindAsync(Wire.Id, new ReadOptions { LongPollTimeout = TimeSpan.FromMilliseconds(milliseconds) }));

        Assert.That(Service.Lines, Is.EqualTo(new[] { line }));
    }

    [Test]
    public void A_held_read_is_shorter_than_a_try_may_take()
    {
        Assert.That(Client.Capabilities.MaxLongPollTimeout, Is.EqualTo(TimeSpan.FromSeconds(20)));
        Assert.That(CreateClient(configure: options => options.AttemptTimeout = TimeSpan.FromSeconds(90)).Capabilities.MaxLongPollTimeout, Is.EqualTo(TimeSpan.FromSeconds(60)));
    }

    [Test]
    public void Nor_longer_than_the_http_client_allows()
    {
        var http = Kept(Service.CreateClient());
        http.Timeout = TimeSpan.FromSeconds(15);

        using var client = new ElasticsearchTaskClient(http, new() { Credential = ElasticsearchCredential.None });

        Assert.That(client.Capabilities.MaxLongPollTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }

    [TestCase(12, 4)]
    [TestCase(30, 10)]
    [TestCase(90, 10)]
    public void A_list_waits_for_a_silent_node_half_as_long_as_a_held_read_and_ten_seconds_at_most(int attempt, int wait) =>
        Assert.That(ElasticsearchLimits.ListWait(ElasticsearchLimits.Within(TimeSpan.FromSeconds(attempt), null)), Is.EqualTo(TimeSpan.FromSeconds(wait)));

    private static EmulatedReply TimedOut(int status, string type) =>
        EmulatedReply.Json(status, "{\"error\":{\"root_cause\":[],\"type\":\"" + type + "\",\"reason\":\"scrambled\"},\"status\":" + status + "}");
}
