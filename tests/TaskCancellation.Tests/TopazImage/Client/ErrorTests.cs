using TaskCancellation.Testing;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>Error replies: the service's own, and those of what stands before it.</summary>
[TestFixture]
internal sealed class ErrorTests : ClientTest
{
    [TestCase(400, TaskErrorReason.InvalidRequest, "malformed data")]
    [TestCase(401, TaskErrorReason.Authentication, "Authentication is required")]
    [TestCase(403, TaskErrorReason.Authorization, "permissions to perform the request")]
    [TestCase(404, TaskErrorReason.NotFound, "does not exist")]
    [TestCase(409, TaskErrorReason.Conflict, "conflicts with the current state")]
    [TestCase(429, TaskErrorReason.Throttled, "Too many requests")]
    [TestCase(500, TaskErrorReason.ServerError, "Unexpected error on our end")]
    [Category("TZ-11.26")]
    public async Task Every_documented_error_keeps_status_code_and_text(int status, TaskErrorReason kind, string text)
    {
        Service.On(ListLine, Wire.Seed(status));
        var error = await FailureOf(CreateClient(configure: options => options.MaxRetries = 0).ListAsync(TaskFilter.All).ToListAsync().AsTask());
        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(kind));
            Assert.That(error.StatusCode, Is.EqualTo(status));
            Assert.That(error.ErrorCode, Is.EqualTo($"{status}"));
            Assert.That(error.Message, Does.Contain(text));
            Assert.That(error.ServiceName, Is.EqualTo("Topaz Image API"));
            Assert.That(error.RequestId, Is.Null);
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
        });
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(403)]
    [Category("TZ-11.1")]
    [Category("TZ-11.2")]
    [Category("TZ-11.3")]
    public async Task A_refused_read_is_final(int status)
    {
        Service.On(ReadLine, Wire.Seed(status));
        Assert.That((await FailureOf(CreateClient().WaitForCompletionAsync(Wire.Id))).StatusCode, Is.EqualTo(status));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine }));
    }

    [TestCase(429)]
    [TestCase(500)]
    [Category("TZ-11.27")]
    [Category("TZ-11.28")]
    public async Task A_passing_failure_of_a_read_is_repeated(int status)
    {
        Service.On(ReadLine, Wire.Seed(status), Wire.JobReply());
        Assert.That(await RunAsync(CreateClient().FindAsync(Wire.Id)), Is.Not.Null);
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine, ReadLine }));
    }

    [Test]
    [Category("TZ-11.9")]
    public async Task A_job_that_is_not_found_is_null_and_a_page_is_not()
    {
        var client = CreateClient();
        Service.On(ReadLine, Wire.Seed(404));
        Assert.That(await RunAsync(client.FindAsync(Wire.Id)), Is.Null);
        Service.On(ReadLine, EmulatedReply.Html(404));
        Assert.That((await FailureOf(client.FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Protocol));
    }

    [Test]
    [Category("TZ-11.26")]
    public async Task An_error_may_come_without_a_code()
    {
        Service.On(ReadLine, Wire.FromFixture(429, "error-without-code.json"));
        var error = await FailureOf(CreateClient().FindAsync(Wire.Id));
        Assert.That((error.Reason, error.ErrorCode), Is.EqualTo((TaskErrorReason.Throttled, (string?)null)));
        Assert.That(error.Message, Does.Contain("Too Many Requests"));
    }

    [TestCase(301, TaskErrorReason.Protocol)]
    [TestCase(401, TaskErrorReason.Authentication)]
    [TestCase(502, TaskErrorReason.ServerError)]
    [TestCase(503, TaskErrorReason.ServerError)]
    [TestCase(504, TaskErrorReason.ServerError)]
    [Category("Inferred")]
    [Category("TZ-11.28")]
    [Category("TZ-11.40")]
    public async Task A_page_of_a_gateway_keeps_status_and_text(int status, TaskErrorReason kind)
    {
        Service.On(ReadLine, EmulatedReply.Html(status).WithHeader("Location", "https://elsewhere.test/"));
        var error = await FailureOf(CreateClient(configure: options => options.MaxRetries = 0).FindAsync(Wire.Id));
        Assert.Multiple(() =>
        {
            Assert.That((error.Reason, error.StatusCode, error.ErrorCode), Is.EqualTo((kind, (int?)status, (string?)null)));
            Assert.That(error.BodyExcerpt, Does.Contain("<html>"));
            Assert.That(Service.Hosts, Is.All.EqualTo("https://api.topaz.test"));
        });
    }

    [TestCase("""{"code":404}""")]
    [TestCase("""{"message":null,"code":404}""")]
    [TestCase("""{"message":"m","code":"not_found"}""")]
    [TestCase("""{"message":{"text":"m"}}""")]
    [TestCase("[1,2]")]
    [TestCase("null")]
    [TestCase("")]
    public async Task Other_JSON_is_not_taken_for_an_error_of_the_service(string body)
    {
        Service.On(ReadLine, EmulatedReply.Json(404, body));
        var error = await FailureOf(CreateClient().FindAsync(Wire.Id));
        Assert.That((error.Reason, error.ErrorCode), Is.EqualTo((TaskErrorReason.Protocol, (string?)null)));
    }

    [TestCase("{\"process_id\":\"3f0c", TestName = "Truncated JSON")]
    [TestCase("<html>ok</html>", TestName = "HTML with a 200")]
    [TestCase("{\"status\":\"Pending\"}", TestName = "No process id")]
    [TestCase("{\"process_id\":\"3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10\"}", TestName = "No status")]
    [TestCase("{\"process_id\":\"3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10\",\"status\":null}", TestName = "Null status")]
    [TestCase("{\"process_id\":\"00000000-0000-4000-8000-000000000002\",\"status\":\"Completed\"}", TestName = "Another job")]
    [TestCase("[]", TestName = "A list")]
    [TestCase("null", TestName = "Null")]
    [TestCase("", TestName = "Nothing")]
    public async Task A_status_that_cannot_be_believed_is_a_protocol_error(string body)
    {
        Service.On(ReadLine, EmulatedReply.Json(200, body));
        var error = await FailureOf(CreateClient().FindAsync(Wire.Id));
        Assert.That((error.Reason, error.StatusCode), Is.EqualTo((TaskErrorReason.Protocol, (int?)200)));
    }

    [Test]
    public async Task A_body_that_breaks_off_is_not_half_a_job()
    {
        Service.On(ReadLine, Wire.FromFixture(200, "status-200.json"));
        Service.Faults.Always().CutBodyAt(40);
        Assert.That((await FailureOf(CreateClient().FindAsync(Wire.Id))).Reason, Is.EqualTo(TaskErrorReason.Connection));
    }
}
