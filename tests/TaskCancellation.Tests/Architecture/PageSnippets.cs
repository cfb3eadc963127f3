using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.Architecture;

/// <summary>The C# of the pages, as a compiler sees it. Each region stands in a page word for word (<see cref="SnippetTests"/>).</summary>
internal static class PageSnippets
{
    internal static async Task First(string key)
    {
        #region README.md: first
        using var client = new MeilisearchTaskClient(new MeilisearchTaskClientOptions
        {
            Endpoint = new Uri("https://search.example.com"),
            Credential = MeilisearchCredential.ApiKey(key),
        });

        // One task: cancel it, wait for its end, and learn which end that was.
        CancellationOutcome outcome = await client.CancelAndWaitAsync(147);
        Console.WriteLine(outcome.Verdict);         // Canceled, CompletedFirst, AlreadyCanceled, NotFound, …

        // Many: everything unfinished in one index that was queued more than an hour ago.
        var filter = new TaskFilter { Scopes = ["movies"], Enqueued = TimeRange.OlderThan(TimeSpan.FromHours(1)) };
        CancellationReport report = await client.CancelAndWaitAsync(filter);
        Console.WriteLine(report);                  // 41 Canceled, 2 unlisted
        report.EnsureCanceled();                    // throws unless all of it is canceled
        #endregion
    }

    internal static async Task Plan(TaskClient client, TaskFilter filter, Func<CancellationPlan, string?> approve)
    {
        #region README.md: plan
        CancellationPlan plan = await client.PlanAsync(filter);                  // reads only
        Console.WriteLine(plan);                                                 // how many, where, until when
        Console.WriteLine(string.Join('\n', plan.Requests));                     // POST /tasks/cancel?uids=5,4,0
        Console.WriteLine(string.Join('\n', plan.Warnings));                     // batches that abort, tasks that are excluded, …

        string? approved = approve(plan);                                        // the fingerprint that was signed off, as plan.Fingerprint shows it
        var operation = await client.ExecuteAsync(plan, new ExecuteOptions { Fingerprint = approved });
        #endregion
        Console.WriteLine(operation.Accepted);
    }

    internal static async Task Batch(TaskClient client, IEnumerable<long> ids)
    {
        #region README.md: batch
        var options = new BatchOptions { MaxConcurrency = 4, Journal = new SqliteCancellationJournal("run.db"), RunId = "nightly" };
        await foreach (var outcome in client.WaitManyAsync(client.CancelManyAsync(ids, options)))
        {
            Console.WriteLine(outcome);             // one for each id, in order
        }
        #endregion
    }

    internal static async Task Run(TaskClient client, Func<CancellationToken, Task<string>> startReindexAsync, string id, CancellationToken stoppingToken)
    {
        #region README.md: run
        // Start remote work; when the token fires, cancel it there, and wait up to 30 seconds for its end.
        var task = await client.RunToCompletionAsync(startReindexAsync, new RunOptions { Grace = TimeSpan.FromSeconds(30) }, stoppingToken);

        // Work that is there already.
        await using var link = client.CancelWhen(stoppingToken, id);
        #endregion
        Console.WriteLine(task);
    }

    internal static void Services(IServiceCollection services, string key)
    {
        #region README.md: services
        services.AddMeilisearchTaskClient(options => options.ApiKey = key).ConfigureHttpClient(http => http.BaseAddress = new Uri("https://search.example.com"));
        services.AddElasticsearchTaskClient("eu", options => options.Endpoint = new Uri("https://eu.example.com:9200"));
        #endregion
    }

    internal static void Certificates(IServiceCollection services, Action<ElasticsearchTaskClientOptions> configure)
    {
        #region src/TaskCancellation/RECIPES.md: certificates
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile("private-ca.pem"));
        services.AddElasticsearchTaskClient(configure).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            SslOptions = { CertificateChainPolicy = trust },
        });
        #endregion
    }

    internal static void Proxy(IServiceCollection services, Action<MeilisearchTaskClientOptions> configure)
    {
        #region src/TaskCancellation/RECIPES.md: proxy
        services.AddMeilisearchTaskClient(configure).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Proxy = new WebProxy("http://proxy.example.com:3128"),
        });
        #endregion
    }

    internal static void Discovery(IServiceCollection services)
    {
        #region src/TaskCancellation/RECIPES.md: discovery
        services.AddServiceDiscovery();
        services.AddElasticsearchTaskClient(options => options.Endpoint = new Uri("https://search")).AddServiceDiscovery();
        #endregion
    }

    internal static void Resilience(IServiceCollection services, Action<CloudFoundryTaskClientOptions> configure)
    {
        #region src/TaskCancellation/RECIPES.md: resilience
        services.AddCloudFoundryTaskClient(configure).AddStandardResilienceHandler(resilience =>
        {
            resilience.Retry.ShouldHandle = static _ => ValueTask.FromResult(false);
            resilience.AttemptTimeout.Timeout = TimeSpan.FromMinutes(1);
            resilience.CircuitBreaker.SamplingDuration = TimeSpan.FromMinutes(2);
            resilience.TotalRequestTimeout.Timeout = TimeSpan.FromMinutes(3);
        });
        #endregion
    }

    internal static async Task LongWait(TaskClient client, string id, CancellationToken stoppingToken)
    {
        #region src/TaskCancellation/RECIPES.md: wait
        var wait = new WaitOptions { Timeout = TimeSpan.FromHours(6), MaxDelay = TimeSpan.FromMinutes(1) };
        var outcome = await client.CancelAndWaitAsync(id, wait, stoppingToken);
        #endregion
        Console.WriteLine(outcome);
    }

    internal static void Log(string key)
    {
        #region src/TaskCancellation/RECIPES.md: log
        using var logs = LoggerFactory.Create(logging => logging.AddConsole());
        using var client = new TopazImageTaskClient(new TopazImageTaskClientOptions { ApiKey = key, LoggerFactory = logs });
        #endregion
    }

    internal static async Task Emulator()
    {
        #region README.md: emulator
        var clock = new VirtualClock();
        using var server = new MeilisearchEmulator(clock);
        var uid = server.Add(new() { IndexUid = "movies", RunDuration = null });
        server.Faults.On("POST", "/tasks/cancel").Times(1).ResetAfterActing();   // the reply is lost, the cancel is not

        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
        options.UseTimeProvider(clock);
        using var client = new MeilisearchTaskClient(server.CreateClient(), options);

        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(uid));
        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        #endregion
    }
}
