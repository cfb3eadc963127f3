using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Clients;

/// <summary>Clients set up by configuration and by code: the code has the last word.</summary>
public sealed class ConfiguredTwiceTests
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder().AddInMemoryCollection([new("Endpoint", "https://configured.test/"), new("MaxRetries", "7")]).Build();

    private static IEnumerable<TestCaseData> Ways() =>
    [
        Case("Meilisearch", (services, code) => services.AddMeilisearchTaskClient(Settings, code), (services, code) => services.AddMeilisearchTaskClient("one", Settings, code)),
        Case("Elasticsearch", (services, code) => services.AddElasticsearchTaskClient(Settings, code), (services, code) => services.AddElasticsearchTaskClient("one", Settings, code)),
        Case("CloudFoundry", (services, code) => services.AddCloudFoundryTaskClient(Settings, code), (services, code) => services.AddCloudFoundryTaskClient("one", Settings, code)),
        Case("TopazImage", (services, code) => services.AddTopazImageTaskClient(Settings, code), (services, code) => services.AddTopazImageTaskClient("one", Settings, code)),
        Case("VeevaVault", (services, code) => services.AddVeevaVaultTaskClient(Settings, code), (services, code) => services.AddVeevaVaultTaskClient("one", Settings, code)),
    ];

    [TestCaseSource(nameof(Ways))]
    public async Task Code_changes_what_the_configuration_said_and_nothing_else(Add add, Add addNamed)
    {
        var services = new ServiceCollection();
        addNamed(services, Change);
        await using (var provider = services.BuildServiceProvider())
        {
            Assert.That(provider.GetRequiredKeyedService<TaskClient>("one").Endpoint, Is.EqualTo(new Uri("https://changed.test/")));
        }

        services = new ServiceCollection();
        add(services, Change);
        await using (var provider = services.BuildServiceProvider())
        {
            Assert.That(provider.GetRequiredService<TaskClient>().Endpoint, Is.EqualTo(new Uri("https://changed.test/")));
        }

        static void Change(TaskClientOptions options)
        {
            Assert.That((options.Endpoint, options.MaxRetries), Is.EqualTo((new Uri("https://configured.test/"), 7)));
            options.Endpoint = new Uri("https://changed.test/");
            switch (options)
            {
                case MeilisearchTaskClientOptions own: own.ApiKey = "key"; break;
                case ElasticsearchTaskClientOptions own: own.ApiKey = "a2V5OmtleQ=="; break;
                case CloudFoundryTaskClientOptions own: own.AccessToken = "key"; break;
                case TopazImageTaskClientOptions own: own.ApiKey = "key"; break;
                case VeevaVaultTaskClientOptions own: own.SessionId = "key"; break;
            }
        }
    }

    /// <summary>Adds a client.</summary>
    public delegate IHttpClientBuilder Add(IServiceCollection services, Action<TaskClientOptions> code);

    private static TestCaseData Case(string name, Add add, Add addNamed) => new TestCaseData(add, addNamed).SetArgDisplayNames(name);
}
