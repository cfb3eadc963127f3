using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.Meilisearch;
using TaskCancellation.Testing.TopazImage;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Emulation;

/// <summary>The examples in the documentation of the emulators compile and do what they say.</summary>
public sealed class ExampleTests
{
    private const string Here = "tests/TaskCancellation.Tests/Emulation/ExampleTests.cs";

    [Test]
    public async Task Meilisearch()
    {
        var clock = new VirtualClock();
        using var server = new MeilisearchEmulator(clock);
        var id = server.Add(new() { IndexUid = "movies", RunDuration = null });

        var options = new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.None };
        options.UseTimeProvider(clock);
        using var client = new MeilisearchTaskClient(server.CreateClient(), options);
        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task Elasticsearch()
    {
        var clock = new VirtualClock();
        using var cluster = new ElasticsearchEmulator(clock);
        var id = cluster.Add(new() { Description = "reindex from [a] to [b]", CancelDelay = TimeSpan.FromSeconds(2) });

        var options = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
        options.UseTimeProvider(clock);
        using var client = new ElasticsearchTaskClient(cluster.CreateClient(), options);
        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task CloudFoundry()
    {
        var clock = new VirtualClock();
        using var server = new CloudFoundryEmulator(clock);
        var id = server.Add(new() { Name = "migrate", CancelEnding = CloudFoundryCancelEnding.CompletesAnyway });

        var options = new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.AccessToken(CloudFoundryEmulator.AdminToken) };
        options.UseTimeProvider(clock);
        using var client = new CloudFoundryTaskClient(server.CreateClient(), options);
        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
    }

    [Test]
    public async Task TopazImage()
    {
        var clock = new VirtualClock();
        using var server = new TopazImageEmulator(clock);
        var id = server.Add(new() { State = "Pending", StartDelay = TimeSpan.FromSeconds(5) });

        var options = new TopazImageTaskClientOptions { ApiKey = TopazImageEmulator.ApiKey };
        options.UseTimeProvider(clock);
        using var client = new TopazImageTaskClient(server.CreateClient(), options);
        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task VeevaVault()
    {
        var clock = new VirtualClock();
        using var vault = new VeevaVaultEmulator(clock);
        var id = vault.Add(new() { Title = "Nightly Sync", StartDelay = TimeSpan.FromMinutes(5) });

        var options = new VeevaVaultTaskClientOptions { Credential = VeevaVaultCredential.SessionId(VeevaVaultEmulator.AdminSession) };
        options.UseTimeProvider(clock);
        using var client = new VeevaVaultTaskClient(vault.CreateClient(), options);
        var outcome = await clock.RunAsync(() => client.CancelAndWaitAsync(id));

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [TestCase("Meilisearch")]
    [TestCase("Elasticsearch")]
    [TestCase("CloudFoundry")]
    [TestCase("TopazImage")]
    [TestCase("VeevaVault")]
    public void The_example_of_an_emulator_is_here(string service)
    {
        var source = Repository.Read($"src/TaskCancellation.Testing/{service}/{service}Emulator.cs");
        var example = source.Split("/// <code>\n")[1].Split("/// </code>")[0].Replace("///", "", StringComparison.Ordinal);
        var here = Lines(Repository.Read(Here)).ToHashSet(StringComparer.Ordinal);
        Assert.That(Lines(example), Is.Not.Empty.And.All.Matches<string>(here.Contains));
    }

    [Test]
    public void The_first_test_of_the_package_page_is_the_one_of_the_sample() =>
        Assert.That(Repository.Read("src/TaskCancellation.Testing/README.md"), Does.Contain($"```csharp\n{Repository.Read("samples/TestingYourCode/FirstTest.cs")}```\n"));

    /// <summary>Lines of code, without comments.</summary>
    private static IEnumerable<string> Lines(string code) => code.Split('\n').Select(line => line.Split("   //")[0].Trim()).Where(line => line.Length > 0);
}
