namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class ListTests : EmulatorTest
{
    [Test, Category("VV-10.36")]
    public async Task Monitors_in_full()
    {
        Emulator.Add(new() { State = "SCHEDULED", StartedAt = Clock.GetUtcNow().AddDays(1) });
        Add("SUCCESS");
        AssertBody(await Get($"{JobsPath}/monitors"), """
            {"responseStatus":"SUCCESS","responseMessage":"OK","url":"/api/v25.3/services/jobs/monitors?limit=50&offset=0",
            "responseDetails":{"total":1,"limit":50,"offset":0},"jobs":[{"job_id":5001,"title":"Nightly Sync","status":"SCHEDULED","created_by":1,
            "created_date":"2026-01-01T00:00:00.000Z","modified_by":1,"modified_date":"2026-01-01T00:00:00.000Z","run_start_date":"2026-01-02T00:00:00.000Z"}]}
            """.ReplaceLineEndings(""));
    }

    [Test, Category("VV-10.36")]
    public async Task Pages_lead_to_one_another()
    {
        var ids = Enumerable.Range(0, 120).Select(_ => Add()).ToArray();
        var first = (await Get($"{JobsPath}/monitors")).Json["responseDetails"]!;
        Assert.That(first.ToJsonString().Replace("\\u0026", "&", StringComparison.Ordinal), Is.EqualTo(
            """{"total":120,"limit":50,"offset":0,"next_page":"/api/v25.3/services/jobs/monitors?limit=50&offset=50"}"""));
        var seen = new List<long>();
        for (var next = "/api/v25.3/services/jobs/monitors?status=queued"; next is not null;)
        {
            var page = (await Get(next)).Json;
            seen.AddRange(page["jobs"]!.AsArray().Select(job => job!["job_id"]!.GetValue<long>()));
            next = page["responseDetails"]!["next_page"]?.GetValue<string>();
        }

        Assert.That(seen, Is.EqualTo(ids));
        var last = (await Get($"{JobsPath}/monitors?offset=100")).Json["responseDetails"]!;
        Assert.That((last["previous_page"]!.GetValue<string>(), last["next_page"]), Is.EqualTo(("/api/v25.3/services/jobs/monitors?limit=50&offset=50", (object?)null)));
        Emulator.ListsNewestFirst = true;
        Assert.That(await List("monitors?limit=3"), Is.EqualTo(ids.Reverse().Take(3)));
    }

    [Test, Category("VV-10.37")]
    public async Task Histories_in_full_and_by_status()
    {
        Emulator.Add(new() { State = "RUNNING", RunDuration = TimeSpan.FromSeconds(3) });
        Advance(3);
        AssertBody(await Get($"{JobsPath}/histories"), """
            {"responseStatus":"SUCCESS","responseMessage":"OK","url":"/api/v25.3/services/jobs/histories?limit=50&offset=0",
            "responseDetails":{"total":1,"limit":50,"offset":0},"jobs":[{"job_id":5001,"title":"Nightly Sync","status":"SUCCESS","created_by":1,
            "created_date":"2026-01-01T00:00:00.000Z","modified_by":1,"modified_date":"2026-01-01T00:00:03.000Z",
            "run_start_date":"2026-01-01T00:00:00.000Z","run_end_date":"2026-01-01T00:00:03.000Z"}]}
            """.ReplaceLineEndings(""));
        foreach (var status in new[] { "errors_encountered", "failed_to_run", "missed_schedule", "timeout", "completed_due_to_inactivity", "cancelled" })
        {
            var job = Add(status.ToUpperInvariant());
            Assert.That(await List("histories?status=" + status), Is.EqualTo(new[] { job }));
        }
    }

    [TestCase("monitors?status=queueing", "INVALID_FILTER")]
    [TestCase("monitors?status=cancelling", "INVALID_FILTER")]
    [TestCase("monitors?status=success", "INVALID_FILTER")]
    [TestCase("monitors?status=QUEUED", "INVALID_FILTER")]
    [TestCase("histories?status=running", "INVALID_FILTER")]
    [TestCase("monitors?start_date=2026-01-01", "INVALID_FILTER")]
    [TestCase("monitors?limit=0", "INVALID_DATA")]
    [TestCase("monitors?limit=201", "INVALID_DATA")]
    [TestCase("histories?offset=-1", "INVALID_DATA")]
    [Category("VV-10.38"), Category("Inferred")]
    public async Task Bad_parameters_are_refused(string query, string type) => AssertRefused(await Get($"{JobsPath}/{query}"), type);

    [Test, Category("VV-10.38")]
    public async Task Monitors_show_more_than_they_filter()
    {
        var (scheduled, queueing, queued, running, cancelling) = (Add("SCHEDULED"), Add("QUEUEING"), Add(), Add("RUNNING"), Emulator.Add(new() { State = "CANCELLING", CancelDelay = null }));
        Assert.That(await List("monitors"), Is.EqualTo(new[] { scheduled, queueing, queued, running, cancelling }));
        Assert.That(await List("monitors?status=scheduled"), Is.EqualTo(new[] { scheduled }));
        Assert.That(await List("monitors?status=queued"), Is.EqualTo(new[] { queued }));
        Assert.That(await List("monitors?status=running"), Is.EqualTo(new[] { running }));
    }

    [TestCase("monitors", "RUNNING"), TestCase("histories", "SUCCESS"), Category("VV-10.39"), Category("Inferred")]
    public async Task Both_dates_are_included(string list, string status)
    {
        long AddAt(int minute) => Emulator.Add(new() { State = status, CreatedAt = Clock.GetUtcNow().AddMinutes(minute) });
        var jobs = new[] { AddAt(-3), AddAt(-2), AddAt(-1) };
        Assert.That(await List($"{list}?start_date=2025-12-31T23:58:00Z"), Is.EqualTo(jobs[1..]));
        Assert.That(await List($"{list}?end_date=2025-12-31T23%3A58%3A00Z"), Is.EqualTo(jobs[..2]));
        Assert.That(await List($"{list}?start_date=2025-12-31T23:58:00Z&end_date=2025-12-31T23:58:00Z"), Is.EqualTo(jobs[1..2]));
    }

    [Test, Category("VV-10.40")]
    public async Task An_ended_job_moves()
    {
        var (one, two) = (Add(), Add());
        await Cancel(one);
        Assert.That((await List("monitors"), await List("histories")), Is.EqualTo((new[] { one, two }, Array.Empty<long>())));
        Advance(1);
        Assert.That((await List("monitors"), await List("histories")), Is.EqualTo((new[] { two }, new[] { one })));
    }
}
