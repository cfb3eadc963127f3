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
    /// <param name="service">The service.</param>
    /// <param name="endpoint">Where it is.</param>
    /// <param name="key">What lets the client in.</param>
    /// <param name="configure">Sets more; a client that waits for as long as it takes where there is nothing to set.</param>
    internal static HttpTaskClient Connect(string service, Uri endpoint, string key, Action<TaskClientOptions>? configure = null) => service switch
    {
        "CloudFoundry" => new CloudFoundryTaskClient(With(configure, new CloudFoundryTaskClientOptions { Endpoint = endpoint, AccessToken = key })),
        "Elasticsearch" => new ElasticsearchTaskClient(With(configure, new ElasticsearchTaskClientOptions { Endpoint = endpoint, Credential = ElasticsearchCredential.Bearer(key) })),
        "Meilisearch" => new MeilisearchTaskClient(With(configure, new MeilisearchTaskClientOptions { Endpoint = endpoint, Credential = MeilisearchCredential.ApiKey(key) })),
        "TopazImage" => new TopazImageTaskClient(With(configure, new TopazImageTaskClientOptions { Endpoint = endpoint, ApiKey = key })),
        "VeevaVault" => new VeevaVaultTaskClient(With(configure, new VeevaVaultTaskClientOptions { Endpoint = endpoint, SessionId = key })),
        _ => throw new ArgumentException($"There is no service \"{service}\".", nameof(service)),
    };

    private static T With<T>(Action<TaskClientOptions>? configure, T options)
        where T : TaskClientOptions
    {
        (configure ?? BePatient)(options);
        return options;
    }

    // On a busy machine a try that is given up for being slow is repeated, and what the service then says follows an ambiguous attempt.
    private static void BePatient(TaskClientOptions options) => options.AttemptTimeout = options.Timeout = TimeSpan.FromMinutes(30);
}
