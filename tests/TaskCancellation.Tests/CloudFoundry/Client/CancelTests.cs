using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class CancelTests : ClientTest
{
    [Test]
    public async Task The_request_is_the_documented_one()
    {
        Service.On(CancelLine, Wire.FromFixture(202, "cancel-202.json"));
        await CancelAsync(CreateClient());

        using var seed = System.Text.Json.JsonDocument.Parse(Wire.Fixture("seed-request.json"));
        var request = Service.Requests.Single().Request;
        Assert.Multiple(() =>
        {
            Assert.That(request.Method, Is.EqualTo(seed.RootElement.GetProperty("method").GetString()));
            Assert.That(request.Path, Is.EqualTo(seed.RootElement.GetProperty("path").GetString()!.Replace("{guid}", Wire.Guid, StringComparison.Ordinal)));
            Assert.That(request.RawQuery, Is.Empty);
            Assert.That(request.Header("Authorization"), Is.EqualTo("bearer " + Token));
            Assert.That(request.Header("Accept"), Is.EqualTo("application/json"));
            Assert.That(request.Body.Length, Is.Zero);
        });
    }

    [Test, Category("CF-8.1"), Category("CF-8.56")]
    public async Task The_202_body_of_the_contract_is_an_acknowledgement_with_the_task()
    {
        Service.On(CancelLine, Wire.FromFixture(202, "cancel-202.json"));
        var outcome = await CancelAsync(CreateClient());
        var details = (CloudFoundryTaskDetails)outcome.Snapshot!.Details!;
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
            Assert.That(outcome.Snapshot.State, Is.EqualTo(TaskState.Canceling));
            Assert.That(outcome.Snapshot.RawState, Is.EqualTo("CANCELING"));
            Assert.That(outcome.Snapshot.Scope, Is.EqualTo(Wire.App));
            Assert.That(outcome.Snapshot.Name, Is.EqualTo("nightly-report"));
            Assert.That(outcome.Snapshot.EnqueuedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)));
            Assert.That(outcome.Snapshot.StartedAt, Is.Null);
            Assert.That(outcome.Snapshot.FinishedAt, Is.Null);
            Assert.That(outcome.Snapshot.Kind, Is.Null);
            Assert.That(details.UpdatedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 1, 8, 2, 10, TimeSpan.Zero)));
            Assert.That(details.SequenceId, Is.EqualTo(7));
            Assert.That(details.Command, Is.EqualTo("bin/report --all"));
            Assert.That(details.User, Is.EqualTo("vcap"));
            Assert.That(details.MemoryInMb, Is.EqualTo(256));
            Assert.That(details.DiskInMb, Is.Null);
            Assert.That(details.LogRateLimit, Is.EqualTo(-1));
            Assert.That(details.DropletId, Is.EqualTo("5d0a3f0e-2f39-4a2b-8a3c-6c5b0d3e9f10"));
            Assert.That(details.Labels, Is.EquivalentTo(new Dictionary<string, string> { ["team"] = "billing" }));
            Assert.That(details.Annotations, Is.Empty);
        });
    }

    [Test, Category("CF-8.55")]
    public async Task The_documented_schema_example_is_read()
    {
        Service.On("POST /v3/tasks/string/actions/cancel", Wire.FromFixture(202, "seed-202.json"));
        var operation = await RunAsync(CreateClient().CancelAsync("string"));
        var outcome = operation.Accepted.Outcomes.Single();
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
            Assert.That(outcome.Snapshot!.State, Is.EqualTo(TaskState.Unknown));
            Assert.That(outcome.Snapshot.RawState, Is.EqualTo("string"));
            Assert.That(outcome.Snapshot.EnqueuedAt, Is.Null);
        });
    }

    [TestCase("PENDING", null, CancellationVerdict.Accepted)]
    [TestCase("RUNNING", null, CancellationVerdict.Accepted)]
    [TestCase("CANCELING", null, CancellationVerdict.Accepted)]
    [TestCase("PAUSED", null, CancellationVerdict.Accepted, Category = "CF-8.55")]
    [TestCase("SUCCEEDED", null, CancellationVerdict.CompletedFirst)]
    [TestCase("FAILED", "task was cancelled", CancellationVerdict.Canceled, Category = "CF-8.49,Inferred")]
    [TestCase("FAILED", "APP/TASK/x: Exited with status 1", CancellationVerdict.CompletedFirst)]
    [TestCase("FAILED", "Unable to determine completion status", CancellationVerdict.Ended)]
    public async Task The_state_in_the_202_body_decides(string state, string? reason, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.TaskReply(202, state: state, reason: reason));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
    }

    [TestCase("FAILED", "task was cancelled", CancellationVerdict.AlreadyCanceled, Category = "CF-8.8")]
    [TestCase("FAILED", "Exited with status 3", CancellationVerdict.CompletedFirst, Category = "CF-8.8")]
    [TestCase("SUCCEEDED", null, CancellationVerdict.CompletedFirst)]
    [TestCase("FAILED", "Unable to determine completion status", CancellationVerdict.Ended)]
    public async Task A_refusal_as_finished_is_read_up(string state, string? reason, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.FromFixture(422, "cancel-422.json")).On(ReadLine, Wire.TaskReply(200, state: state, reason: reason));
        var outcome = await CancelAsync(CreateClient());
        Assert.Multiple(() =>
        {
            Assert.That(outcome.Verdict, Is.EqualTo(expected));
            Assert.That(outcome.Error!.Reason, Is.EqualTo(TaskErrorReason.Conflict));
            Assert.That(outcome.Error.ErrorCode, Is.EqualTo("10008"));
            Assert.That(outcome.Error.Message, Does.Contain("Task state is FAILED and therefore cannot be canceled"));
        });
    }

    [TestCase(401, 1000, CancellationVerdict.Denied, Category = "CF-8.62")]
    [TestCase(401, 10002, CancellationVerdict.Denied, Category = "CF-8.62")]
    [TestCase(403, 10003, CancellationVerdict.Denied, Category = "CF-8.11")]
    [TestCase(403, 10007, CancellationVerdict.Denied)]
    [TestCase(403, 10017, CancellationVerdict.Denied, Category = "CF-8.52")]
    [TestCase(403, 10019, CancellationVerdict.Denied, Category = "CF-8.52")]
    [TestCase(404, 10010, CancellationVerdict.NotFound, Category = "CF-8.9")]
    [TestCase(404, 10000, CancellationVerdict.Rejected, Category = "CF-8.63")]
    [TestCase(422, 10020, CancellationVerdict.Rejected, Category = "CF-8.51")]
    [TestCase(400, 1001, CancellationVerdict.Rejected, Category = "CF-8.77,Inferred")]
    public async Task Every_other_refusal_has_its_verdict_and_is_not_repeated(int status, int code, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Error(status, code, "CF-Some", "Text of the day"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine }));
    }

    [TestCase("seed-401.json", 401, CancellationVerdict.Denied)]
    [TestCase("seed-403.json", 403, CancellationVerdict.Denied)]
    [TestCase("seed-404.json", 404, CancellationVerdict.Indeterminate, Category = "Finding A11")]
    [TestCase("seed-422.json", 422, CancellationVerdict.Rejected)]
    public async Task The_documented_error_examples_are_read(string fixture, int status, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.FromFixture(status, fixture));
        var outcome = await CancelAsync(CreateClient());
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(outcome.Error!.ErrorCode, Is.EqualTo("0"));
    }

    [Test, Category("CF-8.48"), Category("Inferred")]
    [Category("Finding K11")]
    public async Task A_task_that_is_being_resolved_is_read_before_it_is_canceled_again()
    {
        Service.On(CancelLine, Wire.Error(500, 170019, "CF-TaskError", "Task failed: Cannot transition from Completed to Completed"))
            .On(ReadLine, Wire.TaskReply(200, state: "FAILED", reason: "task was cancelled"));
        var outcome = await CancelAsync(CreateClient());

        // The one try may have been the one that canceled it.
        Assert.That((outcome.Verdict, outcome.Error?.ErrorCode), Is.EqualTo((CancellationVerdict.Canceled, "170019")));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, ReadLine }));
    }

    [TestCase("FAILED", CancellationVerdict.Canceled)]
    [TestCase("SUCCEEDED", CancellationVerdict.CompletedFirst)]
    [Category("Finding K11")]
    public async Task A_task_that_is_still_canceling_after_a_failure_is_canceled_again(string end, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Error(500, 170019, "CF-TaskError", "Task failed: Cannot transition from Completed to Completed"), Wire.FromFixture(422, "cancel-422.json"))
            .On(ReadLine, Wire.TaskReply(200, state: "CANCELING"), Wire.TaskReply(200, state: end, reason: end == "FAILED" ? "task was cancelled" : null));

        // The first try may have been the one that canceled it.
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, ReadLine, CancelLine, ReadLine }));
    }

    [TestCase("RUNNING", 2, CancellationVerdict.Rejected)]
    [TestCase("PENDING", 2, CancellationVerdict.Rejected)]
    [TestCase("CANCELING", 1, CancellationVerdict.Accepted)]
    [TestCase("SUCCEEDED", 1, CancellationVerdict.CompletedFirst)]
    [Category("Finding K12")]
    public async Task A_cancel_that_cannot_be_saved_is_settled_by_what_the_task_shows(string state, int tries, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Error(500, 10001, "UnknownError", "An unknown error occurred.")).On(ReadLine, Wire.TaskReply(200, state: state));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error?.ErrorCode, outcome.Snapshot?.RawState), Is.EqualTo((expected, "10001", state)));
        Assert.That(Service.Lines.Count(line => line == CancelLine), Is.EqualTo(tries));
    }

    [Test, Category("Finding K12")]
    public async Task A_cancel_that_cannot_be_saved_after_one_that_was_lost_is_in_doubt()
    {
        Service.On(CancelLine, Wire.Error(500, 10001, "UnknownError", "An unknown error occurred.")).On(ReadLine, Wire.TaskReply(200));
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [Test, Category("Finding K12")]
    public async Task A_failure_whose_look_fails_too_is_in_doubt_and_not_repeated()
    {
        Service.On(CancelLine, Wire.Error(500, 10001, "UnknownError", "An unknown error occurred.")).On(ReadLine, Wire.Error(403, 10003, "CF-NotAuthorized", "No"));
        var outcome = await CancelAsync(CreateClient());
        Assert.That((outcome.Verdict, outcome.Error?.ErrorCode), Is.EqualTo((CancellationVerdict.Indeterminate, "10001")));
        Assert.That(Service.Lines.Count(line => line == CancelLine), Is.EqualTo(1));
    }

    [TestCase("CANCELING", CancellationVerdict.Accepted, Category = "CF-8.16")]
    [TestCase("RUNNING", CancellationVerdict.Indeterminate)]
    [Category("Inferred")]
    public async Task A_server_error_to_the_last_is_settled_by_reading(string state, CancellationVerdict expected)
    {
        Service.On(CancelLine, Wire.Error(503, 170020, "CF-TaskWorkersUnavailable", "Task workers are unavailable: connection refused"))
            .On(ReadLine, Wire.TaskReply(200, state: state));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines.Count(line => line == CancelLine), Is.EqualTo(4));
    }

    [Test, Category("Inferred")]
    public async Task A_lost_reply_is_repeated()
    {
        Service.On(CancelLine, Wire.TaskReply(202, state: "CANCELING"));
        Service.Faults.OnCall(1).ResetAfterActing();
        var outcome = await CancelAsync(CreateClient());
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_slow_answer_is_waited_for_longer_than_a_minute()
    {
        Service.On(CancelLine, Wire.TaskReply(202, state: "CANCELING"));
        Service.Faults.Always().Delay(TimeSpan.FromSeconds(95));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Has.Count.EqualTo(1));
    }

    [TestCase("{\"guid\":\"0b6e", TestName = "Truncated JSON")]
    [TestCase("<html>ok</html>", TestName = "HTML with a 202")]
    [TestCase("{\"state\":\"CANCELING\"}", TestName = "No guid")]
    [TestCase("{\"guid\":null,\"state\":\"CANCELING\"}", TestName = "Null guid")]
    [TestCase("{\"guid\":\"another-task\",\"state\":\"CANCELING\"}", TestName = "Another task")]
    [TestCase("", TestName = "Nothing")]
    public async Task A_202_that_cannot_be_believed_is_settled_by_reading(string body)
    {
        Service.On(CancelLine, EmulatedReply.Json(202, body)).On(ReadLine, Wire.TaskReply(200, state: "CANCELING"));
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, ReadLine }));
    }

    [Test, Category("CF-8.15"), Category("CF-8.67"), Category("Inferred")]
    public async Task Cancel_and_wait_sees_it_through_a_step_backwards_to_canceled()
    {
        Service.On(CancelLine, Wire.TaskReply(202, state: "CANCELING"))
            .On(ReadLine, Wire.TaskReply(200, state: "RUNNING"), Wire.TaskReply(200, state: "CANCELING"), Wire.TaskReply(200, state: "FAILED", reason: "task was cancelled"));
        var outcome = await RunAsync(CreateClient().CancelAndWaitAsync(Wire.Guid));
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test, Category("CF-8.50"), Category("Finding K6")]
    public async Task Of_a_task_that_is_no_longer_shown_the_last_verdict_stands()
    {
        Service.On(CancelLine, Wire.TaskReply(202, state: "CANCELING")).On(ReadLine, Wire.Error(404, 10010, "CF-ResourceNotFound", "Task not found"));
        var outcome = await RunAsync(CreateClient().CancelAndWaitAsync(Wire.Guid));
        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Accepted, (TaskErrorReason?)TaskErrorReason.NotFound)));
        Assert.That(outcome.Error!.Message, Does.Contain("no longer visible: gone, or hidden from this caller"));
    }

    [Test]
    public async Task A_filter_lists_unfinished_tasks_and_cancels_each()
    {
        Service.On("GET /v3/tasks?states=PENDING%2CRUNNING%2CCANCELING&app_guids=" + Wire.App + "&order_by=created_at&per_page=500", Wire.Page(null, Wire.Task("t-1"), Wire.Task("t-2", "CANCELING")))
            .On("POST /v3/tasks/t-1/actions/cancel", Wire.TaskReply(202, "t-1", "CANCELING"))
            .On("POST /v3/tasks/t-2/actions/cancel", Wire.TaskReply(202, "t-2", "CANCELING"));
        var operation = await RunAsync(CreateClient().CancelAsync(new TaskFilter { Scopes = [Wire.App] }));
        Assert.That(operation.Accepted.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "t-1: Accepted", "t-2: Accepted" }));
    }
}
