using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Testing.Elasticsearch;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Hostile;

/// <summary>A service with a client in one of its ways to speak: with a fixed credential, with a login, of another make, in another format.</summary>
/// <param name="Harness">The service.</param>
/// <param name="Client">The client.</param>
/// <param name="Secrets">What no text may show.</param>
internal sealed record HostileService(ServiceHarness Harness, TaskClient Client, IReadOnlyList<string> Secrets)
{
    private const string Canary = "c4n4ry & \"pass\" <word> ä/1";
    private const string User = "canary@vault.test";

    /// <summary>The services, each by the name of its folder, and those ways of theirs that have replies of their own.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        .. Services.All,
        "CloudFoundry/password", "CloudFoundry/client", "Elasticsearch/opensearch", "Elasticsearch/serverless", "Elasticsearch/waiting", "VeevaVault/password", "VeevaVault/xml",
    ];

    internal static HostileService Create(string name, HarnessTransport transport, TimeProvider clock, ServiceHarness harness)
    {
        TaskClient? own = name switch
        {
            "CloudFoundry/password" => OnCloudFoundry(new() { Name = User, Password = Canary, Roles = [new(CloudFoundryRole.Admin)] }, CloudFoundryCredential.Password(User, Canary)),
            "CloudFoundry/client" => OnCloudFoundry(new() { Name = User, ClientSecret = Canary, Roles = [new(CloudFoundryRole.Admin)] }, CloudFoundryCredential.ClientCredentials(User, Canary)),
            "Elasticsearch/opensearch" => OnElasticsearch(ElasticsearchFlavor.OpenSearch, "2.19.0", null),
            "Elasticsearch/serverless" => OnElasticsearch(ElasticsearchFlavor.Serverless, "8.11.0", null),
            "Elasticsearch/waiting" => OnElasticsearch(ElasticsearchFlavor.Elasticsearch, "8.19.0", TimeSpan.FromSeconds(5)),
            "VeevaVault/password" => OnVault(new() { Credential = VeevaVaultCredential.Password(User, Canary) }),
            "VeevaVault/xml" => OnVault(new() { SessionId = harness.Key, UseXmlReplies = true, UseCsvRequests = true }),
            _ => null,
        };
        return new HostileService(harness, own ?? harness.Client, [harness.Key, Canary]);

        TaskClient OnCloudFoundry(CloudFoundryUser user, CloudFoundryCredential credential)
        {
            var server = (CloudFoundryEmulator)harness.Emulator;
            server.AddUser(user);
            return new CloudFoundryTaskClient(transport.Connect(server), Timed(new CloudFoundryTaskClientOptions { Credential = credential }));
        }

        TaskClient OnElasticsearch(ElasticsearchFlavor flavor, string version, TimeSpan? wait)
        {
            var server = (ElasticsearchEmulator)harness.Emulator;
            (server.Flavor, server.Version) = (flavor, version);
            return new ElasticsearchTaskClient(transport.Connect(server), Timed(new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.Bearer(harness.Key), CancelLongPollTimeout = wait }));
        }

        TaskClient OnVault(VeevaVaultTaskClientOptions options)
        {
            var server = (VeevaVaultEmulator)harness.Emulator;
            server.AddUser(new() { Name = User, Password = Canary, Role = VeevaVaultRole.Admin });
            return new VeevaVaultTaskClient(transport.Connect(server), Timed(options));
        }

        T Timed<T>(T options)
            where T : TaskCancellation.Http.TaskClientOptions
        {
            options.UseTimeProvider(clock);
            return options;
        }
    }
}
