using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Clients from dependency injection.</summary>
[TestFixture]
internal sealed class RegistrationTests : ClientTest
{
    private const string Encoded = "Basic dXNlcjpwNHNz";

    [Test]
    public async Task The_default_client_is_found_by_type_and_by_key([Values] bool fromConfiguration)
    {
        await using var provider = Provider(services => fromConfiguration ? services.AddElasticsearchTaskClient(Settings()) : services.AddElasticsearchTaskClient(Set));
        var client = provider.GetRequiredService<ElasticsearchTaskClient>();
        Assert.That(provider.GetRequiredKeyedService<TaskClient>("Elasticsearch"), Is.SameAs(client));
        await Speaks(client);
    }

    [Test]
    public async Task A_named_client_is_found_by_its_name_only([Values] bool fromConfiguration)
    {
        await using var provider = Provider(services => fromConfiguration ? services.AddElasticsearchTaskClient("logs", Settings()) : services.AddElasticsearchTaskClient("logs", Set));
        var client = provider.GetRequiredKeyedService<ElasticsearchTaskClient>("logs");
        Assert.That(provider.GetRequiredKeyedService<TaskClient>("logs"), Is.SameAs(client));
        Assert.That(provider.GetService<ElasticsearchTaskClient>(), Is.Null);
        await Speaks(client);
    }

    [Test]
    public async Task A_missing_credential_is_found_and_no_secret_shown()
    {
        await using var provider = Provider(services => services.AddElasticsearchTaskClient(options => (options.Endpoint, options.ApiKey, options.BearerToken) = (new Uri("https://es.test"), "s3cret", "s3cret")));
        Assert.That(() => provider.GetRequiredService<ElasticsearchTaskClient>(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("given are ApiKey and BearerToken").And.Message.Not.Contains("s3cret"));
    }

    private async Task Speaks(ElasticsearchTaskClient client)
    {
        Service.On(ReadLine, Wire.Running(Wire.Task()));
        Assert.That(client.TimeProvider, Is.SameAs(Clock));
        Assert.That(await RunAsync(client.FindAsync(Wire.Id)), Is.Not.Null);
        Assert.That(Service.Requests[0].Request.Header("Authorization"), Is.EqualTo(Encoded));
    }

    private static void Set(ElasticsearchTaskClientOptions options)
    {
        options.Endpoint = new Uri("https://es.test");
        options.Credential = ElasticsearchCredential.Basic("user", "p4ss");
    }

    private static IConfiguration Settings() => new ConfigurationBuilder().AddInMemoryCollection(
        [new("Endpoint", "https://es.test"), new("Username", "user"), new("Password", "p4ss"), new("CancelLongPollTimeout", "00:00:05")]).Build();

    private ServiceProvider Provider(Func<IServiceCollection, IHttpClientBuilder> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        add(services).ConfigurePrimaryHttpMessageHandler(() => Service);
        return services.BuildServiceProvider();
    }
}
