using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SixthService;
using SixthService.Emulator;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.SixthService;

/// <summary>A client for another service needs little, and nothing that is internal.</summary>
public sealed class SampleTests
{
    private const string Folder = "samples/SixthService";

    [Test]
    public void The_client_is_short()
    {
        var files = Repository.Files(Folder).Where(file => Path.GetFileName(file).StartsWith("Workflow", StringComparison.Ordinal)).ToList();
        Assert.That(files, Does.Contain($"{Folder}/WorkflowTaskClient.cs"));
        Assert.That(files.Sum(file => Repository.Read(file).TrimEnd('\n').Split('\n').Length), Is.LessThan(300));
    }

    [Test]
    public void It_is_made_of_what_is_public() =>
        Assert.That(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories).Where(project => File.ReadAllText(project).Contains("SixthService", StringComparison.Ordinal)),
            Is.Empty);

    [Test]
    public async Task It_is_registered_by_type_and_by_key()
    {
        using var emulator = new WorkflowEmulator(TestClock.Create());
        var services = new ServiceCollection().AddSingleton<TimeProvider>(emulator.Clock);
        Add(services, emulator.BaseAddress).ConfigurePrimaryHttpMessageHandler(() => emulator);
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<WorkflowTaskClient>();

        using var all = Assert.EnterMultipleScope();
        Assert.That(provider.GetRequiredService<TaskClient>(), Is.SameAs(client));
        Assert.That(provider.GetRequiredKeyedService<TaskClient>(WorkflowTaskClient.ServiceName), Is.SameAs(client));
        Assert.That(client.TimeProvider, Is.SameAs(emulator.Clock));
        Assert.That((await client.GetServiceInfoAsync()).Version, Is.EqualTo(emulator.Version));
    }

    [Test]
    public async Task Two_of_them_have_names()
    {
        var services = new ServiceCollection();
        Add(services, new Uri("https://a.test"), "a");
        Add(services, new Uri("https://b.test"), "b");
        await using var provider = services.BuildServiceProvider();

        Assert.That(new[] { "a", "b" }.Select(name => provider.GetRequiredKeyedService<TaskClient>(name).Endpoint!.Host), Is.EqualTo(new[] { "a.test", "b.test" }));
        Assert.That(provider.GetRequiredService<TaskClient>, Throws.InvalidOperationException.With.Message.Contains("2 task clients"));
    }

    [TestCase("ApiKye", "'ApiKye' is not a setting", "ApiKey")]
    [TestCase(null, "set ApiKey", "Endpoint is required")]
    public async Task Its_settings_are_validated_and_its_section_is_searched_for_foreign_ones(string? foreign, string problem, string other)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(foreign is null ? [] : new Dictionary<string, string?> { [foreign] = "key" }).Build();
        var services = new ServiceCollection();
        Add(services, endpoint: null, configuration: configuration, key: null);
        await using var provider = services.BuildServiceProvider();

        Assert.That(
            () => provider.GetRequiredService<IStartupValidator>().Validate(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains(problem).And.Message.Contains(other));
    }

    [Test]
    public async Task A_filter_that_the_query_language_cannot_say_is_checked_here()
    {
        var clock = TestClock.Create();
        using var emulator = new WorkflowEmulator(clock);
        TaskId canceling = emulator.Add(new WorkflowTask { Type = "OrderWorkflow", CancelDelay = null });
        emulator.Add(new WorkflowTask { Type = "OrderWorkflow" });
        emulator.Add(new WorkflowTask { Type = "Report" });
        var options = new WorkflowTaskClientOptions { ApiKey = WorkflowEmulator.ApiKey };
        options.UseTimeProvider(clock);
        using var client = new WorkflowTaskClient(options, emulator.CreateClient());
        await client.CancelAsync(canceling);
        emulator.ClearRequests();

        var found = await client.ListAsync(new TaskFilter { States = [TaskState.Canceling], Kinds = ["Order*"] }).ToListAsync();

        Assert.That(found.Select(task => task.Id), Is.EqualTo(new[] { canceling }));
        Assert.That(Uri.UnescapeDataString(emulator.Requests.Single().Request.RawQuery), Does.EndWith("query=status IN (\"RUNNING\")"));
    }

    [Test]
    public void A_filter_of_another_service_is_refused()
    {
        using var client = new WorkflowTaskClient(new WorkflowTaskClientOptions { Endpoint = new Uri("https://a.test"), ApiKey = "key" });
        Assert.That(() => client.ListAsync(new MeilisearchTaskFilter()), Throws.InstanceOf<UnsupportedFilterException>().With.Message.Contains("another service"));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, Uri? endpoint, string? name = null, IConfiguration? configuration = null, string? key = WorkflowEmulator.ApiKey) =>
        services.AddTaskClient<WorkflowTaskClient, WorkflowTaskClientOptions>(
            WorkflowTaskClient.ServiceName,
            (http, options) => new WorkflowTaskClient(options, http),
            options => options.Configure(settings => (settings.Endpoint, settings.ApiKey) = (endpoint, key)),
            name,
            configuration);
}
