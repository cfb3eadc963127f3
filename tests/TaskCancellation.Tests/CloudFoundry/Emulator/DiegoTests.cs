using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

/// <summary>What a real cloud controller did with Diego, its races and its jobs: rows C1, C5, C7 and L1 to L14 of the findings.</summary>
public class DiegoTests : EmulatorTest
{
    private const string Lost = "Unable to determine completion status";

    [Test, Category("Finding cf-C1")]
    public async Task C1_a_success_between_check_and_lock_is_lost_and_only_a_sync_ends_the_task()
    {
        var task = Emulator.Add();
        Emulator.BetweenCheckAndCancel = ids => Emulator.Finish(ids[0]);
        Assert.That((await Cancel(task)).Json["state"]!.GetValue<string>(), Is.EqualTo("CANCELING"));
        Advance(29);
        AssertRow(task, "CANCELING");
        Emulator.Sync();
        AssertRow(task, "FAILED", Lost);
    }

    [TestCase(CloudFoundryDiegoMode.AnswersError, 500, 170019, "Task failed: bbs says no")]
    [TestCase(CloudFoundryDiegoMode.AnswersGarbage, 503, 170020, "Task workers are unavailable: Error occurred during parsing")]
    [Category("Finding cf-C5")]
    public async Task C5_a_create_that_Diego_refuses_leaves_a_failed_row_and_an_event(CloudFoundryDiegoMode diego, int status, int code, string detail)
    {
        Emulator.DiegoMode = diego;
        var answer = await Create();
        Assert.That((answer.Status, answer.Json["errors"]![0]!["code"]!.GetValue<int>(), answer.Json["errors"]![0]!["detail"]!.GetValue<string>()), Is.EqualTo((status, code, detail)));
        AssertRow(Emulator.Rows.Single().Id, "FAILED", "Unable to request task to be run");
        Assert.That(Emulator.AuditEvents.Single().Type, Is.EqualTo("audit.app.task.create"));
    }

    [TestCase(CloudFoundryDiegoMode.RefusesConnections, 62.8, "Connection refused")]
    [TestCase(CloudFoundryDiegoMode.IsSilent, 67.8, "execution expired")]
    [Category("Finding cf-C7")]
    public async Task C7_a_Diego_out_of_reach_is_503_after_a_minute_of_retries(CloudFoundryDiegoMode diego, double seconds, string text)
    {
        var task = Emulator.Add();
        Emulator.DiegoMode = diego;
        var start = Clock.GetUtcNow();
        var pending = Cancel(task);
        AssertRow(task, "CANCELING");
        await Clock.AdvanceUntilCompletedAsync(pending);
        Assert.That((await pending).Status, Is.EqualTo(503));
        Assert.That((Clock.GetUtcNow() - start).TotalSeconds, Is.EqualTo(seconds).Within(0.2));
        Assert.That((await pending).Body, Does.Contain(text));
    }

    [Test, Category("Finding cf-C7")]
    public async Task C7_a_slow_Diego_ends_the_task_while_the_cancel_is_still_answered_503()
    {
        var task = Emulator.Add(new() { CancelDelay = TimeSpan.Zero });
        Emulator.DiegoDelay = TimeSpan.FromSeconds(15);
        var pending = Cancel(task);
        Advance(16);
        AssertRow(task, "FAILED", "task was cancelled");
        Assert.That(pending.IsCompleted, Is.False);
        await Clock.AdvanceUntilCompletedAsync(pending);
        Assert.That((await pending).Status, Is.EqualTo(503));
    }

    [Test, Category("Finding cf-L1")]
    public async Task L1_a_failure_between_check_and_lock_keeps_its_reason_until_a_sync()
    {
        var task = Emulator.Add();
        Emulator.BetweenCheckAndCancel = ids => Emulator.Fail(ids[0], "boo");
        var answer = await Cancel(task);
        Assert.That((answer.Status, answer.Json["result"]!["failure_reason"]!.GetValue<string>()), Is.EqualTo((202, "boo")));
        Emulator.Sync();
        AssertRow(task, "FAILED", Lost);
    }

    [Test, Category("Finding cf-L2")]
    public async Task L2_a_task_whose_user_is_not_allowed_any_more_can_be_ended_by_nothing()
    {
        var task = Emulator.Add(new() { User = "removed" });
        Emulator.Fail(task, "boo");
        AssertRow(task, "RUNNING");
        Emulator.Sync();
        AssertRow(task, "RUNNING");
        Assert.That((await Cancel(task)).Status, Is.EqualTo(500));
        Assert.That(Emulator.AuditEvents, Is.Empty);
    }

    [Test, Category("Finding cf-L4")]
    public async Task L4_quotas_limit_what_is_made_and_a_task_that_is_being_cancelled_does_not_count()
    {
        Emulator.SetQuota(Emulator.DefaultSpaceId, new CloudFoundryQuota(TasksOfApp: 1));
        Assert.That((await Create()).Status, Is.EqualTo(202));
        AssertAnswer(await Create(), 422, Error(10008, "CF-UnprocessableEntity", "app_task_limit quota exceeded"));
        await Cancel(Emulator.Rows.Single().Id);
        Assert.That((await Create()).Status, Is.EqualTo(202));
    }

    [Test, Category("Finding cf-L5")]
    public async Task L5_a_deletion_is_a_job_and_until_it_commits_all_works_as_ever()
    {
        var task = Emulator.Add();
        var answer = await Send(HttpMethod.Delete, $"/v3/spaces/{Emulator.DefaultSpaceId}");
        var job = new Uri(answer.Headers["Location"]).AbsolutePath;
        Assert.That((answer.Status, (await Get(job)).Json["state"]!.GetValue<string>()), Is.EqualTo((202, "PROCESSING")));
        Assert.That((await Get($"/v3/tasks/{task}")).Status, Is.EqualTo(200));
        Advance(1);
        Assert.That((await Get(job)).Json["state"]!.GetValue<string>(), Is.EqualTo("COMPLETE"));
        Assert.That((await Cancel(task)).Status, Is.EqualTo(404));
        Assert.That(Emulator.AuditEvents.Select(line => line.Type), Is.EqualTo(new[] { "audit.app.task.cancel", "audit.space.delete-request" }));
    }

    [Test, Category("Finding cf-L6")]
    public async Task L6_a_deployment_can_be_cancelled_again_while_it_is_canceling()
    {
        var made = await Send(HttpMethod.Post, "/v3/deployments", json: """{"relationships":{"app":{"data":{"guid":"APP"}}}}""".Replace("APP", Emulator.DefaultAppId, StringComparison.Ordinal));
        var deployment = made.Json["guid"]!.GetValue<string>();
        var path = $"/v3/deployments/{deployment}/actions/cancel";
        Assert.That(((await Send(HttpMethod.Post, path)).Status, (await Send(HttpMethod.Post, path)).Body), Is.EqualTo((200, "")));
        Emulator.SetDeployment(deployment, "FINALIZED", "CANCELED");
        AssertAnswer(await Send(HttpMethod.Post, path), 422, Error(10008, "CF-UnprocessableEntity", "Cannot cancel a deployment with status: FINALIZED and reason: CANCELED"));
    }

    [Test, Category("Finding cf-L12")]
    public async Task L12_labels_keep_the_order_of_their_making()
    {
        var task = Emulator.Add();
        var answer = await Send(HttpMethod.Patch, $"/v3/tasks/{task}", json: """{"metadata":{"labels":{"b":"1","a":"2"}}}""");
        Assert.That(answer.Json["metadata"]!["labels"]!.ToJsonString(), Is.EqualTo("""{"b":"1","a":"2"}"""));
    }

    [TestCase(4096, "FAILED")]
    [TestCase(4097, "RUNNING")]
    [Category("Finding cf-L13")]
    public async Task L13_a_report_with_too_long_a_reason_is_answered_and_lost(int length, string state)
    {
        var task = Emulator.Add();
        var answer = await Send(HttpMethod.Post, $"/internal/v4/tasks/{task}/completed", null, $$"""{"task_guid":"{{task}}","failed":true,"failure_reason":"{{new string('x', length)}}"}""");
        Assert.That((answer.Status, Row(task).State), Is.EqualTo((200, state)));
    }

    [Test, Category("Finding cf-L14")]
    public async Task L14_a_task_is_PENDING_while_Diego_is_asked_to_run_it()
    {
        Emulator.DiegoDelay = TimeSpan.FromSeconds(5);
        var pending = Create();
        AssertRow(Emulator.Rows.Single().Id, "PENDING");
        await Clock.AdvanceUntilCompletedAsync(pending);
        AssertRow(Emulator.Rows.Single().Id, "RUNNING");
    }

    [Test, Category("Finding cf-C7")]
    public void A_clock_that_nobody_restarts_ends_with_the_first_sync_that_cannot_reach_Diego()
    {
        Emulator.IsClockSupervised = false;
        Emulator.DiegoMode = CloudFoundryDiegoMode.AnswersUnavailable;
        var task = Emulator.Add(new() { State = "CANCELING" });
        Emulator.LoseInDiego(task);
        Advance(31);
        Assert.That(Emulator.Rows, Has.Count.EqualTo(1));
        Emulator.DiegoMode = CloudFoundryDiegoMode.Answers;
        Advance(600);
        AssertRow(task, "CANCELING");
        Assert.That(Emulator.IsClockRunning, Is.False);
        Emulator.IsClockRunning = true;
        Advance(30);
        AssertRow(task, "FAILED", Lost);
    }

    private Task<Answer> Create() => Send(HttpMethod.Post, $"/v3/apps/{Emulator.DefaultAppId}/tasks", json: """{"command":"rake"}""");
}
