using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

/// <summary>Clients from dependency injection.</summary>
[TestFixture]
internal sealed class RegistrationTests : ClientTest
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task The_default_client_is_found_by_type_and_by_key(bool fromConfiguration)
    {
        Service.On(CancelLine, Wire.NoContent);
        await using var provider = Services(services => fromConfiguration ? services.AddTopazImageTaskClient(Settings()) : services.AddTopazImageTaskClient(Set));
        var client = provider.GetRequiredService<TopazImageTaskClient>();
        Assert.That(provider.GetRequiredKeyedService<TaskClient>("Topaz Image API"), Is.SameAs(client));
        Assert.That(client.TimeProvider, Is.SameAs(Clock));
        Assert.That((await RunAsync(client.CancelAndWaitAsync(Wire.Id))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Service.Requests[0].Request.Header("X-API-Key"), Is.EqualTo("s3cret"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Named_clients_are_found_by_their_names_only(bool fromConfiguration)
    {
        Service.On("GET /two/image/v1/status/" + Wire.Id, Wire.JobReply());
        await using var provider = Services(
            services => fromConfiguration ? services.AddTopazImageTaskClient("one", Settings()) : services.AddTopazImageTaskClient("one", Set),
            services => services.AddTopazImageTaskClient("two", options =>
            {
                Set(options);
                options.Endpoint = new Uri("https://proxy.test/two/");
            }));
        var one = provider.GetRequiredKeyedService<TopazImageTaskClient>("one");
        var two = provider.GetRequiredKeyedService<TaskClient>("two");
        Assert.That(provider.GetRequiredKeyedService<TaskClient>("one"), Is.SameAs(one).And.Not.SameAs(two));
        Assert.That(provider.GetService<TopazImageTaskClient>(), Is.Null);
        Assert.That(await RunAsync(two.FindAsync(Wire.Id)), Is.Not.Null);
    }

    [TestCase("Endpoint", null, "s3cret", "Endpoint is required")]
    [TestCase("Endpoint", "http://api.topaz.test/", "s3cret", "AllowInsecureHttp")]
    [TestCase("ApiKey", "https://api.topaz.test/", null, "set ApiKey or Credential")]
    [TestCase("ApiKey", "https://api.topaz.test/", "s3cret\n", "ApiKey must be of visible ASCII")]
    public void A_wrong_setting_stops_the_host_at_its_start(string setting, string? endpoint, string? key, string problem)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddTopazImageTaskClient(options =>
        {
            options.Endpoint = endpoint is null ? null : new Uri(endpoint);
            options.ApiKey = key;
        });
        using var host = builder.Build();
        var error = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.That(error!.Message, Does.Contain(setting).And.Contain(problem).And.Not.Contain("s3cret"));
    }

    [Test]
    public void Missing_arguments_are_refused()
    {
        var services = new ServiceCollection();
        Assert.That(() => services.AddTopazImageTaskClient((Action<TopazImageTaskClientOptions>)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddTopazImageTaskClient((IConfiguration)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddTopazImageTaskClient("one", (Action<TopazImageTaskClientOptions>)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddTopazImageTaskClient("one", (IConfiguration)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddTopazImageTaskClient(" ", Set), Throws.ArgumentException);
    }

    private static void Set(TopazImageTaskClientOptions options)
    {
        options.Endpoint = new Uri("https://api.topaz.test/");
        options.ApiKey = "s3cret";
    }

    private static IConfiguration Settings() => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Endpoint"] = "https://api.topaz.test/image/v1", ["ApiKey"] = "s3cret", ["Timeout"] = "00:03:00" }).Build();

    private ServiceProvider Services(params Func<IServiceCollection, IHttpClientBuilder>[] add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        foreach (var one in add)
        {
            one(services).ConfigurePrimaryHttpMessageHandler(() => Service);
        }

        return services.BuildServiceProvider();
    }
}
