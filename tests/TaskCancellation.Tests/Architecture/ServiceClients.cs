using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Architecture;

/// <summary>A client of each service, as a user makes one. None of them sends anything.</summary>
internal static class ServiceClients
{
    private static readonly Uri Anywhere = new("https://a.test");

    internal static TaskClient[] All { get; } =
    [
        new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = Anywhere, Credential = MeilisearchCredential.None }),
        new ElasticsearchTaskClient(new ElasticsearchTaskClientOptions { Endpoint = Anywhere, Credential = ElasticsearchCredential.None }),
        new CloudFoundryTaskClient(new CloudFoundryTaskClientOptions { Endpoint = Anywhere, AccessToken = "token" }),
        new TopazImageTaskClient(new TopazImageTaskClientOptions { Endpoint = Anywhere, ApiKey = "key" }),
        new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions { Endpoint = Anywhere, SessionId = "session", VaultTimeZone = "UTC" }),
    ];

    /// <summary>The name of the service's folder.</summary>
    internal static string FolderOf(TaskClient client) => client.GetType().Name[..^nameof(TaskClient).Length];
}
