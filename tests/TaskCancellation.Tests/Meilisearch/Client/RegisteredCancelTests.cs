using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Cancels by filter of clients from dependency injection, which are sent once.</summary>
public sealed class RegisteredCancelTests : ClientTest
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    [Test]
    public async Task A_registered_client_cancels()
    {
        AddOpen();
        await using var provider = Services(services => services.AddMeilisearchTaskClient(Set));
        Assert.That((await Run(provider.GetRequiredService<MeilisearchTaskClient>().CancelAndWaitAsync((TaskTarget)0))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
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
        await using var provider = Services(services => services.AddMeilisearchTaskClient(Set), services => services.AddMeilisearchTaskClient(Set));
        var operation = await Run(provider.GetRequiredService<MeilisearchTaskClient>().CancelAsync(Movies));
        Assert.That(operation.Accepted.IsIndeterminate, Is.False);
        Assert.That(Posts, Has.Count.EqualTo(1));
    }

    private static void Set(MeilisearchTaskClientOptions options) => (options.Endpoint, options.ApiKey) = (new Uri("http://localhost:7700/"), "s3cret");

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
