using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Findings;

/// <summary>How many requests, and how much time, work on many tasks takes.</summary>
internal sealed class PaceTests : FindingTest
{
    private static readonly TimeSpan Reply = TimeSpan.FromMilliseconds(10);

    [TestCase("Elasticsearch")]
    [TestCase("TopazImage")]
    [Category("Finding C14")]
    public async Task A_plan_of_300_tasks_is_executed_about_as_fast_as_they_are_canceled_without_one(string name)
    {
        var executing = await TimeOfAsync(name, planned: true);
        var canceling = await TimeOfAsync(name, planned: false);

        Assert.That(executing, Is.LessThan(2.1 * canceling));
    }

    [TestCase(10_000)]
    [TestCase(20_000)]
    [Category("Finding C13")]
    public async Task A_wave_of_a_batch_with_a_journal_goes_over_the_list_of_jobs_once_and_reads_none_by_itself(int count)
    {
        using var server = new VeevaVaultEmulator(Clock);
        TaskId[] ids = [.. Enumerable.Range(0, count).Select(_ => TaskId.FromInt64(server.Add(new() { State = "SCHEDULED", CancelDelay = null })))];
        var options = Timed(new VeevaVaultTaskClientOptions { Credential = VeevaVaultCredential.SessionId(VeevaVaultEmulator.AdminSession) });
        using var client = new VeevaVaultTaskClient(Kept(server.CreateClient()), options);

        var outcomes = await RunAsync(client.CancelManyAsync(ids, new BatchOptions { Journal = new StoppingJournal(stops: false), RunId = "run" }).ToListAsync().AsTask());

        Assert.That(outcomes.Select(outcome => outcome.Verdict), Is.All.EqualTo(CancellationVerdict.Accepted));
        Assert.That(server.Requests.Count(line => line.Request.Method == "GET"), Is.LessThanOrEqualTo(count / 2000 * (count / 200)));
        Assert.That(server.Requests.Where(line => line.Request.Method == "GET").Select(line => line.Request.Path), Is.All.EndsWith("monitors"));
    }

    private async Task<TimeSpan> TimeOfAsync(string name, bool planned)
    {
        ServiceHarness harness = name == "TopazImage" ? new TopazImageHarness(Clock) : new ElasticsearchHarness(Clock);
        await using var service = harness;
        for (var at = 0; at < 300; at++)
        {
            service.AddRunning();
        }

        var filter = service.FilterBy(service.Scope);
        var plan = planned ? await RunAsync(service.Client.PlanAsync(filter)) : null;
        service.Emulator.Faults.Always().DelayReply(Reply);
        var began = Clock.GetUtcNow();
        var operation = plan is null
            ? await RunAsync(service.Client.CancelAsync(filter, new CancelOptions { Selection = CancelSelection.ClientSide }))
            : await RunAsync(service.Client.ExecuteAsync(plan));
        Assert.That(operation.Accepted.Outcomes, Has.Count.EqualTo(300));
        return Clock.GetUtcNow() - began;
    }
}
