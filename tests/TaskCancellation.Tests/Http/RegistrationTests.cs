using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

public class RegistrationTests
{
    [Test]
    public async Task A_default_client_is_found_by_type_and_by_key_and_is_one_and_the_same()
    {
        var services = new ServiceCollection();
        Add(services, "main", isDefault: true);
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<ProbeClient>();

        Assert.Multiple(() =>
        {
            Assert.That(provider.GetRequiredKeyedService<ProbeClient>("main"), Is.SameAs(client));
            Assert.That(provider.GetRequiredKeyedService<TaskClient>("main"), Is.SameAs(client));
        });
    }

    [Test]
    public async Task Named_clients_are_apart_from_each_other()
    {
        var services = new ServiceCollection();
        Add(services, "one", isDefault: false);
        Add(services, "two", isDefault: false);
        await using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredKeyedService<TaskClient>("one"), Is.Not.SameAs(provider.GetRequiredKeyedService<TaskClient>("two")));
        Assert.That(provider.GetService<ProbeClient>(), Is.Null);
    }

    [Test]
    public async Task The_clock_of_the_container_is_used_unless_the_options_name_one()
    {
        var services = new ServiceCollection();
        var (shared, own) = (TestClock.Create(), TestClock.Create());
        services.AddSingleton<TimeProvider>(shared);
        Add(services, "shared", isDefault: false);
        Add(services, "own", isDefault: false, options => options.UseTimeProvider(own));
        await using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredKeyedService<TaskClient>("shared").TimeProvider, Is.SameAs(shared));
        Assert.That(provider.GetRequiredKeyedService<TaskClient>("own").TimeProvider, Is.SameAs(own));
    }

    [Test]
    public async Task Wrong_settings_are_found_at_start_and_named()
    {
        var services = new ServiceCollection();
        Add(services, "main", isDefault: true, options => (options.Endpoint, options.MaxRetries) = (null, -1));
        await using var provider = services.BuildServiceProvider();

        Assert.That(() => provider.GetRequiredService<IStartupValidator>().Validate(), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Endpoint").And.Message.Contains("MaxRetries"));
    }

    [Test]
    public async Task The_guard_is_below_handlers_that_are_added_later([Values] bool clones)
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
        var services = new ServiceCollection();
        Add(services, "main", isDefault: true, options => options.Endpoint = server.Address)
            .AddHttpMessageHandler(() => new ForeignRetryHandler(clones));
        await using var provider = services.BuildServiceProvider();

        var error = Assert.ThrowsAsync<TaskRequestException>(() => provider.GetRequiredService<ProbeClient>().SendAsync(ProbeService.Request(RetrySafety.Unsafe)))!;

        Assert.That((error.StatusCode, error.Delivery), Is.EqualTo(((int?)503, RequestDelivery.Answered)));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = LoopbackServer.Answering(LoopbackConnection.Fine);
        await using var server = LoopbackServer.Answering($"HTTP/1.1 302 Found\r\nLocation: {elsewhere.Address}\r\nContent-Length: 0\r\n\r\n");
        var services = new ServiceCollection();
        Add(services, "main", isDefault: true, options => options.Endpoint = server.Address);
        await using var provider = services.BuildServiceProvider();

        Assert.ThrowsAsync<TaskRequestException>(() => provider.GetRequiredService<ProbeClient>().SendAsync(TaskHttpRequest.Get("tasks")));

        Assert.That(elsewhere.Requests, Is.Empty);
    }

    [Test]
    public void A_client_that_was_given_its_HTTP_client_leaves_it_as_it_was()
    {
        using var service = new ProbeService();
        using var http = service.CreateClient();
        var timeout = http.Timeout;

        new ProbeClient(new ProbeOptions(), http).Dispose();

        Assert.That(async () => (await http.GetAsync("tasks")).Dispose(), Throws.Nothing);
        Assert.That(http.Timeout, Is.EqualTo(timeout));
        Assert.That(http.DefaultRequestHeaders, Is.Empty);
    }

    [Test]
    public void An_HTTP_client_that_expects_a_continue_is_refused_because_it_would_bring_silent_resends_back()
    {
        using var http = new HttpClient { BaseAddress = ProbeService.Address };
        http.DefaultRequestHeaders.ExpectContinue = true;

        Assert.That(() => new ProbeClient(new ProbeOptions(), http), Throws.ArgumentException.With.Message.Contains("100 Continue"));
    }

    [Test]
    public async Task A_client_by_itself_sends_and_ends_its_connections_when_disposed()
    {
        await using var server = LoopbackServer.Answering(LoopbackConnection.Fine);
        using var client = new ProbeClient(new ProbeOptions { Endpoint = server.Address });

        using var reply = await client.SendAsync(ProbeService.Request(RetrySafety.Unsafe));
        client.Dispose();

        Assert.That(reply.Status, Is.EqualTo(200));
        Assert.That(() => client.SendAsync(TaskHttpRequest.Get("tasks")), Throws.TypeOf<ObjectDisposedException>().With.Message.Contains(nameof(ProbeClient)));
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string name, bool isDefault, Action<ProbeOptions>? change = null) =>
        TaskClientRegistration.Add<ProbeClient, ProbeOptions>(
            services,
            isDefault ? null : name,
            name,
            options => options.Configure(settings => settings.Endpoint = ProbeService.Address).Configure(settings => change?.Invoke(settings)),
            (http, options) => new ProbeClient(options, http));
}
