using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Error replies: the service's own, and those of what stands before it.</summary>
public sealed class RefusedRequestTests : ClientTest
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    private static IEnumerable<TestCaseData> Codes() =>
        Fixture("replies/errors.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Select(parts => new TestCaseData(int.Parse(parts[0], null), parts[1], parts[2], Enum.Parse<TaskErrorReason>(parts[3])));

    [TestCaseSource(nameof(Codes))]
    public async Task Every_error_code_reaches_the_caller(int status, string code, string type, TaskErrorReason kind)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(status, $$"""{"message":"It `went` wrong.","code":"{{code}}","type":"{{type}}","link":"https://docs.meilisearch.com/errors#{{code}}"}"""));
        var error = await Refusal(Client.ListAsync(Movies).ToListAsync().AsTask());
        Assert.That((error.StatusCode, error.ErrorCode, error.Reason, error.Delivery, error.ServiceName), Is.EqualTo((status, code, kind, RequestDelivery.Answered, "Meilisearch")));
        Assert.That(error.Message, Does.Contain("It `went` wrong").And.Contain(code));
        Assert.That(error.BodyExcerpt, Does.Contain(type).And.Contain("errors#"));
    }

    [TestCaseSource(nameof(Codes))]
    public async Task A_refused_cancel_of_one_task_is_a_verdict(int status, string code, string type, TaskErrorReason kind)
    {
        AddOpen();
        Server.Faults.On("POST", "/tasks/cancel").Respond(EmulatedReply.Json(status, $$"""{"message":"No.","code":"{{code}}","type":"{{type}}","link":""}"""));
        var outcome = (await Run(Client.CancelAsync((TaskTarget)0))).Accepted.Outcomes[0];
        Assert.That(outcome.Verdict, Is.EqualTo(kind switch
        {
            TaskErrorReason.Authentication or TaskErrorReason.Authorization => CancellationVerdict.Denied,
            TaskErrorReason.NotFound => CancellationVerdict.NotFound,
            TaskErrorReason.ServerError or TaskErrorReason.Protocol => CancellationVerdict.Indeterminate,
            _ => CancellationVerdict.Rejected,
        }));
        Assert.That((outcome.Error!.StatusCode, outcome.Error.ErrorCode), Is.EqualTo((status, code)));
    }

    [Test]
    [Category("MS-8.31")]
    public async Task The_documented_400_is_read()
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(400, Fixture("replies/missing-task-filters.json")));
        var error = await Refusal(Client.CancelAsync(Movies, new CancelOptions { Selection = CancelSelection.ServerSide }));
        Assert.That((error.StatusCode, error.ErrorCode, error.Reason), Is.EqualTo((400, "missing_task_filters", TaskErrorReason.InvalidRequest)));
        Assert.That(error.Message, Does.Contain("Available query parameters are: `uids`, `indexUids`"));
    }

    [Test]
    public async Task The_documented_401_is_read()
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(401, Fixture("replies/missing-authorization-header.json")));
        var error = await Refusal(Client.CancelAsync(Movies));
        Assert.That((error.StatusCode, error.ErrorCode, error.Reason), Is.EqualTo((401, "missing_authorization_header", TaskErrorReason.Authentication)));
    }

    [Test]
    [Category("MS-8.42")]
    public async Task A_full_queue_is_a_rejection_of_a_target_and_an_exception_for_a_filter()
    {
        Server.IsQueueFull = true;
        var outcome = (await Run(Client.CancelAsync((TaskTarget)77))).Accepted.Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Error?.ErrorCode, outcome.Error?.StatusCode), Is.EqualTo((CancellationVerdict.Rejected, "no_space_left_on_device", 422)));
        var error = await Refusal(Client.CancelAsync(Movies));
        Assert.That((error.ErrorCode, error.IsDefiniteRefusal), Is.EqualTo(("no_space_left_on_device", true)));
        Assert.That(error.Message, Does.StartWith("Meilisearch: Meilisearch cannot receive write operations because the limit of the task database has been reached."));
        AddOpen();
        var report = await Cancel(Movies);
        Assert.That((report.Error, report.MatchedCount, report.UnlistedCount, Verdicts(report), report.AllCanceled), Is.EqualTo(((TaskRequestException?)null, (long?)1, (long?)0, "0:Canceled", true)), "an effective cancel is accepted since 1.14");
    }

    [TestCase(404, TaskErrorReason.Protocol)]
    [TestCase(405, TaskErrorReason.Protocol)]
    [TestCase(408, TaskErrorReason.ServerError)]
    [TestCase(431, TaskErrorReason.Protocol)]
    [TestCase(400, TaskErrorReason.Protocol)]
    [Category("MS-8.63"), Category("MS-8.68")]
    public async Task An_empty_refusal_keeps_its_status(int status, TaskErrorReason kind)
    {
        Server.Faults.Always().Respond(EmulatedReply.Empty(status));
        var error = await Refusal(Client.FindAsync(1));
        Assert.That((error.StatusCode, error.Reason, error.ErrorCode, error.BodyExcerpt), Is.EqualTo((status, kind, (string?)null, (string?)null)));
    }

    [TestCase(502, TaskErrorReason.ServerError)]
    [TestCase(503, TaskErrorReason.ServerError)]
    [TestCase(504, TaskErrorReason.ServerError)]
    [TestCase(413, TaskErrorReason.Protocol)]
    [TestCase(414, TaskErrorReason.Protocol)]
    [TestCase(429, TaskErrorReason.Throttled)]
    [TestCase(200, TaskErrorReason.Protocol)]
    public async Task A_page_of_a_proxy_is_no_json_exception(int status, TaskErrorReason kind)
    {
        Server.Faults.Always().Respond(EmulatedReply.Html(status));
        var error = await Refusal(Client.FindAsync(1));
        Assert.That((error.StatusCode, error.Reason, error.ErrorCode), Is.EqualTo((status, kind, (string?)null)));
        Assert.That(error.BodyExcerpt, Does.StartWith("<html>"));
    }

    [TestCase("""{"uid":1,"status":""")]
    [TestCase("""{"uid":-"x"}""")]
    [TestCase("""{"uid":1,"status":null,"type":"x"}""")]
    [TestCase("""{"status":"enqueued","type":"x"}""")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("")]
    [TestCase("{}")]
    public async Task A_success_that_is_not_the_documented_json_is_a_protocol_error(string body)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, body));
        Assert.That((await Refusal(Client.FindAsync(1))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await Refusal(Client.ListAsync(Movies).ToListAsync().AsTask())).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await Refusal(Client.ListAsync(Movies, new ReadOptions { KeepRaw = true }).ToListAsync().AsTask())).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [TestCase("""{"results":[null],"total":1,"next":null}""")]
    [TestCase("""{"results":[{"uid":1}],"total":1,"next":null}""")]
    public async Task A_task_of_a_list_that_is_not_one_is_a_protocol_error(string body)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(200, body));
        Assert.That((await Refusal(Client.ListAsync(Movies).ToListAsync().AsTask())).Reason, Is.EqualTo(TaskErrorReason.Protocol));
        Assert.That((await Refusal(Client.ListAsync(Movies, new ReadOptions { KeepRaw = true }).ToListAsync().AsTask())).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [TestCase("""{"message":"m","code":7}""")]
    [TestCase("""{"message":"m"}""")]
    [TestCase("""{"code":"task_not_found"}""")]
    [TestCase("not json")]
    public async Task Only_an_envelope_with_code_and_message_speaks_for_the_service(string body)
    {
        Server.Faults.Always().Respond(EmulatedReply.Json(404, body));
        var error = await Refusal(Client.FindAsync(1));
        Assert.That((error.Reason, error.ErrorCode, error.BodyExcerpt), Is.EqualTo((TaskErrorReason.Protocol, (string?)null, body)));
    }

    [Test]
    public async Task Retry_after_of_a_503_is_passed_on()
    {
        var client = NewClient(configure: options => options.MaxRetries = 0);
        Server.Faults.Always().Respond(EmulatedReply.Json(503, """{"message":"Busy.","code":"too_many_search_requests","type":"system","link":""}""").WithRetryAfter(TimeSpan.FromSeconds(10)));
        Assert.That((await Refusal(client.FindAsync(1))).RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(10)));
    }
}
