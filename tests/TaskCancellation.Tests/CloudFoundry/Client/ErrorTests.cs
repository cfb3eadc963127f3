using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class ErrorTests : ClientTest
{
    [TestCase(401, 10002, "CF-NotAuthenticated", "Authentication error", TaskErrorReason.Authentication, Category = "CF-8.62")]
    [TestCase(401, 1000, "CF-InvalidAuthToken", "Invalid Auth Token", TaskErrorReason.Authentication, Category = "CF-8.62")]
    [TestCase(403, 10003, "CF-NotAuthorized", "You are not authorized to perform the requested action", TaskErrorReason.Authorization, Category = "CF-8.11")]
    [TestCase(403, 10017, "CF-OrgSuspended", "The organization is suspended", TaskErrorReason.Authorization, Category = "CF-8.52")]
    [TestCase(403, 10019, "CF-SpaceSuspended", "The space is suspended", TaskErrorReason.Authorization, Category = "CF-8.52")]
    [TestCase(403, 10007, "CF-InsufficientScope", "Your token lacks the necessary scopes to access this resource.", TaskErrorReason.Authorization)]
    [TestCase(404, 10010, "CF-ResourceNotFound", "Task not found", TaskErrorReason.NotFound, Category = "CF-8.9")]
    [TestCase(404, 10000, "CF-NotFound", "Unknown request", TaskErrorReason.InvalidRequest, Category = "CF-8.63")]
    [TestCase(400, 10005, "CF-BadQueryParameter", "The query parameter is invalid: Per page must be a positive integer", TaskErrorReason.InvalidRequest)]
    [TestCase(400, 1001, "CF-MessageParseError", "Request invalid due to parse error: invalid request body", TaskErrorReason.InvalidRequest, Category = "CF-8.77,Inferred")]
    [TestCase(400, 10004, "CF-InvalidRequest", "The request is invalid", TaskErrorReason.InvalidRequest)]
    [TestCase(422, 10008, "CF-UnprocessableEntity", "Task state is SUCCEEDED and therefore cannot be canceled", TaskErrorReason.Conflict, Category = "CF-8.7")]
    [TestCase(422, 10020, "CF-ResourceBeingDeleted", "The space is being deleted", TaskErrorReason.InvalidRequest, Category = "CF-8.51")]
    [TestCase(429, 10013, "CF-RateLimitExceeded", "Rate Limit Exceeded", TaskErrorReason.Throttled)]
    [TestCase(429, 10014, "CF-IPBasedRateLimitExceeded", "Rate Limit Exceeded: per-IP", TaskErrorReason.Throttled)]
    [TestCase(429, 10016, "CF-ServiceBrokerRateLimitExceeded", "later", TaskErrorReason.Throttled)]
    [TestCase(500, 10001, "UnknownError", "An unknown error occurred.", TaskErrorReason.ServerError)]
    [TestCase(500, 170019, "CF-TaskError", "Task failed: some text", TaskErrorReason.ServerError)]
    [TestCase(500, 10011, "CF-DatabaseError", "Database error", TaskErrorReason.ServerError)]
    [TestCase(502, 20004, "CF-UaaUnavailable", "The UAA service is currently unavailable", TaskErrorReason.ServerError)]
    [TestCase(503, 10015, "CF-ServiceUnavailable", "Database connection failure", TaskErrorReason.ServerError)]
    [TestCase(503, 170020, "CF-TaskWorkersUnavailable", "Task workers are unavailable: some text", TaskErrorReason.ServerError)]
    public async Task Every_error_of_the_catalogue_keeps_status_code_text_and_request_id(int status, int code, string title, string detail, TaskErrorReason kind)
    {
        Service.On(CancelLine, Wire.Error(status, code, title, detail).WithHeader("X-VCAP-Request-ID", "req-1::2"));
        var client = CreateClient(configure: options => options.MaxRetries = 0);
        var error = (await CancelAsync(client)).Error!;
        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(kind));
            Assert.That(error.StatusCode, Is.EqualTo(status));
            Assert.That(error.ErrorCode, Is.EqualTo($"{code}"));
            Assert.That(error.Message, Does.Contain(detail).And.Contain(title));
            Assert.That(error.RequestId, Is.EqualTo("req-1::2"));
            Assert.That(error.ServiceName, Is.EqualTo("Cloud Foundry"));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
        });
    }

    [Test, Category("CF-8.54")]
    public async Task All_entries_of_an_error_are_kept()
    {
        var error = await FailureOfProbe(EmulatedReply.Json(422, """{"errors":[{"detail":"first","title":"CF-A","code":10020},null,{"detail":"second","title":"CF-B","code":10008,"test_mode_info":{}}]}"""));
        Assert.That(error.ErrorCode, Is.EqualTo("10020"));
        Assert.That(error.Message, Does.Contain("first (CF-A); second (CF-B)"));
    }

    [Test, Category("CF-8.53")]
    public async Task The_flat_shape_of_version_2_is_read()
    {
        var error = await FailureOfProbe(EmulatedReply.Json(404, """{"description":"Unknown request","error_code":"CF-NotFound","code":10000}"""));
        Assert.That(error, Has.Property("ErrorCode").EqualTo("10000").And.Property("Reason").EqualTo(TaskErrorReason.InvalidRequest));
        Assert.That(error.Message, Does.Contain("Unknown request (CF-NotFound)"));
    }

    [Test, Category("CF-8.42")]
    public async Task A_rate_limit_labelled_as_text_is_read_as_the_JSON_it_is()
    {
        var error = await FailureOfProbe(EmulatedReply.Text(429, Wire.ErrorBody(10013, "CF-RateLimitExceeded", "Rate Limit Exceeded"), "text/plain; charset=utf-8").WithRetryAfter(TimeSpan.FromMinutes(50)));
        Assert.Multiple(() =>
        {
            Assert.That(error.ErrorCode, Is.EqualTo("10013"));
            Assert.That(error.RetryAfter, Is.EqualTo(TimeSpan.FromMinutes(50)));
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Throttled));
            Assert.That(Service.Lines, Has.Count.EqualTo(1), "an hour is not waited out");
        });
    }

    [TestCase(404, TaskErrorReason.Protocol)]
    [TestCase(401, TaskErrorReason.Authentication)]
    [TestCase(502, TaskErrorReason.ServerError)]
    [TestCase(503, TaskErrorReason.ServerError)]
    [TestCase(302, TaskErrorReason.Protocol)]
    [Category("CF-8.54"), Category("Inferred")]
    public async Task A_page_of_the_router_keeps_status_and_text(int status, TaskErrorReason kind)
    {
        var error = await FailureOfProbe(EmulatedReply.Html(status).WithHeader("Location", "https://elsewhere.test/"));
        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(kind));
            Assert.That(error.StatusCode, Is.EqualTo(status));
            Assert.That(error.ErrorCode, Is.Null);
            Assert.That(error.BodyExcerpt, Does.Contain("<html>"));
            Assert.That(Service.Hosts, Is.All.EqualTo("https://api.cf.test"));
        });
    }

    [TestCase("""{"errors":"none"}""")]
    [TestCase("""{"errors":[]}""")]
    [TestCase("""{"message":"from a gateway"}""")]
    [TestCase("[1,2]")]
    [TestCase("null")]
    [TestCase("")]
    public async Task Other_JSON_is_not_taken_for_an_error_of_the_service(string body)
    {
        var error = await FailureOfProbe(EmulatedReply.Json(404, body));
        Assert.That(error, Has.Property("Reason").EqualTo(TaskErrorReason.Protocol).And.Property("ErrorCode").Null);
    }

    [Test, Category("CF-8.9"), Category("CF-8.63")]
    public async Task A_task_that_is_not_found_is_null_and_a_wrong_route_is_not()
    {
        var client = CreateClient();
        Service.On(ReadLine, Wire.Error(404, 10010, "CF-ResourceNotFound", "Task not found. Ensure it exists and you have access to it."));
        Assert.That(await RunAsync(client.FindAsync(Wire.Guid)), Is.Null);
        Service.On(ReadLine, Wire.Error(404, 10000, "CF-NotFound", "Unknown request"));
        Assert.That((await FailureOf(client.FindAsync(Wire.Guid))).ErrorCode, Is.EqualTo("10000"));
    }

    private async Task<TaskRequestException> FailureOfProbe(EmulatedReply reply)
    {
        Service.On(ReadLine, reply);
        return await FailureOf(CreateClient(configure: options => options.MaxRetries = 1).FindAsync(Wire.Guid));
    }
}
