using SixthService;
using SixthService.Emulator;
using TaskCancellation.Testing;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.SixthService;

/// <summary>A policy on a delegating client holds whatever verb is used: what another tenant has is neither shown nor touched, by the emulator's record.</summary>
public sealed class TenantTests
{
    private const string Tenant = "shop";
    private static readonly WaitOptions Patient = new() { Timeout = TimeSpan.FromMinutes(5), Jitter = 0 };
    private VirtualClock clock = null!;
    private WorkflowEmulator emulator = null!;
    private TenantTaskClient client = null!;
    private TaskId own;
    private TaskId foreign;

    [SetUp]
    public void SetUp()
    {
        clock = TestClock.Create();
        emulator = new WorkflowEmulator(clock);
        client = Create(Tenant);
        own = emulator.Add(new WorkflowTask { Namespace = Tenant, WorkflowId = "same" });
        foreign = emulator.Add(new WorkflowTask { Namespace = "finance", WorkflowId = "same" });
    }

    [TearDown]
    public void TearDown()
    {
        client.Dispose();
        emulator.Dispose();
    }

    [Test]
    public async Task A_list_shows_its_own_tasks_whatever_is_asked_for()
    {
        TaskFilter[] filters = [TaskFilter.All, new() { Names = ["same"] }, new() { Ids = [own, foreign] }, new() { Scopes = [Tenant, "finance"] }, new() { Kinds = ["Order*"], Where = _ => true }];
        foreach (var filter in filters)
        {
            Assert.That((await Run(() => client.ListAsync(filter).ToListAsync().AsTask())).Select(task => task.Id), Is.EqualTo(new[] { own }), filter.ToString());
        }

        Assert.That(await Run(() => client.ListAsync(new TaskFilter { Scopes = ["finance"] }).ToListAsync().AsTask()), Is.Empty);
        Assert.That(emulator.Requests.Select(line => Uri.UnescapeDataString(line.Request.RawQuery)), Is.All.Contains("namespace IN (\"shop\")"));
    }

    [Test]
    public async Task A_task_of_another_tenant_is_not_found()
    {
        Assert.That(await Run(() => client.FindAsync(foreign)), Is.Null);
        Assert.That((await Run(() => client.FindAsync(own)))!.Id, Is.EqualTo(own));
        Assert.ThrowsAsync<TaskNotFoundException>(() => Run(() => client.WaitForCompletionAsync(foreign)));
    }

    [Test]
    public async Task A_cancel_by_id_of_another_tenants_task_is_not_found_and_not_sent()
    {
        var outcome = await Run(() => client.CancelAndWaitAsync(foreign, Patient));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.NotFound));
        NothingForeignWasSent();
        Assert.That((await Run(() => client.CancelAndWaitAsync(own, Patient))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCase("all")]
    [TestCase("name")]
    [TestCase("ids")]
    public async Task A_cancel_by_filter_reaches_its_own_tasks_alone(string by)
    {
        var filter = by switch { "name" => new TaskFilter { Names = ["same"] }, "ids" => new TaskFilter { Ids = [foreign, own] }, _ => TaskFilter.All };

        var report = await Run(() => client.CancelAndWaitAsync(filter, new CancelOptions { AllowAll = true }, Patient));

        Assert.That(report.Outcomes.Single(), Has.Property(nameof(CancellationOutcome.Verdict)).EqualTo(CancellationVerdict.Canceled).And.Property(nameof(CancellationOutcome.Target)).Property(nameof(TaskTarget.Id)).EqualTo(own));
        NothingForeignWasSent();
    }

    [Test]
    public async Task A_cancel_in_another_scope_selects_nothing()
    {
        Assert.That((await Run(() => client.CancelAndWaitAsync(new TaskFilter { Scopes = ["finance"] }, null, Patient))).Outcomes, Is.Empty);
        Assert.That(emulator.Requests, Is.Empty);
    }

    [Test]
    public async Task A_plan_of_another_tenant_cancels_nothing()
    {
        using var finance = Create("finance");
        var theirs = await Run(() => finance.PlanAsync(new TaskFilter { Names = ["same"] }));
        Assert.That(theirs.Targets.Single().Id, Is.EqualTo(foreign));

        var report = await Run(async () => await (await client.ExecuteAsync(theirs, DriftPolicy.OnlyPlanned)).WaitForCompletionAsync(Patient));

        Assert.That(report.Outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(new[] { foreign }));
        Assert.That(report.AllCanceled, Is.False);
        NothingForeignWasSent();
    }

    [Test]
    public async Task A_plan_of_its_own_holds_its_own_tasks()
    {
        var plan = await Run(() => client.PlanAsync(TaskFilter.All, new CancelOptions { AllowAll = true }));
        var report = await Run(async () => await (await client.ExecuteAsync(plan)).WaitForCompletionAsync(Patient));

        Assert.That(plan.Targets.Select(task => task.Id), Is.EqualTo(new[] { own }));
        Assert.That(report.AllCanceled, Is.True, report.ToString());
        NothingForeignWasSent();
    }

    [Test]
    public async Task A_batch_has_an_outcome_for_each_and_sends_its_own()
    {
        var outcomes = await Run(() => client.WaitManyAsync(client.CancelManyAsync([foreign, own, foreign]), Patient).ToListAsync().AsTask());

        Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.EqualTo(new[] { CancellationVerdict.NotFound, CancellationVerdict.Canceled, CancellationVerdict.NotFound }));
        NothingForeignWasSent();
    }

    [Test]
    public async Task A_read_that_fails_before_a_cancel_sends_no_cancel()
    {
        emulator.Faults.When(request => request.Method == "GET").Respond(EmulatedReply.Html(503));

        var outcome = await Run(() => client.CancelAsync(foreign));

        Assert.That(outcome.Accepted.Outcomes.Single().Verdict, Is.EqualTo(CancellationVerdict.Indeterminate), "what was sent is not told from what was to be sent");
        Assert.That(emulator.Rows.Select(row => row.CancelCount), Is.All.Zero);
    }

    [Test]
    public async Task A_watch_shows_its_own_tasks()
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        emulator.After(TimeSpan.FromSeconds(10), () => emulator.Finish(own.Value));

        var seen = await Run(() => client.WatchAsync(TaskFilter.All, Patient).ToListAsync().AsTask());

        Assert.That(seen.Select(task => task.Id).Distinct(), Is.EqualTo(new[] { own }));
    }

    /// <summary>The policy knows nothing of the service: here it stands before one whose list takes no filter.</summary>
    [Test]
    public async Task It_holds_over_a_client_of_another_service()
    {
        const string source = "aaaaaaaa-0000-4000-8000-000000000001";
        using var topaz = new TopazImageEmulator(clock);
        topaz.Add(new TopazImageTask { SourceId = source });
        var (mine, theirs) = (topaz.Add(new TopazImageTask { SourceId = source }), topaz.Add(new TopazImageTask { SourceId = "aaaaaaaa-0000-4000-8000-000000000002" }));
        var options = new TopazImageTaskClientOptions { ApiKey = TopazImageEmulator.ApiKey };
        options.UseTimeProvider(clock);
        using var tenant = new TenantTaskClient(new TopazImageTaskClient(topaz.CreateClient(), options), source);

        var byId = await Run(() => tenant.CancelAndWaitAsync(new TaskFilter { Ids = [mine, theirs] }, null, Patient));

        Assert.That(byId.Outcomes.Select(outcome => (outcome.Target.Id.Value, outcome.Verdict)), Is.EqualTo(new[] { (mine, CancellationVerdict.Canceled) }));
        Assert.That((await Run(() => tenant.CancelAndWaitAsync(theirs, Patient))).Verdict, Is.EqualTo(CancellationVerdict.NotFound));
        Assert.That(topaz.Find(theirs)!.CancelCount, Is.Zero);
    }

    private void NothingForeignWasSent()
    {
        Assert.That(emulator.Find(foreign.Value)!.CancelCount, Is.Zero);
        Assert.That(emulator.Requests.Where(line => line.Request.Method != "GET" && line.Request.Path.Contains(foreign.Value, StringComparison.Ordinal)), Is.Empty);
    }

    private Task<T> Run<T>(Func<Task<T>> work) => clock.RunAsync(work);

    private TenantTaskClient Create(string tenant)
    {
        var options = new WorkflowTaskClientOptions { ApiKey = WorkflowEmulator.ApiKey };
        options.UseTimeProvider(clock);
        return new TenantTaskClient(new WorkflowTaskClient(options, emulator.CreateClient()), tenant);
    }
}
