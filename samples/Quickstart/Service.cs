using TaskCancellation;

namespace Quickstart;

/// <summary>One service of the sample: how to speak to a real one, and a scene on its emulator.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="CredentialHelp">Where the credential for a real one comes from.</param>
/// <param name="Connect">Makes a client for a real one.</param>
/// <param name="CreateScene">Sets the scene on its emulator, on that clock.</param>
internal sealed record Service(string Name, string CredentialHelp, Func<Uri, TaskClient> Connect, Func<TimeProvider, Scene> CreateScene)
{
    internal static IReadOnlyList<Service> All { get; } =
    [
        new("meilisearch", "MEILISEARCH_API_KEY (empty for a server without a master key)", MeilisearchScene.Connect, clock => new MeilisearchScene(clock)),
        new("elasticsearch", "ELASTICSEARCH_API_KEY (empty for a cluster without security)", ElasticsearchScene.Connect, clock => new ElasticsearchScene(clock)),
        new("cloudfoundry", "CF_ACCESS_TOKEN, or else the login of the cf CLI", CloudFoundryScene.Connect, clock => new CloudFoundryScene(clock)),
        new("topaz", "TOPAZ_API_KEY", TopazImageScene.Connect, clock => new TopazImageScene(clock)),
        new("vault", "VAULT_SESSION_ID", VeevaVaultScene.Connect, clock => new VeevaVaultScene(clock)),
    ];
}
