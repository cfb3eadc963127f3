using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Clients from dependency injection.</summary>
public sealed class RegistrationTests : ClientTest
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    [TestCase(false)]
    [TestCase(true)]
    public async Task The_default_client_is_found_by_type_and_by_key(bool fromConfiguration)
    {
        await using var provider = Services(services => fromConfiguration ? services.AddMeilisearchTaskClient(Settings()) : services.AddMeilisearchTaskClient(Set));
        var client = provider.GetRequiredService<MeilisearchTaskClient>();
        Assert.That(provider.GetRequiredKeyedService<TaskClient>("Meilisearch"), Is.SameAs(client));
        Assert.That(client.TimeProvider, Is.SameAs(Clock));
        AddOpen();
        Assert.That((await Run(client.CancelAndWaitAsync((TaskTarget)0))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Server.Requests[0].Request.Header("Authorization"), Is.EqualTo("Bearer s3cret"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Named_clients_are_found_by_their_names_only(bool fromConfiguration)
    {
        await using var provider = Services(
            services => fromConfiguration ? services.AddMeilisearchTaskClient("one", Settings()) : services.AddMeilisearchTaskClient("one", Set),
            services => services.AddMeilisearchTaskClient("two", options =>
            {
                Set(options);
                options.Endpoint = new Uri("http://localhost:7700/two/");
            }));
        var one = provider.GetRequiredKeyedService<MeilisearchTaskClient>("one");
        Assert.That(provider.GetRequiredKeyedService<TaskClient>("one"), Is.SameAs(one));
        Assert.That(provider.GetService<MeilisearchTaskClient>(), Is.Null);
        Assert.That((await Run(one.GetServiceInfoAsync())).Endpoint, Is.EqualTo(Server.BaseAddress));
        var two = provider.GetRequiredKeyedService<TaskClient>("two");
        await Refusal(two.FindAsync(1));
        Assert.That(Sent[^1], Is.EqualTo("GET /two/tasks/1"));
    }

    [TestCase("Endpoint", null, "s3cret", "Endpoint is required")]
    [TestCase("Endpoint", "http://search.example.com/", "s3cret", "AllowInsecureHttp")]
    [TestCase("ApiKey", "https://search.example.com/", null, "set ApiKey or Credential")]
    [TestCase("ApiKey", "https://search.example.com/", "s3cret\n", "ApiKey must be of visible ASCII")]
    public void A_wrong_setting_stops_the_host_at_its_start(string setting, string? endpoint, string? key, string problem)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddMeilisearchTaskClient(options =>
        {
            options.Endpoint = endpoint is null ? null : new Uri(endpoint);
            options.ApiKey = key;
        });
        using var host = builder.Build();
        var error = Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.That(error!.Message, Does.Contain(setting).And.Contain(problem).And.Not.Contain("s3cret"));
    }

    [Test]
    public void Settings_from_configuration_are_checked_too()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Endpoint"] = "http://localhost:7700/", ["ApiKey"] = "k", ["MaxRetries"] = "99" }).Build();
        using var provider = new ServiceCollection().AddMeilisearchTaskClient(settings).Services.BuildServiceProvider();
        Assert.That(() => provider.GetRequiredService<IStartupValidator>().Validate(), Throws.InstanceOf<OptionsValidationException>().With.Message.Contains("MaxRetries"));
    }

    [Test]
    public async Task A_retry_handler_of_the_caller_cannot_send_a_cancel_by_filter_twice()
    {
        AddOpen();
        await using var provider = Services(services => services.AddMeilisearchTaskClient(Set).AddHttpMessageHandler(() => new StubbornHandler()));
        Server.Faults.On("POST", "/tasks/cancel").ActThenRespond(EmulatedReply.Html(502));
        var operation = await Run(provider.GetRequiredService<MeilisearchTaskClient>().CancelAsync(Movies));
        Assert.That(Posts, Has.Count.EqualTo(1));
        Assert.That((operation.Accepted.IsIndeterminate, operation.ServiceTask), Is.EqualTo((false, (TaskId?)1)), "found by its mark");
    }

    [Test]
    public async Task Registered_twice_a_client_still_cancels()
    {
        AddOpen();
        await using var provider = Services(services => services.AddMeilisearchTaskClient(Settings()), services => services.AddMeilisearchTaskClient(Set));
        var operation = await Run(provider.GetRequiredService<MeilisearchTaskClient>().CancelAsync(Movies));
        Assert.That(operation.Accepted.IsIndeterminate, Is.False);
        Assert.That(Posts, Has.Count.EqualTo(1));
    }

    [Test]
    public void Missing_arguments_are_refused()
    {
        var services = new ServiceCollection();
        Assert.That(() => services.AddMeilisearchTaskClient((Action<MeilisearchTaskClientOptions>)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddMeilisearchTaskClient((IConfiguration)null!), Throws.ArgumentNullException);
        Assert.That(() => services.AddMeilisearchTaskClient(" ", Set), Throws.ArgumentException);
    }

    private static void Set(MeilisearchTaskClientOptions options)
    {
        options.Endpoint = new Uri("http://localhost:7700/");
        options.ApiKey = "s3cret";
    }

    private static IConfiguration Settings() => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["Endpoint"] = "http://localhost:7700/", ["ApiKey"] = "s3cret", ["Timeout"] = "00:03:00" }).Build();

    private ServiceProvider Services(params Func<IServiceCollection, IHttpClientBuilder>[] add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        foreach (var one in add)
        {
            one(services).ConfigurePrimaryHttpMessageHandler(() => Server);
        }

        return services.BuildServiceProvider();
    }

    /// <summary>Sends whatever failed again.</summary>
    private sealed class StubbornHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var reply = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return reply.IsSuccessStatusCode ? reply : await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }
}
