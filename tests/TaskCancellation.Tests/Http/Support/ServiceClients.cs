using Microsoft.Extensions.DependencyInjection;
using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Http;

/// <summary>The clients of all services by the name of the service, as a container makes them and with a credential that a delegate gives.</summary>
internal static class ServiceClients
{
    /// <summary>Registers the client under the service's name.</summary>
    internal static IHttpClientBuilder Add(IServiceCollection services, string service, Uri endpoint, string key, TimeProvider clock) => service switch
    {
        "CloudFoundry" => services.AddCloudFoundryTaskClient(service, options => Set(options, endpoint, clock).AccessToken = key),
        "Elasticsearch" => services.AddElasticsearchTaskClient(service, options => Set(options, endpoint, clock).Credential = ElasticsearchCredential.Bearer(key)),
        "Meilisearch" => services.AddMeilisearchTaskClient(service, options => Set(options, endpoint, clock).ApiKey = key),
        "TopazImage" => services.AddTopazImageTaskClient(service, options => Set(options, endpoint, clock).ApiKey = key),
        "VeevaVault" => services.AddVeevaVaultTaskClient(service, options => Set(options, endpoint, clock).SessionId = key),
        _ => throw new ArgumentException($"There is no service {service}.", nameof(service)),
    };

    /// <summary>A client that asks for its key at every try.</summary>
    internal static HttpTaskClient Create(string service, HttpClient http, Func<ValueTask<string>> key, TimeProvider clock) => service switch
    {
        "CloudFoundry" => new CloudFoundryTaskClient(http, Set(new CloudFoundryTaskClientOptions { Credential = CloudFoundryCredential.FromDelegate((_, _) => key()) }, null, clock)),
        "Elasticsearch" => new ElasticsearchTaskClient(http, Set(new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.FromDelegate(async _ => ElasticsearchCredential.Bearer(await key())) }, null, clock)),
        "Meilisearch" => new MeilisearchTaskClient(http, Set(new MeilisearchTaskClientOptions { Credential = MeilisearchCredential.FromDelegate(_ => key()) }, null, clock)),
        "TopazImage" => new TopazImageTaskClient(http, Set(new TopazImageTaskClientOptions { Credential = TopazImageCredential.FromDelegate(_ => key()) }, null, clock)),
        "VeevaVault" => new VeevaVaultTaskClient(http, Set(new VeevaVaultTaskClientOptions { Credential = VeevaVaultCredential.FromDelegate((_, _) => key()) }, null, clock)),
        _ => throw new ArgumentException($"There is no service {service}.", nameof(service)),
    };

    private static T Set<T>(T options, Uri? endpoint, TimeProvider clock)
        where T : TaskClientOptions
    {
        options.Endpoint = endpoint;
        options.UseTimeProvider(clock);
        return options;
    }
}
