using System.Text.Json;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>One cancel, and each answer to it.</summary>
[TestFixture]
internal sealed class CancelTests : ClientTest
{
    [Test]
    [Category("TZ-11.4")]
    public async Task The_request_is_the_documented_one()
    {
        Service.On(CancelLine, Wire.NoContent);
        await CancelAsync(CreateClient());

        using var seed = JsonDocument.Parse(Wire.Fixture("seed-request.json"));
        var request = Service.Requests.Single().Request;
        Assert.Multiple(() =>
        {
            Assert.That(request.Method, Is.EqualTo(seed.RootElement.GetProperty("method").GetString()));
            Assert.That(request.Path, Is.EqualTo(seed.RootElement.GetProperty("path").GetString()!.Replace("{process_id}", Wire.Id, StringComparison.Ordinal)));
            Assert.That(request.RawQuery, Is.Empty);
            Assert.That(request.Header(seed.RootElement.GetProperty("header").GetString()!), Is.EqualTo(Key));
            Assert.That(request.Header("Authorization"), Is.Null);
            Assert.That(request.Header("Content-Type"), Is.Null);
            Assert.That(request.Body.Length, Is.Zero);
        });
    }

    [Test]
    [Category("TZ-11.4")]
    public async Task A_204_is_canceled_and_nothing_is_read()
    {
        Service.On(CancelLine, Wire.NoContent);
        var outcome = await CancelAsync(CreateClient());
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
            Assert.That(outcome.Snapshot, Is.EqualTo(new TaskSnapshot { Id = Wire.Id, State = TaskState.Canceled }));
            Assert.That(outcome.Error, Is.Null);
            Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
        });
    }

    [Test]
    [Category("TZ-11.4")]
    public async Task Waiting_after_a_204_asks_nothing_more()
    {
        Service.On(CancelLine, Wire.NoContent);
        Assert.That((await RunAsync(CreateClient().CancelAndWaitAsync(Wire.Id))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [TestCase(200, "{\"message\":\"under way\"}", "Cancelled", CancellationVerdict.Canceled)]
    [TestCase(200, "<html>sign in</html>", "Processing", CancellationVerdict.Indeterminate)]
    [TestCase(202, "", "Processing", CancellationVerdict.Indeterminate)]
    [TestCase(202, "", "Completed", CancellationVerdict.CompletedFirst)]
    [TestCase(205, "", "Failed", CancellationVerdict.CompletedFirst)]
    public async Task Another_success_is_not_the_services_word_and_is_settled_by_reading(int status, string body, string state, CancellationVerdict expected)
    {
        Service.On(CancelLine, EmulatedReply.Text(status, body, "text/plain")).On(ReadLine, Wire.JobReply(state));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, ReadLine }));
    }

    [TestCase("Cancelled", CancellationVerdict.AlreadyCanceled)]
    [TestCase("Completed", CancellationVerdict.CompletedFirst)]
    [TestCase("Failed", CancellationVerdict.CompletedFirst)]
    [TestCase("Pending", CancellationVerdict.NotCancelable)]
    [TestCase("Processing", CancellationVerdict.NotCancelable)]
    [TestCase("Archived", CancellationVerdict.NotCancelable)]
    [Category("TZ-11.6")]
    [Category("TZ-11.7")]
    [Category("TZ-11.8")]
    [Category("TZ-11.12")]
    [Category("TZ-11.16")]
    [Category("Inferred")]
    public async Task A_409_is_explained_by_one_read(string state, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Seed(409)).On(ReadLine, Wire.JobReply(state));
        var outcome = await CancelAsync(CreateClient());
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(expected));
            Assert.That(outcome.Snapshot!.RawState, Is.EqualTo(state));
            Assert.That(outcome.Error!.StatusCode, Is.EqualTo(409));
            Assert.That(outcome.Error.Reason, Is.EqualTo(TaskErrorReason.Conflict));
            Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, ReadLine }));
        });
    }

    [Test]
    [Category("TZ-11.26")]
    [Category("Inferred")]
    public async Task A_409_with_neither_code_nor_JSON_is_a_doubt_that_a_read_settles()
    {
        Service.On(CancelLine, EmulatedReply.Html(409)).On(ReadLine, Wire.JobReply("Cancelled"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task A_job_that_is_gone_after_a_409_has_ended()
    {
        Service.On(CancelLine, Wire.Seed(409)).On(ReadLine, Wire.Seed(404));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Ended));
    }

    [Test]
    public async Task A_409_whose_explanation_cannot_be_read_is_a_refusal_and_claims_no_more()
    {
        Service.On(CancelLine, Wire.Seed(409)).On(ReadLine, Wire.Seed(403));
        var outcome = await CancelAsync(CreateClient());
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Rejected));
        Assert.That(outcome.Error!.Message, Does.Contain("conflicts with the current state").And.Contain("Reading back"));
    }

    [TestCase(400, CancellationVerdict.Rejected)]
    [TestCase(401, CancellationVerdict.Denied)]
    [TestCase(403, CancellationVerdict.Denied)]
    [TestCase(404, CancellationVerdict.NotFound)]
    [Category("TZ-11.1")]
    [Category("TZ-11.2")]
    [Category("TZ-11.3")]
    [Category("TZ-11.9")]
    public async Task Every_other_refusal_has_its_verdict_and_is_neither_repeated_nor_read_up(int status, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Seed(status));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error!.StatusCode), Is.EqualTo((expected, status)));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [TestCase(402)]
    [TestCase(412)]
    [TestCase(413)]
    [TestCase(415)]
    [TestCase(422)]
    [TestCase(425)]
    public async Task A_refusal_that_belongs_to_submissions_is_still_a_refusal(int status)
    {
        Service.On(CancelLine, EmulatedReply.Json(status, """{"message":"no"}"""));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Rejected));
    }

    [Test]
    [Category("TZ-11.26")]
    public async Task The_status_decides_whatever_the_code_in_the_body_says()
    {
        Service.On(CancelLine, EmulatedReply.Json(409, """{"code":404,"message":"text"}""")).On(ReadLine, Wire.JobReply("Completed"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
    }

    [Test]
    [Category("TZ-11.27")]
    public async Task A_429_without_a_hint_is_waited_out()
    {
        Service.On(CancelLine, Wire.FromFixture(429, "error-without-code.json"), Wire.Seed(429), Wire.NoContent);
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, CancelLine, CancelLine }));
    }

    [Test, Category("Inferred")]
    [Category("TZ-11.27")]
    public async Task A_429_with_a_hint_is_waited_out_as_long_as_it_says()
    {
        Service.On(CancelLine, Wire.Seed(429).WithRetryAfter(TimeSpan.FromSeconds(20)), Wire.NoContent);
        await CancelAsync(CreateClient());
        Assert.That(Service.Requests[1].At - Service.Requests[0].At, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(20)).And.LessThan(TimeSpan.FromSeconds(21)));
    }

    [Test]
    [Category("TZ-11.27")]
    public async Task A_429_to_the_last_is_a_refusal()
    {
        Service.On(CancelLine, Wire.Seed(429));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error!.Reason), Is.EqualTo((CancellationVerdict.Rejected, TaskErrorReason.Throttled)));
        Assert.That(Service.Lines, Has.Count.EqualTo(4).And.All.EqualTo(CancelLine));
    }

    [Test]
    public async Task A_filter_lists_what_has_not_ended_and_cancels_each()
    {
        Service.On(ListLine, Wire.Page(null, Wire.Job(Wire.IdOf(1), "Pending"), Wire.Job(Wire.IdOf(2)), Wire.Job(Wire.IdOf(3), "Completed"), Wire.Job(Wire.IdOf(4), source: Wire.OtherId)))
            .On($"DELETE /image/v1/cancel/{Wire.IdOf(1)}", Wire.NoContent)
            .On($"DELETE /image/v1/cancel/{Wire.IdOf(2)}", Wire.Seed(409))
            .On($"GET /image/v1/status/{Wire.IdOf(2)}", Wire.JobReply("Completed", Wire.IdOf(2)));
        var operation = await RunAsync(CreateClient().CancelAsync(new TaskFilter { Scopes = [Wire.Source] }));
        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { $"{Wire.IdOf(1)}: Canceled", $"{Wire.IdOf(2)}: CompletedFirst" }));
    }
}
