using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class JobTests : EmulatorTest
{
    [Test, Category("VV-10.32")]
    public async Task Status_of_a_running_and_of_an_ended_job()
    {
        Advance(3600);
        Emulator.Add(new() { State = "RUNNING", CreatedBy = 4101, CreatedAt = Clock.GetUtcNow(), StartedAt = Clock.GetUtcNow().AddSeconds(2) });
        AssertBody(await Status(5001), """
            {"responseStatus":"SUCCESS","responseMessage":"OK","data":{"id":5001,"status":"RUNNING","method":"POST",
            "links":[{"rel":"self","href":"/api/v25.3/services/jobs/5001","method":"GET","accept":"application/json"}],
            "created_by":4101,"created_date":"2026-01-01T01:00:00.000Z","run_start_date":"2026-01-01T01:00:02.000Z"}}
            """.ReplaceLineEndings(""));
        Advance(12.345);
        Emulator.Finish(5001);
        var ended = (await Status(5001)).Json["data"]!;
        Assert.That((ended["status"]!.GetValue<string>(), ended["run_end_date"]!.GetValue<string>()), Is.EqualTo(("SUCCESS", "2026-01-01T01:00:12.345Z")));
        Assert.That(ended["links"]!.AsArray().Select(link => link!["rel"]!.GetValue<string>()), Is.EqualTo(new[] { "self", "artifacts" }));
    }

    [TestCase("QUEUED"), TestCase("QUEUEING"), TestCase("CANCELLED"), Category("VV-10.32"), Category("VV-F8"), Category("Finding fc-F8")]
    public async Task A_job_that_was_queued_shows_a_start_even_if_it_has_not_run(string status)
    {
        var job = Add(status);
        Advance(5);
        var data = (await Status(job)).Json["data"]!.AsObject();
        Assert.That((data["run_start_date"]!.GetValue<string>(), data.ContainsKey("run_end_date"), data.ContainsKey("progress")), Is.EqualTo(("2026-01-01T00:00:00.000Z", status == "CANCELLED", false)));
        var list = await Get($"{JobsPath}/{(status == "CANCELLED" ? "histories" : "monitors")}");
        Assert.That(list.Json["jobs"]![0]!["run_start_date"]!.GetValue<string>(), Is.EqualTo("2026-01-01T00:00:00.000Z"));
        Assert.That(Emulator.Find(job)!.StartedAt, Is.Null);
    }

    [Test, Category("VV-F8"), Category("Finding fc-F8"), Category("Inferred")]
    public async Task The_artifacts_link_leads_to_a_file()
    {
        var job = Add("RUNNING");
        AssertRefused(await Get($"{JobsPath}/{job}/artifacts"), "INVALID_DATA");
        Emulator.Finish(job);
        var link = (await Status(job)).Json["data"]!["links"]![1]!["href"]!.GetValue<string>();
        var file = await Get(link);
        Assert.That((file.Status, file.Headers["Content-Type"], file.Headers["Content-Disposition"]), Is.EqualTo((200, "application/octet-stream; charset=UTF-8", $"attachment; filename=\"job-{job}.txt\"")));
        AssertRefused(await Get($"{JobsPath}/77/artifacts"), "INVALID_DATA");
    }

    [Test, Category("VV-F8"), Category("Finding fc-F8")]
    public async Task Tasks_come_in_pages()
    {
        var job = Emulator.Add(new() { Tasks = [.. Enumerable.Range(1, 5).Select(number => new VeevaVaultJobTask($"Task{number}"))] });
        AssertBody(await Get($"{JobsPath}/{job}/tasks?limit=2&offset=2"), $$"""
            {"responseStatus":"SUCCESS","url":"/api/v25.3/services/jobs/5001/tasks?limit=2&offset=2",
            "responseDetails":{"total":5,"limit":2,"offset":2,"previous_page":"/api/v25.3/services/jobs/5001/tasks?limit=2&offset=0","next_page":"/api/v25.3/services/jobs/5001/tasks?limit=2&offset=4"},
            "job_id":5001,"tasks":[{"id":"Task3","state":"SUCCESS"},{"id":"Task4","state":"SUCCESS"}]}
            """.ReplaceLineEndings(""));
        AssertRefused(await Get($"{JobsPath}/{job}/tasks?limit=0"), "INVALID_DATA");
        AssertRefused(await Get($"{JobsPath}/{job}/tasks?offset=-1"), "INVALID_DATA");
    }

    [Test, Category("VV-10.33")]
    public async Task One_read_in_ten_seconds_for_each_job()
    {
        var (one, two) = (Add(), Add());
        AssertStatus(await Status(one), "SUCCESS");
        AssertStatus(await Status(two), "SUCCESS");
        Advance(9.999);
        AssertRefused(await Status(one), "API_LIMIT_EXCEEDED");
        Advance(0.001);
        AssertStatus(await Status(one), "SUCCESS");
        AssertBody(await Cancel(one, two), Items(Success(one), Success(two)));
    }

    [Test, Category("VV-10.34")]
    public async Task The_read_limit_can_be_wider_or_absent()
    {
        var (one, two) = (Add(), Add());
        Emulator.PollLimit = VeevaVaultPollLimit.PerVault;
        AssertStatus(await Status(one), "SUCCESS");
        AssertRefused(await Status(two), "API_LIMIT_EXCEEDED");
        Emulator.PollLimit = VeevaVaultPollLimit.None;
        AssertStatus(await Status(one), "SUCCESS");
    }

    [TestCase("CANCELLING"), TestCase("FAILED_TO_RUN"), TestCase("PAUSED"), Category("VV-10.35")]
    public async Task Any_status_is_shown(string status) =>
        Assert.That((await Status(Add(status))).Json["data"]!["status"]!.GetValue<string>(), Is.EqualTo(status));

    [Test, Category("VV-10.41"), Category("Inferred")]
    public async Task Scheduled_jobs_tell_local_time_as_if_it_were_utc()
    {
        Emulator.VaultUtcOffset = TimeSpan.FromHours(-8);
        var scheduled = Emulator.Add(new() { State = "SCHEDULED", StartedAt = Clock.GetUtcNow().AddDays(1) });
        var queued = Add();
        var data = (await Status(scheduled)).Json["data"]!;
        Assert.That((data["created_date"]!.GetValue<string>(), data["run_start_date"]!.GetValue<string>()), Is.EqualTo(("2025-12-31T16:00:00.000Z", "2026-01-01T16:00:00.000Z")));
        Assert.That((await Status(queued)).Json["data"]!["created_date"]!.GetValue<string>(), Is.EqualTo("2026-01-01T00:00:00.000Z"));
        Assert.That(Emulator.Find(scheduled)!.CreatedAt, Is.EqualTo(Clock.GetUtcNow()));
    }

    [Test, Category("VV-10.42")]
    public async Task Tasks_have_a_state()
    {
        var job = Emulator.Add(new() { State = "RUNNING", Tasks = [new("Task1"), new("Task2", "RUNNING"), new("Task3")] });
        AssertBody(await Get($"{JobsPath}/{job}/tasks"), """
            {"responseStatus":"SUCCESS","url":"/api/v25.3/services/jobs/5001/tasks","responseDetails":{"total":3,"limit":50,"offset":0},"job_id":5001,
            "tasks":[{"id":"Task1","state":"SUCCESS"},{"id":"Task2","state":"RUNNING"},{"id":"Task3","state":"SUCCESS"}]}
            """.ReplaceLineEndings(""));
        Emulator.TaskStateKey = "status";
        Assert.That((await Get($"{JobsPath}/{job}/tasks")).Body, Does.Contain("""{"id":"Task1","status":"SUCCESS"}"""));
        Assert.That((await Status(job)).Json["data"]!["progress"]!.ToJsonString(), Is.EqualTo("""[{"size":2,"status":"SUCCESS"},{"size":1,"status":"RUNNING"}]"""));
    }

    [Test, Category("VV-10.43")]
    public async Task Start_now_starts_a_scheduled_job()
    {
        var start = Clock.GetUtcNow().AddHours(2);
        var job = Emulator.Add(new() { State = "SCHEDULED", StartedAt = start, RecurrenceInterval = TimeSpan.FromHours(24) });
        AssertBody(await Post($"{JobsPath}/start_now/{job}"), """{"responseStatus":"SUCCESS","url":"/api/v25.3/services/jobs/5001","job_id":5001}""");
        Advance(7200);
        Assert.That(Emulator.Rows.Select(row => (row.State, row.StartedAt)), Is.EqualTo(new[] { ("QUEUED", (DateTimeOffset?)null), ("SCHEDULED", start.AddHours(24)) }));
        AssertBody(await Cancel(job), Items(Success(job)));
        AssertRefused(await Post($"{JobsPath}/start_now/{job}"), "INVALID_DATA");
    }

    [TestCase("SUCCESS"), TestCase("ERRORS_ENCOUNTERED"), TestCase("COMPLETED_DUE_TO_INACTIVITY"), Category("VV-10.44")]
    public void A_job_lives_through_its_states(string end)
    {
        var second = TimeSpan.FromSeconds(1);
        var job = Emulator.Add(new()
        {
            State = "SCHEDULED", StartedAt = Clock.GetUtcNow() + second, QueueingDuration = second, StartDelay = second, RunDuration = second, Ending = end,
        });
        var seen = new List<string> { StatusOf(job) };
        for (var step = 1; step <= 4; step++)
        {
            Advance(1);
            seen.Add(StatusOf(job));
        }

        Assert.That(seen, Is.EqualTo(new[] { "SCHEDULED", "QUEUEING", "QUEUED", "RUNNING", end }));
    }

    [TestCase("RUNNING", 23), TestCase("SCHEDULED", 72), Category("VV-10.44")]
    public void A_job_that_runs_too_long_times_out(string status, int hours)
    {
        var job = Emulator.Add(new() { State = status, StartState = "RUNNING", StartedAt = Clock.GetUtcNow() });
        Clock.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromTicks(1));
        Assert.That(StatusOf(job), Is.EqualTo("RUNNING"));
        Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(StatusOf(job), Is.EqualTo("TIMEOUT"));
    }

    [TestCase("MISSED_SCHEDULE"), TestCase("FAILED_TO_RUN"), Category("VV-10.44"), Category("Inferred")]
    public void A_job_can_fail_to_start(string end)
    {
        var job = Emulator.Add(new() { State = "SCHEDULED", StartedAt = Clock.GetUtcNow().AddSeconds(5), StartState = end });
        Advance(5);
        Assert.That((StatusOf(job), Emulator.Find(job)!.IsFinished), Is.EqualTo((end, true)));
    }

    [Test, Category("VV-10.56")]
    public void Jobs_can_be_held_and_released()
    {
        var job = Emulator.Add(new() { StartDelay = TimeSpan.FromSeconds(1), RunDuration = TimeSpan.FromSeconds(1) });
        Emulator.Hold(job);
        Advance(10);
        Assert.That(StatusOf(job), Is.EqualTo("QUEUED"));
        Emulator.Release(job);
        Assert.That(StatusOf(job), Is.EqualTo("RUNNING"));
        Emulator.Hold(job, Clock.GetUtcNow().AddSeconds(0.5));
        Advance(1);
        Assert.That(StatusOf(job), Is.EqualTo("RUNNING"));
        Emulator.Finish(job);
        Assert.That(StatusOf(job), Is.EqualTo("SUCCESS"));
    }

    [Test, Category("VV-10.56")]
    public async Task Jobs_can_be_changed_at_an_instant()
    {
        var at = Clock.GetUtcNow().AddSeconds(5);
        var (finished, failed, set, removed) = (Add(), Add("RUNNING"), Add(), Add());
        Emulator.Finish(finished, at);
        Emulator.Fail(failed, at: at);
        Emulator.SetState(set, "WEIRD", at);
        Emulator.Remove(removed, at);
        Advance(4);
        Assert.That(Emulator.Rows.Select(row => row.State), Is.EqualTo(new[] { "QUEUED", "RUNNING", "QUEUED", "QUEUED" }));
        Advance(2);
        Assert.That((StatusOf(finished), StatusOf(failed), StatusOf(set), StatusOf(removed)), Is.EqualTo(("SUCCESS", "ERRORS_ENCOUNTERED", "WEIRD", "gone")));
        Assert.That(Emulator.Find(failed)!.FinishedAt, Is.EqualTo(at));
        AssertRefused(await Status(removed), "INVALID_DATA");
    }

    [Test, Category("VV-10.56")]
    public async Task A_hold_does_not_keep_from_being_cancelled()
    {
        var job = Add();
        Emulator.Hold(job);
        await Cancel(job);
        Advance(1);
        Assert.That(StatusOf(job), Is.EqualTo("CANCELLED"));
    }
}
