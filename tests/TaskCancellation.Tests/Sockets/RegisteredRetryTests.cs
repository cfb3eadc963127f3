using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Http;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Sockets;

/// <summary>Registered clients to which somebody has added a retry handler, over real sockets: the server sees at most one cancel for each of our tries, and what our own second try leaves open is said.</summary>
internal sealed class RegisteredRetryTests
{
    private static int cases;

    private static readonly Dictionary<string, (bool IsActedOn, Action<FaultRule> Play)> Losses = new()
    {
        ["acted, reset"] = (true, rule => rule.ResetAfterActing()),
        ["acted, 503"] = (true, rule => rule.ActThenRespond(EmulatedReply.Html(503))),
        ["reset"] = (false, rule => rule.ResetBeforeActing()),
        ["503"] = (false, rule => rule.Respond(EmulatedReply.Html(503))),
    };

    private static IEnumerable<TestCaseData> Cases() =>
        from service in Services.All
        from loss in Losses.Keys
        from clones in new[] { false, true }
        from retries in new[] { 0, 1, 2 }
        from byFilter in Services.Create(service).Client.Capabilities.CancelsByFilter ? new[] { false, true } : [false]
        select new TestCaseData(service, loss, clones, retries, byFilter)
            .SetArgDisplayNames(service, loss, clones ? "clones" : "sends the same", string.Create(CultureInfo.InvariantCulture, $"{retries} tries more"), byFilter ? "by filter" : "by id");

    [OneTimeTearDown]
    public void Report() => TestContext.Progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Foreign retry handlers over sockets: {cases} cases."));

    [TestCaseSource(nameof(Cases))]
    public async Task The_server_sees_one_cancel_for_each_of_our_tries(string name, string loss, bool clones, int retries, bool byFilter)
    {
        var transport = await RealTimeTransport.OpenAsync();
        await using var service = Services.Create(name, transport);
        transport.Serve(service.Emulator);
        var services = new ServiceCollection();
        Register(services, name, service.Key, options => (options.Endpoint, options.MaxRetries, options.RetryDelay) = (service.Emulator.BaseAddress, retries, TimeSpan.FromMilliseconds(1)))
            .AddHttpMessageHandler(() => new ForeignRetryHandler(clones));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredKeyedService<TaskClient>("main");
        var id = service.AddRunning();
        await client.GetServiceInfoAsync(); // so that the connection is an old one
        Losses[loss].Play(service.Emulator.Faults.When(service.IsCancel).Times(1));

        var operation = byFilter
            ? await client.CancelAsync(service.FilterBy(service.Scope), new CancelOptions { Selection = CancelSelection.ServerSide })
            : await client.CancelAsync((TaskTarget)id);

        var sent = service.Emulator.Requests.Count(line => service.IsCancel(line.Request));
        Assert.That(sent, Is.EqualTo(byFilter ? 1 : Math.Min(retries, 1) + 1));
        if (byFilter)
        {
            Assert.That(operation.Accepted.IsIndeterminate || operation.State.Replies.Any(reply => reply.FollowsAmbiguousAttempt), Is.True, "the doubt is known");
        }
        else
        {
            var outcome = operation.Accepted.Outcomes.Single();
            Assert.That(outcome.Verdict, Is.AnyOf(CancellationVerdict.Canceled, CancellationVerdict.Accepted, CancellationVerdict.Indeterminate), "nobody had canceled it before");
            Assert.That(outcome.Verdict is CancellationVerdict.Indeterminate || Losses[loss].IsActedOn || sent > 1, Is.True, "what was not acted on is not acknowledged");
            Assert.That(outcome.Verdict == CancellationVerdict.Indeterminate || operation.State.Replies.Any(reply => reply.FollowsAmbiguousAttempt) || outcome.Error is { FollowsAmbiguousAttempt: true }, Is.True, "the doubt is known");
        }

        Assert.That(IsUntouched(service, id), Is.EqualTo(!Losses[loss].IsActedOn && sent == 1));
        cases++;
    }

    // Meilisearch carries a cancel out by a task of its own, which waits for the one that runs.
    private static bool IsUntouched(ServiceHarness service, TaskId id) => service.Emulator switch
    {
        Testing.Meilisearch.MeilisearchEmulator meilisearch => !meilisearch.Rows.Any(row => row.Kind == "taskCancelation"),
        _ => service.Truth(id) is TaskState.Running or TaskState.Pending,
    };

    private static IHttpClientBuilder Register(IServiceCollection services, string name, string key, Action<TaskClientOptions> configure) => name switch
    {
        "CloudFoundry" => services.AddCloudFoundryTaskClient("main", options => configure(With(options, () => options.Credential = CloudFoundryCredential.AccessToken(key)))),
        "Elasticsearch" => services.AddElasticsearchTaskClient("main", options => configure(With(options, () => options.Credential = ElasticsearchCredential.Bearer(key)))),
        "Meilisearch" => services.AddMeilisearchTaskClient("main", options => configure(With(options, () => options.Credential = MeilisearchCredential.ApiKey(key)))),
        "TopazImage" => services.AddTopazImageTaskClient("main", options => configure(With(options, () => options.ApiKey = key))),
        "VeevaVault" => services.AddVeevaVaultTaskClient("main", options => configure(With(options, () => options.SessionId = key))),
        _ => throw new AssertionException($"Say how {name} is registered."),
    };

    private static T With<T>(T options, Action configure)
    {
        configure();
        return options;
    }
}
