using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Refusals and failures by status, and lost replies.</summary>
[TestFixture]
internal sealed class ErrorTests : ClientTest
{
    private static IEnumerable<TestCaseData> Refusals()
    {
        yield return Case("malformed id", Wire.FromFixture(400, "error-400.json"), CancellationVerdict.Rejected, "illegal_argument_exception");
        yield return Case("both id and nodes", Wire.Error(400, "action_request_validation_exception"), CancellationVerdict.Rejected, "action_request_validation_exception");
        yield return Case("media type", Wire.Error(400, "media_type_header_exception"), CancellationVerdict.Rejected, "media_type_header_exception");
        yield return Case("string error", EmulatedReply.Json(405, """{"error":"Incorrect HTTP method for uri [/x]","status":405}"""), CancellationVerdict.Rejected, null);
        yield return Case("no handler", EmulatedReply.Json(400, """{"error":"no handler found for uri [/x] and method [POST]"}"""), CancellationVerdict.Rejected, null);
        yield return Case("error without details", EmulatedReply.Json(400, """{"error":"ElasticsearchParseException[bad]","status":400}"""), CancellationVerdict.Rejected, "parse_exception");
        yield return Case("401", Wire.Error(401, "security_exception", "missing authentication credentials"), CancellationVerdict.Denied, "security_exception");
        yield return Case("401 in plain text", EmulatedReply.Text(401, "Unauthorized", "text/plain"), CancellationVerdict.Denied, null);
        yield return Case("401 without a body", EmulatedReply.Empty(401), CancellationVerdict.Denied, null);
        yield return Case("403", Wire.Error(403, "security_exception", "no permissions for [cluster:admin/tasks/cancel]"), CancellationVerdict.Denied, "security_exception");

        static TestCaseData Case(string name, EmulatedReply reply, CancellationVerdict verdict, string? code) => new TestCaseData(reply, verdict, code).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Refusals))]
    [Category("ES-7.50")]
    [Category("ES-7.51")]
    [Category("ES-7.52")]
    [Category("ES-7.53")]
    [Category("ES-7.55")]
    public async Task A_refusal_has_its_verdict_and_is_not_repeated(EmulatedReply reply, CancellationVerdict verdict, string? code)
    {
        Service.On(CancelLine, reply);
        var outcome = await CancelAsync();
        Assert.That((outcome.Verdict, outcome.Error!.ErrorCode, outcome.Error.StatusCode), Is.EqualTo((verdict, code, (int?)reply.Status)));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [TestCase(412, """{"error":"not found"}""")]
    [TestCase(400, """{"error":{"code":400,"message":"Bad Request","status":"INVALID_ARGUMENT"}}""")]
    [TestCase(413, """{"error":{}}""")]
    [TestCase(410, """{"error":["gone"],"status":410}""")]
    [Category("Finding A14")]
    public async Task An_error_of_a_gateway_in_JSON_does_not_say_that_nothing_was_done(int status, string body)
    {
        Service.On(CancelLine, EmulatedReply.Json(status, body)).On(ReadLine, Wire.Running(Wire.Task(cancelled: false)));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [TestCase(true, CancellationVerdict.Accepted)]
    [TestCase(false, CancellationVerdict.Indeterminate)]
    public async Task A_page_of_a_proxy_to_the_last_is_settled_by_reading(bool flagged, CancellationVerdict expected)
    {
        Service.On(CancelLine, EmulatedReply.Html(502)).On(ReadLine, Wire.Running(Wire.Task(cancelled: flagged)));
        var outcome = await CancelAsync();
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines.Count(line => line == CancelLine), Is.EqualTo(4));
    }

    [Test]
    public async Task A_lost_reply_is_asked_for_again()
    {
        Service.On(CancelLine, Wire.Named(Wire.Task(cancelled: true)));
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, CancelLine }));
    }

    [TestCase("\"response\":{\"canceled\":\"by user request\"}", CancellationVerdict.Canceled)]
    [TestCase(null, CancellationVerdict.Indeterminate)]
    public async Task After_a_lost_reply_a_task_that_no_longer_runs_may_have_been_ours(string? stored, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.NodeFailure("resource_not_found_exception")).On(ReadLine, stored is null ? Wire.NotThere() : Wire.Stored(stored));
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(expected));
    }

    [TestCase("{\"nodes\":{\"nA1\":{\"tas")]
    [TestCase("<html>ok</html>")]
    [TestCase("{}")]
    [TestCase("")]
    public async Task A_success_that_cannot_be_believed_is_settled_by_reading(string body)
    {
        Service.On(CancelLine, Wire.Ok(body)).On(ReadLine, Wire.Running(Wire.Task(cancelled: true)));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    [TestCase("application/json;charset=UTF-8")]
    [TestCase("application/vnd.elasticsearch+json;compatible-with=9")]
    [Category("ES-7.54")]
    public async Task Any_label_of_the_media_type_is_fine(string label)
    {
        Service.On(CancelLine, EmulatedReply.Text(200, Wire.Fixture("cancel-nodes.json"), label));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }
}
