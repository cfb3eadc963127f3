using System.Text.Json;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class CancelTests : ClientTest
{
    [Test, Category("VV-10.15")]
    public async Task The_request_is_the_documented_one()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Taken(1046892), Wire.Taken(1043341)));
        await CancelAsync(CreateClient(), 1046892, 1043341);
        var request = Service.Requests[^1].Request;
        using var seed = JsonDocument.Parse(Wire.Fixture("seed-cancel-request.json"));
        Assert.Multiple(() =>
        {
            Assert.That(request.ToString(), Is.EqualTo(CancelLine));
            Assert.That(request.BodyText, Is.EqualTo(JsonSerializer.Serialize(seed)));
            Assert.That(request.Header("Content-Type"), Is.EqualTo("application/json"));
            Assert.That(request.Header("Accept"), Is.EqualTo("application/json"));
            Assert.That(request.Header("Authorization"), Is.EqualTo(Session));
        });
    }

    [Test, Category("VV-10.15")]
    public async Task The_documented_reply_is_matched_by_place()
    {
        Service.On(CancelLine, Wire.FromFixture("seed-cancel-200.json")).On(JobLine(1068337), Wire.Job(1068337, "RUNNING"));
        var report = await CancelAsync(CreateClient(), 1068044, 1068337);
        var refused = report.Outcomes[1];
        Assert.Multiple(() =>
        {
            Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1068044: Accepted", "1068337: NotCancelable" }));
            Assert.That(refused.Snapshot!.State, Is.EqualTo(TaskState.Running));
            Assert.That(refused.Error!.ErrorCode, Is.EqualTo("INVALID_DATA"));
            Assert.That(refused.Error.Message, Does.Contain("Job [1068337] is not found in QUEUED or QUEUEING state"));
        });
    }

    [Test]
    public async Task The_documented_reply_is_not_the_reply_to_the_documented_request()
    {
        Service.On(CancelLine, Wire.FromFixture("seed-cancel-200.json"));
        var report = await CancelAsync(CreateClient(), 1046892, 1043341);
        Assert.That(report.Outcomes.Select(outcome => outcome.Verdict), Is.All.EqualTo(CancellationVerdict.Indeterminate));
    }

    [TestCase("\"errors\":{\"type\":\"INVALID_DATA\",\"message\":\"m\"}", "INVALID_DATA", TestName = "Errors: an object")]
    [TestCase("\"errors\":[{\"type\":\"INVALID_DATA\",\"message\":\"m\"},{\"type\":\"X\"}]", "INVALID_DATA", TestName = "Errors: an array")]
    [TestCase("\"errors\":[]", null, TestName = "Errors: an empty array")]
    [TestCase("\"errors\":null", null, TestName = "Errors: null")]
    [TestCase("\"responseMessage\":\"m\"", null, TestName = "Errors: absent, with a message")]
    [TestCase("\"errors\":\"m\"", null, TestName = "Errors: a text")]
    [Category("VV-10.16")]
    public async Task The_errors_of_an_item_come_in_several_forms(string errors, string? code)
    {
        Service.On(CancelLine, Wire.Cancel($"{{\"responseStatus\":\"FAILURE\",{errors}}}")).On(JobLine(5001), Wire.Job(5001, "SUCCESS"));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error!.ErrorCode), Is.EqualTo((CancellationVerdict.CompletedFirst, code)));
    }

    [TestCase("CANCELLED", CancellationVerdict.AlreadyCanceled, Category = "VV-10.22,Inferred")]
    [TestCase("CANCELLING", CancellationVerdict.Accepted, Category = "VV-10.22,Inferred")]
    [TestCase("SUCCESS", CancellationVerdict.CompletedFirst, Category = "VV-10.18,Inferred")]
    [TestCase("TIMEOUT", CancellationVerdict.CompletedFirst, Category = "VV-10.18,Inferred")]
    [TestCase("QUEUED", CancellationVerdict.NotCancelable, Category = "VV-10.19")]
    [TestCase("RUNNING", CancellationVerdict.NotCancelable, Category = "VV-10.18,Inferred")]
    [TestCase("PAUSED", CancellationVerdict.NotCancelable, Category = "VV-10.35")]
    public async Task A_refusal_for_the_state_is_read_up(string status, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Refused())).On(JobLine(5001), Wire.Job(5001, status));
        var outcome = await CancelAsync(CreateClient());
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(outcome.Snapshot!.RawState, Is.EqualTo(status));
    }

    [Test, Category("VV-10.20"), Category("Inferred")]
    public async Task A_refused_job_that_vault_does_not_know_is_not_found()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Refused())).On(JobLine(5001), Wire.Failure("INVALID_DATA"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.NotFound));
    }

    [Test]
    public async Task A_refused_job_that_cannot_be_read_stays_refused()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Refused())).On(JobLine(5001), Wire.Failure("INSUFFICIENT_ACCESS", "No access."));
        var outcome = await CancelAsync(CreateClient());
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Rejected));
        Assert.That(outcome.Error!.Message, Does.Contain("Reading back what became of it failed too").And.Contain("No access."));
        Assert.That(outcome.Error.ErrorCode, Is.EqualTo("INVALID_DATA"));
    }

    [TestCase("INSUFFICIENT_ACCESS", CancellationVerdict.Denied)]
    [TestCase("CONFIGURATION_MODE_ENABLED", CancellationVerdict.Denied)]
    [TestCase("OPERATION_NOT_ALLOWED", CancellationVerdict.Rejected)]
    [TestCase("API_LIMIT_EXCEEDED", CancellationVerdict.Rejected)]
    [TestCase("SOMETHING_NEW", CancellationVerdict.Rejected)]
    [Category("VV-10.31")]
    public async Task Other_refusals_of_an_item_are_not_read_up(string type, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Refused(type, "Text of the day")));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error!.ErrorCode), Is.EqualTo((expected, type)));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [Test, Category("VV-10.20"), Category("VV-10.46"), Category("Inferred")]
    public async Task That_no_access_may_mean_no_job_is_said([Values] bool isOfItem)
    {
        Service.On(CancelLine, isOfItem ? Wire.Cancel(Wire.Refused("INSUFFICIENT_ACCESS", "No.")) : Wire.Failure("INSUFFICIENT_ACCESS", "No."));
        var outcome = await CancelAsync(CreateClient());
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(outcome.Error!.Message, Does.Contain("No. Vault also answers so for what does not exist"));
    }

    [TestCase("EXCEPTION", "UNEXPECTED_ERROR", "CANCELLING", CancellationVerdict.Accepted)]
    [TestCase("EXCEPTION", "INVALID_DATA", "QUEUED", CancellationVerdict.Indeterminate)]
    [TestCase("FAILURE", "UNEXPECTED_ERROR", "CANCELLED", CancellationVerdict.Canceled)]
    [TestCase("PERHAPS", "X", "RUNNING", CancellationVerdict.Indeterminate)]
    [Category("VV-10.31")]
    public async Task An_item_in_doubt_is_settled_by_reading(string status, string type, string found, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Cancel($$"""{"responseStatus":"{{status}}","errors":[{"type":"{{type}}"}]}""")).On(JobLine(5001), Wire.Job(5001, found));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
    }

    [TestCase("WARNING")]
    [TestCase("SUCCESS")]
    public async Task An_item_that_was_taken_is_accepted_and_not_more(string status)
    {
        Service.On(CancelLine, Wire.Cancel($$"""{"responseStatus":"{{status}}"}"""));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Has.Count.EqualTo(1));
    }

    [Test, Category("VV-10.29"), Category("Inferred")]
    public async Task A_success_of_the_whole_says_nothing_of_the_jobs()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Refused("OPERATION_NOT_ALLOWED"), Wire.Refused("OPERATION_NOT_ALLOWED")));
        var report = await CancelAsync(CreateClient(), 1, 2);
        Assert.That(report.ToString(), Is.EqualTo("2 Rejected"));
    }

    private static IEnumerable<TestCaseData> Unusable()
    {
        yield return new TestCaseData(Wire.Cancel(Wire.Taken(1))).SetArgDisplayNames("too short");
        yield return new TestCaseData(Wire.Cancel(Wire.Taken(1), Wire.Taken(2), Wire.Taken(3))).SetArgDisplayNames("too long");
        yield return new TestCaseData(Wire.Cancel(Wire.Taken(2), Wire.Taken(1))).SetArgDisplayNames("in another order");
        yield return new TestCaseData(Wire.Cancel(Wire.Taken(1), "null")).SetArgDisplayNames("a null");
        yield return new TestCaseData(Wire.Cancel()).SetArgDisplayNames("empty");
        yield return new TestCaseData(EmulatedReply.Json(200, """{"responseStatus":"SUCCESS"}""")).SetArgDisplayNames("no data");
        yield return new TestCaseData(EmulatedReply.Json(200, """{"data":[]}""")).SetArgDisplayNames("no status");
        yield return new TestCaseData(EmulatedReply.Json(200, """{"responseStatus":"SUCCESS","data":{"id":1}}""")).SetArgDisplayNames("data is no list");
        yield return new TestCaseData(EmulatedReply.Json(200, """{"responseStatus":"SUCCESS","da""")).SetArgDisplayNames("truncated");
        yield return new TestCaseData(EmulatedReply.Html(200)).SetArgDisplayNames("a page");
        yield return new TestCaseData(EmulatedReply.Empty(200)).SetArgDisplayNames("nothing");
    }

    [TestCaseSource(nameof(Unusable))]
    [Category("VV-10.28"), Category("Inferred")]
    public async Task A_reply_that_cannot_be_matched_leaves_every_job_in_doubt(EmulatedReply reply)
    {
        Service.On(CancelLine, reply);
        var report = await CancelAsync(CreateClient(), 1, 2);
        Assert.That(report.ToString(), Is.EqualTo("2 Indeterminate"));
        Assert.That(report.Outcomes.Select(outcome => outcome.Error!.Reason), Is.All.EqualTo(TaskErrorReason.Protocol));
        Assert.That(Service.Lines.Count(line => line == CancelLine), Is.EqualTo(1));
    }

    [TestCase("INSUFFICIENT_ACCESS", TaskErrorReason.Authorization, CancellationVerdict.Denied)]
    [TestCase("CONFIGURATION_MODE_ENABLED", TaskErrorReason.Authorization, CancellationVerdict.Denied)]
    [TestCase("INVALID_SESSION_ID", TaskErrorReason.Authentication, CancellationVerdict.Denied)]
    [TestCase("INVALID_DATA", TaskErrorReason.InvalidRequest, CancellationVerdict.Rejected)]
    [TestCase("PARAMETER_REQUIRED", TaskErrorReason.InvalidRequest, CancellationVerdict.Rejected)]
    [TestCase("METHOD_NOT_SUPPORTED", TaskErrorReason.InvalidRequest, CancellationVerdict.Rejected)]
    [TestCase("SOMETHING_NEW", TaskErrorReason.InvalidRequest, CancellationVerdict.Rejected)]
    [TestCase(null, TaskErrorReason.InvalidRequest, CancellationVerdict.Rejected)]
    [Category("VV-10.1"), Category("VV-10.54")]
    public async Task A_failure_of_the_whole_is_every_jobs(string? type, TaskErrorReason kind, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Failure(type).WithHeader("X-VaultAPI-ExecutionId", "exec-1"));
        var report = await CancelAsync(CreateClient(), 1, 2);
        var error = report.Outcomes[1].Error!;
        Assert.Multiple(() =>
        {
            Assert.That(report.Outcomes.Select(outcome => outcome.Verdict), Is.EqualTo(new[] { expected, expected }));
            Assert.That((error.Reason, error.ErrorCode, error.StatusCode, error.RequestId), Is.EqualTo((kind, type, (int?)200, "exec-1")));
            Assert.That(Service.Lines.Count(line => line == CancelLine), Is.EqualTo(1));
        });
    }

    [TestCase("EXCEPTION", "INVALID_DATA")]
    [TestCase("FAILURE", "UNEXPECTED_ERROR")]
    [TestCase("FAILURE", "RACE_CONDITION")]
    [Category("Inferred")]
    public async Task A_system_error_is_repeated_and_what_it_did_is_read_up(string status, string type)
    {
        Service.On(CancelLine, Wire.Failure(type, status: status), Wire.Cancel(Wire.Refused())).On(JobLine(5001), Wire.Job(5001, "CANCELLING"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, CancelLine, JobLine(5001) }));
    }

    [TestCase("CANCELLED", CancellationVerdict.Canceled)]
    [TestCase("QUEUED", CancellationVerdict.Indeterminate)]
    public async Task After_a_lost_reply_a_refusal_is_no_proof(string status, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Refused())).On(JobLine(5001), Wire.Job(5001, status));
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
    }

    [TestCase(502)]
    [TestCase(429, Category = "Inferred")]
    [Category("VV-10.2")]
    public async Task What_stands_before_vault_may_fail_for_a_while(int status)
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Taken(5001)));
        Service.Faults.OnCall(1).Respond(EmulatedReply.Html(status));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
    }

    [Test, Category("VV-10.17"), Category("VV-10.33")]
    public async Task Cancel_and_wait_looks_no_sooner_than_vault_allows()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Taken(5001))).On(JobLine(5001), Wire.Job(5001, "CANCELLING"), Wire.Job(5001, "CANCELLING"), Wire.Job(5001, "CANCELLED"));
        var outcome = await RunAsync(CreateClient().CancelAndWaitAsync(5001, new WaitOptions { FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(1) }));
        var looks = Service.Requests.Skip(1).Select(line => line.At).ToArray();
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(looks.Zip(looks.Skip(1), (a, b) => b - a), Is.All.GreaterThanOrEqualTo(TimeSpan.FromSeconds(10)));
    }
}
