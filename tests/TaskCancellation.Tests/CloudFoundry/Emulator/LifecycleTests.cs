using TaskCancellation.Testing.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Emulator;

public class LifecycleTests : EmulatorTest
{
    private const string Lost = "Unable to determine completion status";

    [Test, Category("CF-8.16")]
    public async Task Diego_down_is_503_and_a_later_sync_finishes_it()
    {
        var task = Emulator.Add();
        Emulator.DiegoMode = CloudFoundryDiegoMode.AnswersUnavailable;
        AssertAnswer(await Cancel(task), 503, Error(170020, "CF-TaskWorkersUnavailable", "Task workers are unavailable: failed with status: 503, body: down"));
        AssertRow(task, "CANCELING");
        Assert.That(Emulator.AuditEvents, Has.Count.EqualTo(1));
        Advance(600);
        AssertRow(task, "CANCELING");
        Emulator.DiegoMode = CloudFoundryDiegoMode.Answers;
        Advance(31);
        AssertRow(task, "FAILED", "task was cancelled");
    }

    [Test, Category("CF-8.17")]
    public async Task Diego_refusing_is_500_and_a_later_sync_finishes_it()
    {
        var task = Emulator.Add();
        Emulator.DiegoMode = CloudFoundryDiegoMode.AnswersError;
        Emulator.DiegoError = "no such thing";
        AssertAnswer(await Cancel(task), 500, Error(170019, "CF-TaskError", "Task failed: no such thing"));
        AssertRow(task, "CANCELING");
        Emulator.DiegoMode = CloudFoundryDiegoMode.Answers;
        Advance(31);
        AssertRow(task, "FAILED", "task was cancelled");
    }

    [Test, Category("CF-8.18")]
    public async Task Unknown_to_Diego_is_202_and_failed_by_the_sync()
    {
        var task = Emulator.Add(new() { State = "PENDING" });
        Assert.That((await Cancel(task)).Status, Is.EqualTo(202));
        AssertRow(task, "CANCELING");
        Advance(30);
        AssertRow(task, "FAILED", Lost);
    }

    [Test, Category("CF-8.19")]
    public void Running_and_absent_is_failed_by_the_sync()
    {
        var task = Emulator.Add(new() { RunDuration = TimeSpan.FromSeconds(10), Ending = CloudFoundryEnding.Lost });
        Advance(29);
        AssertRow(task, "RUNNING");
        Advance(1);
        AssertRow(task, "FAILED", Lost);
    }

    [Test, Category("CF-8.20")]
    public async Task Canceling_and_absent_is_failed_by_the_sync()
    {
        var task = Emulator.Add(new() { CancelEnding = CloudFoundryCancelEnding.SyncLost });
        await Cancel(task);
        Advance(29);
        AssertRow(task, "CANCELING");
        Advance(1);
        AssertRow(task, "FAILED", Lost);
    }

    [Test, Category("CF-8.21")]
    public async Task Canceling_and_present_is_cancelled_again_by_every_sync()
    {
        var task = Emulator.Add(new() { CancelEnding = CloudFoundryCancelEnding.Ignored });
        await Cancel(task);
        Advance(90);
        AssertRow(task, "CANCELING");
        Assert.That((Row(task).CancelCount, Emulator.AuditEvents.Count), Is.EqualTo((4, 1)));
    }

    [Test, Category("CF-8.22")]
    public void Pending_expires_after_300_seconds()
    {
        var task = Emulator.Add(new() { State = "PENDING" });
        Advance(300);
        AssertRow(task, "PENDING");
        Advance(30);
        AssertRow(task, "FAILED", "Task expired in PENDING state");
    }

    [Test, Category("CF-8.23")]
    public void Finishing_at_the_sync_keeps_succeeded()
    {
        var task = Emulator.Add(new() { RunDuration = TimeSpan.FromSeconds(30) });
        Advance(30);
        AssertRow(task, "SUCCEEDED");
    }

    [Test, Category("CF-8.24")]
    public void A_report_ends_the_task_at_its_instant()
    {
        var (one, two, three) = (Emulator.Add(), Emulator.Add(), Emulator.Add(new() { RunDuration = TimeSpan.FromSeconds(8), Ending = CloudFoundryEnding.Failed, Name = "job" }));
        Emulator.Finish(one, Emulator.ServerNow.AddSeconds(5));
        Emulator.Fail(two, "failed to mount volume");
        AssertRow(one, "RUNNING");
        AssertRow(two, "FAILED", "failed to mount volume");
        Advance(20);
        AssertRow(one, "SUCCEEDED");
        AssertRow(three, "FAILED", "APP/TASK/job: Exited with status 1");
        Assert.That(Row(one).UpdatedAt, Is.EqualTo(Row(one).CreatedAt.AddSeconds(5)));
    }

    [Test, Category("CF-8.25")]
    public void A_late_report_changes_nothing()
    {
        var task = Emulator.Add();
        Emulator.Finish(task);
        Emulator.Fail(task, "too late");
        AssertRow(task, "SUCCEEDED");
    }

    [Test, Category("CF-8.26")]
    public void A_malformed_report_fails_the_task()
    {
        var task = Emulator.Add(new() { RunDuration = TimeSpan.FromSeconds(1), Ending = CloudFoundryEnding.Malformed });
        Advance(1);
        AssertRow(task, "FAILED", "Malformed task response from Diego");
    }

    [Test, Category("CF-8.46")]
    public async Task Canceling_can_succeed()
    {
        var task = Emulator.Add(new() { CancelEnding = CloudFoundryCancelEnding.CompletesAnyway });
        await Cancel(task);
        Advance(1);
        AssertRow(task, "SUCCEEDED");
    }

    [Test, Category("CF-8.47"), Category("Inferred")]
    public async Task Canceling_can_fail_by_itself()
    {
        var task = Emulator.Add(new() { CancelEnding = CloudFoundryCancelEnding.OwnFailure, Failure = "Exited with status 3" });
        await Cancel(task);
        Advance(1);
        AssertRow(task, "FAILED", "Exited with status 3");
    }

    [Test, Category("CF-8.48"), Category("Inferred")]
    public async Task Running_but_ended_in_Diego_is_500_and_ends_as_it_did()
    {
        var task = Emulator.Add();
        Emulator.CompleteInDiego(task, TimeSpan.FromSeconds(3));
        AssertAnswer(await Cancel(task), 500, Error(170019, "CF-TaskError", "Task failed: Cannot transition from Completed to Completed"));
        AssertRow(task, "CANCELING");
        Advance(3);
        AssertRow(task, "SUCCEEDED");
    }

    [Test, Category("CF-8.48"), Category("Inferred")]
    public async Task Canceling_with_the_report_on_its_way_is_500()
    {
        var task = Emulator.Add(new() { CallbackDelay = TimeSpan.FromSeconds(10) });
        await Cancel(task);
        Advance(1);
        Assert.That((await Cancel(task)).Status, Is.EqualTo(500));
        Advance(10);
        AssertRow(task, "FAILED", "task was cancelled");
    }

    [Test, Category("CF-8.67"), Category("Inferred")]
    public async Task Canceling_can_be_marked_running_late()
    {
        var task = Emulator.Add(new() { State = "PENDING", StartDelay = TimeSpan.FromSeconds(2), CancelDelay = TimeSpan.FromSeconds(5) });
        await Cancel(task);
        AssertRow(task, "CANCELING");
        Advance(2);
        AssertRow(task, "RUNNING");
        Advance(3);
        AssertRow(task, "FAILED", "task was cancelled");
    }

    [Test, Category("CF-8.68"), Category("Inferred")]
    public async Task Finishing_between_check_and_lock_is_overwritten()
    {
        var task = Emulator.Add();
        Emulator.BetweenCheckAndCancel = ids => Emulator.Finish(ids[0]);
        Assert.That((await Cancel(task)).Json["state"]!.GetValue<string>(), Is.EqualTo("CANCELING"));
        Advance(30);
        AssertRow(task, "FAILED", Lost);
    }

    [Test, Category("CF-8.50")]
    public async Task The_row_can_go()
    {
        var (one, two, three) = (Emulator.Add(), Emulator.Add(new() { AppId = Emulator.AddApp(Emulator.DefaultSpaceId, "app2") }), Emulator.Add());
        Emulator.Remove(one, Emulator.ServerNow.AddSeconds(2));
        Emulator.Delete("app2");
        Assert.That(Emulator.AuditEvents.Select(line => (line.Type, line.TaskId)), Is.EqualTo(new[] { ("audit.app.task.cancel", two), ("audit.app.delete-request", (string?)null) }));
        Emulator.Finish(three);
        Assert.That((await Get($"/v3/tasks/{one}")).Status, Is.EqualTo(200));
        Advance(2);
        var gone = Error(10010, "CF-ResourceNotFound", "Task not found");
        AssertAnswer(await Get($"/v3/tasks/{one}"), 404, gone);
        AssertAnswer(await Cancel(one), 404, gone);
        AssertAnswer(await Cancel(two), 404, gone);
        Clock.Advance(TimeSpan.FromDays(31));
        Assert.That((await Get($"/v3/tasks/{three}")).Status, Is.EqualTo(200), "pruned at 23:00 only");
        Clock.Advance(TimeSpan.FromHours(23));
        AssertAnswer(await Get($"/v3/tasks/{three}"), 404, gone);
    }

    [Test, Category("CF-8.67")]
    public async Task A_state_set_backwards_stays_and_can_be_cancelled_again()
    {
        var task = Emulator.Add();
        await Cancel(task);
        Advance(1);
        Emulator.Change(task, new() { State = "RUNNING" });
        Emulator.KnowInDiego(task);
        Advance(60);
        AssertRow(task, "RUNNING");
        await Cancel(task);
        Advance(1);
        AssertRow(task, "FAILED", "task was cancelled");
    }

    [Test]
    public void A_leap_of_a_century_is_quick_and_held_tasks_stay()
    {
        var task = Emulator.Add(new() { RunDuration = TimeSpan.FromSeconds(1) });
        Emulator.Hold(task);
        Clock.Advance(TimeSpan.FromDays(30));
        AssertRow(task, "RUNNING");
        Emulator.Finish(task);
        Clock.Advance(TimeSpan.FromDays(36500));
        Assert.That(Emulator.Rows, Is.Empty);
    }

    [Test]
    public void The_same_seed_gives_the_same_guids()
    {
        using var same = new CloudFoundryEmulator(Clock);
        using var other = new CloudFoundryEmulator(Clock, seed: 2);
        var task = Emulator.Add();
        Assert.That(same.Add(), Is.EqualTo(task));
        Assert.That(other.Add(), Is.Not.EqualTo(task));
        Assert.That(task, Does.Match("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    }
}
