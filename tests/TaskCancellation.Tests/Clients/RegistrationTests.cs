using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TaskCancellation.Http;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Http;
using ServiceClients = TaskCancellation.Tests.Architecture.ServiceClients;

namespace TaskCancellation.Tests.Clients;

/// <summary>The clients of each service from dependency injection.</summary>
[TestFixture]
internal sealed class RegistrationTests
{
    private static readonly Uri Endpoint = new("https://service.test/");
    private readonly VirtualClock clock = TestClock.Create();
    private readonly List<(Uri Address, string? Credential)> sent = [];

    private static IEnumerable<TestCaseData> Services() => RegisteredService.All.Select(service => new TestCaseData(service).SetArgDisplayNames(service.Key));

    private static IEnumerable<TestCaseData> Ways() =>
        from service in RegisteredService.All
        from fromConfiguration in new[] { false, true }
        select new TestCaseData(service, fromConfiguration).SetArgDisplayNames(service.Key, fromConfiguration ? "configuration" : "code");

    private static IEnumerable<TestCaseData> WrongSettings() =>
        from service in RegisteredService.All
        from wrong in service.Wrong.Concat(
        [
            ("Endpoint", [.. service.Settings, ("Endpoint", "")], "Endpoint is required"),
            ("Endpoint", [.. service.Settings, ("Endpoint", "http://service.test/")], "AllowInsecureHttp"),
            ("MaxRetries", [.. service.Settings, ("MaxRetries", "99")], "MaxRetries"),
        ])
        select new TestCaseData(service, wrong.Item1, wrong.Item2, wrong.Item3).SetArgDisplayNames(service.Key, wrong.Item3);

    [SetUp]
    public void Begin() => sent.Clear();

    [Test]
    public void Every_service_is_registered_here() =>
        Assert.That(RegisteredService.All.Select(service => service.Client), Is.EquivalentTo(ServiceClients.All.Select(client => client.GetType())));

    [TestCaseSource(nameof(Ways))]
    public async Task The_default_client_is_found_by_type_and_by_key(RegisteredService service, bool fromConfiguration)
    {
        await using var provider = Provider(service, services => fromConfiguration ? service.AddFrom(services, Settings(service.Settings)) : service.Add(services, In(service, Endpoint)));

        var client = (TaskClient)provider.GetRequiredService(service.Client);

        Assert.That(provider.GetRequiredKeyedService<TaskClient>(service.Key), Is.SameAs(client));
        Assert.That(client.TimeProvider, Is.SameAs(clock));
        Assert.That(!fromConfiguration || service.IsBound(client), "the settings of the service were bound");
        await Speaks(client, service, "https://service.test" + service.Path);
    }

    [TestCaseSource(nameof(Ways))]
    public async Task Named_clients_are_found_by_their_names_only(RegisteredService service, bool fromConfiguration)
    {
        await using var provider = Provider(
            service,
            services => fromConfiguration ? service.AddNamedFrom(services, "one", Settings(service.Settings)) : service.AddNamed(services, "one", In(service, Endpoint)),
            services => service.AddNamed(services, "two", In(service, new Uri("https://proxy.test/two/"))));

        var one = (TaskClient)provider.GetRequiredKeyedService(service.Client, "one");
        var two = provider.GetRequiredKeyedService<TaskClient>("two");

        Assert.That(provider.GetRequiredKeyedService<TaskClient>("one"), Is.SameAs(one).And.Not.SameAs(two));
        Assert.That(provider.GetService(service.Client), Is.Null);
        Assert.That(one.Endpoint, Is.EqualTo(Endpoint));
        await Speaks(one, service, "https://service.test" + service.Path);
        await Speaks(two, service, "https://proxy.test/two" + service.Path);
    }

    [TestCaseSource(nameof(Services))]
    public async Task Any_credential_may_come_from_configuration(RegisteredService service)
    {
        await using var provider = Provider(service, services => service.AddNamedFrom(services, "b", Settings(service.OtherCredential ?? service.Settings)));
        Assert.That(provider.GetRequiredKeyedService(service.Client, "b"), Is.InstanceOf(service.Client));
    }

    [TestCaseSource(nameof(WrongSettings))]
    public void A_wrong_setting_stops_the_host_at_its_start(RegisteredService service, string setting, (string, string)[] settings, string problem)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        service.AddFrom(builder.Services, Settings(settings));
        using var host = builder.Build();

        var error = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.That(error!.Message, Does.Contain(setting).And.Contain(problem).And.Not.Contain("s3cret"));
    }

    [TestCaseSource(nameof(WrongSettings))]
    public async Task A_wrong_setting_is_found_by_the_first_use_too(RegisteredService service, string setting, (string, string)[] settings, string problem)
    {
        await using var provider = Provider(service, services => service.AddFrom(services, Settings(settings)));
        Assert.That(() => provider.GetRequiredService(service.Client), Throws.TypeOf<OptionsValidationException>().With.Message.Contains(setting).And.Message.Contains(problem).And.Message.Not.Contains("s3cret"));
    }

    [TestCaseSource(nameof(Services))]
    public async Task Registered_twice_a_client_still_speaks(RegisteredService service)
    {
        await using var provider = Provider(service, services => service.AddFrom(services, Settings(service.Settings)), services => service.AddFrom(services, Settings(service.Settings)));
        await Speaks((TaskClient)provider.GetRequiredService(service.Client), service, "https://service.test" + service.Path);
        Assert.That(sent, Has.Count.EqualTo(1));
    }

    [TestCaseSource(nameof(Services))]
    public void Missing_arguments_are_refused(RegisteredService service)
    {
        var services = new ServiceCollection();
        Assert.That(() => service.Add(services, null), Throws.ArgumentNullException);
        Assert.That(() => service.AddFrom(services, null), Throws.ArgumentNullException);
        Assert.That(() => service.AddNamed(services, "one", null), Throws.ArgumentNullException);
        Assert.That(() => service.AddNamedFrom(services, "one", null), Throws.ArgumentNullException);
        Assert.That(() => service.AddNamed(services, " ", In(service, Endpoint)), Throws.ArgumentException);
    }

    [TestCaseSource(nameof(Services))]
    public async Task A_read_that_succeeds_leaves_no_line_in_the_log(RegisteredService service)
    {
        var log = new CapturedLog();
        await using var provider = Provider(service, services => service.Add(services.AddSingleton<ILoggerFactory>(log), In(service, Endpoint)));

        await Speaks((TaskClient)provider.GetRequiredService(service.Client), service, "https://service.test" + service.Path);

        Assert.That(log.Lines, Is.Empty);
    }

    private async Task Speaks(TaskClient client, RegisteredService service, string address)
    {
        Assert.That((await client.FindAsync(service.Id))?.Id, Is.EqualTo(service.Id));
        Assert.That((sent[^1].Address.AbsoluteUri, sent[^1].Credential), Is.EqualTo((address, service.Header.Value)));
    }

    private static Action<TaskClientOptions> In(RegisteredService service, Uri endpoint) => options =>
    {
        options.Endpoint = endpoint;
        service.Credential(options);
    };

    private static IConfiguration Settings(IEnumerable<(string Name, string Value)> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.Prepend(("Endpoint", Endpoint.AbsoluteUri)).GroupBy(setting => setting.Item1).Select(same => KeyValuePair.Create(same.Key, (string?)same.Last().Item2)).Where(setting => setting.Value!.Length > 0)).Build();

    private ServiceProvider Provider(RegisteredService service, params Func<IServiceCollection, IHttpClientBuilder>[] add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        foreach (var one in add)
        {
            one(services).ConfigurePrimaryHttpMessageHandler(() => new StubHandler((request, _) =>
            {
                sent.Add((request.RequestUri!, request.Headers.NonValidated[service.Header.Name].ToString()));
                return Task.FromResult(new HttpResponseMessage { Content = new StringContent(service.Reply, System.Text.Encoding.UTF8, "application/json") });
            }));
        }

        return services.BuildServiceProvider();
    }
}
