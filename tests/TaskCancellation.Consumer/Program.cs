// Uses the packages as an app does: clients from configuration, a plan that is stored and executed, an operation that another process could go on with,
// and a journaled batch, on each service's emulator. Prints a line for each service; the exit code is 0 where everything is as it should be.
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TaskCancellation;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

var clock = VirtualClock.Scaled(100);
using var meilisearch = new MeilisearchEmulator(clock, seed: 1) { MasterKey = "masters-key" };
using var elasticsearch = new ElasticsearchEmulator(clock);
using var cloudFoundry = new CloudFoundryEmulator(clock);
using var topazImage = new TopazImageEmulator(clock);
using var veevaVault = new VeevaVaultEmulator(clock);

var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Meilisearch:Endpoint"] = meilisearch.BaseAddress.AbsoluteUri,
    ["Meilisearch:ApiKey"] = "masters-key",
    ["Meilisearch:Timeout"] = "00:05:00",
    ["Elasticsearch:Endpoint"] = elasticsearch.BaseAddress.AbsoluteUri,
    ["CloudFoundry:Endpoint"] = cloudFoundry.BaseAddress.AbsoluteUri,
    ["CloudFoundry:AccessToken"] = CloudFoundryEmulator.AdminToken,
    ["TopazImage:Endpoint"] = topazImage.BaseAddress.AbsoluteUri,
    ["TopazImage:ApiKey"] = TopazImageEmulator.ApiKey,
    ["VeevaVault:Endpoint"] = veevaVault.BaseAddress.AbsoluteUri,
    ["VeevaVault:SessionId"] = VeevaVaultEmulator.AdminSession,
}).Build();

var services = new ServiceCollection();
services.AddSingleton<TimeProvider>(clock);
services.AddMeilisearchTaskClient(configuration.GetSection("Meilisearch")).ConfigurePrimaryHttpMessageHandler(() => meilisearch);
services.AddElasticsearchTaskClient(configuration.GetSection("Elasticsearch"), options => options.Credential = ElasticsearchCredential.None).ConfigurePrimaryHttpMessageHandler(() => elasticsearch);
services.AddCloudFoundryTaskClient(configuration.GetSection("CloudFoundry")).ConfigurePrimaryHttpMessageHandler(() => cloudFoundry);
services.AddTopazImageTaskClient(configuration.GetSection("TopazImage")).ConfigurePrimaryHttpMessageHandler(() => topazImage);
services.AddVeevaVaultTaskClient(configuration.GetSection("VeevaVault")).ConfigurePrimaryHttpMessageHandler(() => veevaVault);
await using var provider = services.BuildServiceProvider();

TaskId Meilisearch() => meilisearch.Add(new() { RunDuration = null });
TaskId Elasticsearch() => elasticsearch.Add(new() { Action = "indices:data/write/reindex" });
TaskId CloudFoundry() => cloudFoundry.Add(new() { Name = "migrate" });
TaskId TopazImage() => topazImage.Add(new());
TaskId VeevaVault() => veevaVault.Add(new() { RunDuration = null });

bool[] passed =
[
    await CheckAsync(MeilisearchTaskClient.ServiceName, Meilisearch, new TaskFilter { Scopes = ["movies"] }),
    await CheckAsync(ElasticsearchTaskClient.ServiceName, Elasticsearch, new TaskFilter { Kinds = ["*reindex"] }),
    await CheckAsync(CloudFoundryTaskClient.ServiceName, CloudFoundry, new TaskFilter { Scopes = [cloudFoundry.DefaultAppId], Names = ["migrate"] }),
    await CheckAsync(TopazImageTaskClient.ServiceName, TopazImage, new TaskFilter { Kinds = ["Enhance"] }),
    await CheckAsync(VeevaVaultTaskClient.ServiceName, VeevaVault, new TaskFilter { Names = ["Nightly Sync"] }),
];
return passed.All(all => all) ? 0 : 1;

async Task<bool> CheckAsync(string service, Func<TaskId> add, TaskFilter filter)
{
    var client = provider.GetRequiredKeyedService<TaskClient>(service);
    TaskId[] filtered = [add(), add()];
    var plan = CancellationJson.DeserializePlan(CancellationJson.Serialize(await client.PlanAsync(filter)));
    var executed = await client.ExecuteAsync(plan, new ExecuteOptions { Fingerprint = plan.Fingerprint });
    var resumed = client.Restore(CancellationJson.DeserializeOperation(CancellationJson.Serialize(executed.State)));
    var report = await resumed.WaitForCompletionAsync();

    TaskId[] batch = [add(), add(), add()];
    var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");
    var outcomes = new List<CancellationOutcome>();
    using (var journal = new SqliteCancellationJournal(file))
    {
        await foreach (var outcome in client.WaitManyAsync(client.CancelManyAsync(batch, new BatchOptions { Journal = journal, RunId = "consumer" })))
        {
            outcomes.Add(outcome);
        }
    }

    foreach (var left in Directory.EnumerateFiles(Path.GetTempPath(), $"{Path.GetFileName(file)}*"))
    {
        File.Delete(left);
    }

    var done = IsCanceled(report.Outcomes, filtered) && IsCanceled(outcomes, batch);
    Console.WriteLine($"{service,-16} {plan.Fingerprint[..12]} filter: {report}; batch: {string.Join(", ", outcomes.CountBy(outcome => outcome.Verdict).Select(count => $"{count.Value} {count.Key}"))}; {(done ? "as expected" : "NOT AS EXPECTED")}");
    return done;
}

static bool IsCanceled(IEnumerable<CancellationOutcome> outcomes, TaskId[] ids) =>
    outcomes.All(outcome => outcome.Verdict == CancellationVerdict.Canceled) && outcomes.Select(outcome => outcome.Target.Id).ToHashSet().SetEquals(ids);
