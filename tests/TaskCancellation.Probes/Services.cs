using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Http;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Probes;

/// <summary>The clients, by name.</summary>
internal static class Services
{
    internal static HttpTaskClient Connect(string service, Uri endpoint, string key) => service switch
    {
        "CloudFoundry" => new CloudFoundryTaskClient(new CloudFoundryTaskClientOptions { Endpoint = endpoint, AccessToken = key }),
        "Elasticsearch" => new ElasticsearchTaskClient(new ElasticsearchTaskClientOptions { Endpoint = endpoint, Credential = ElasticsearchCredential.Bearer(key) }),
        "Meilisearch" => new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = endpoint, Credential = MeilisearchCredential.ApiKey(key) }),
        "TopazImage" => new TopazImageTaskClient(new TopazImageTaskClientOptions { Endpoint = endpoint, ApiKey = key }),
        "VeevaVault" => new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions { Endpoint = endpoint, SessionId = key }),
        _ => throw new ArgumentException($"There is no service \"{service}\".", nameof(service)),
    };
}
