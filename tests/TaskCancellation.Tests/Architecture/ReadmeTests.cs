using TaskCancellation.CloudFoundry;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Meilisearch;
using TaskCancellation.TopazImage;
using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Holds the README equal to what it is generated from.</summary>
public sealed class ReadmeTests
{
    private static readonly Uri Anywhere = new("https://a.test");

    private static readonly TaskClient[] Clients =
    [
        new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = Anywhere, Credential = MeilisearchCredential.None }),
        new ElasticsearchTaskClient(new ElasticsearchTaskClientOptions { Endpoint = Anywhere, Credential = ElasticsearchCredential.None }),
        new CloudFoundryTaskClient(new CloudFoundryTaskClientOptions { Endpoint = Anywhere, AccessToken = "token" }),
        new TopazImageTaskClient(new TopazImageTaskClientOptions { Endpoint = Anywhere, ApiKey = "key" }),
        new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions { Endpoint = Anywhere, SessionId = "session", VaultTimeZone = "UTC" }),
    ];

    [TestCaseSource(nameof(Clients))]
    public void The_diagram_is_the_one_the_lifecycle_prints(TaskClient client)
    {
        var expected = $"### {client.Lifecycle.ServiceName}\n\n```mermaid\n{client.Lifecycle.ToMermaid()}```\n";
        Assert.That(Repository.Read("README.md"), Does.Contain(expected));
    }

    [TestCase("README.md")]
    [TestCase("src/TaskCancellation/Elasticsearch/ElasticsearchTaskClient.cs")]
    [Category("Finding P11")]
    public void The_permissions_are_named_by_the_names_of_either_product(string file)
    {
        using var all = Assert.EnterMultipleScope();
        foreach (var permission in new[] { "monitor", "manage", "cancel_task", "cluster:monitor/tasks/lists", "cluster:monitor/task/get", "cluster:admin/tasks/cancel", "cluster:monitor/main" })
        {
            Assert.That(Repository.Read(file), Does.Match($"`{permission}`|<c>{permission}</c>"), permission);
        }
    }

    [Test]
    public void The_table_is_the_one_the_capabilities_print() => Assert.That(Repository.Read("README.md"), Does.Contain(CapabilityTable.Print(Clients)));

    [Test]
    public void No_dialect_is_left_out() => Assert.That(Clients.Select(client => client.GetType().Name), Is.EquivalentTo(Dialects.All.Select(name => name + "TaskClient")));
}
