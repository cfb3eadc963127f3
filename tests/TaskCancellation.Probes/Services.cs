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
        "CloudFoundry" => new CloudFoundryTaskClient(Patient(new CloudFoundryTaskClientOptions { Endpoint = endpoint, AccessToken = key })),
        "Elasticsearch" => new ElasticsearchTaskClient(Patient(new ElasticsearchTaskClientOptions { Endpoint = endpoint, Credential = ElasticsearchCredential.Bearer(key) })),
        "Meilisearch" => new MeilisearchTaskClient(Patient(new MeilisearchTaskClientOptions { Endpoint = endpoint, Credential = MeilisearchCredential.ApiKey(key) })),
        "TopazImage" => new TopazImageTaskClient(Patient(new TopazImageTaskClientOptions { Endpoint = endpoint, ApiKey = key })),
        "VeevaVault" => new VeevaVaultTaskClient(Patient(new VeevaVaultTaskClientOptions { Endpoint = endpoint, SessionId = key })),
        _ => throw new ArgumentException($"There is no service \"{service}\".", nameof(service)),
    };

    // On a busy machine a try that is given up for being slow is repeated, and what the service then says follows an ambiguous attempt.
    private static T Patient<T>(T options)
        where T : TaskClientOptions
    {
        options.AttemptTimeout = options.Timeout = TimeSpan.FromMinutes(30);
        return options;
    }
}
