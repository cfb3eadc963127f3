using TaskCancellation.CloudFoundry;
using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Architecture;

/// <summary>Holds the README equal to what it is generated from.</summary>
public sealed class ReadmeTests
{
    private static IEnumerable<TestCaseData> Clients()
    {
        yield return new TestCaseData(new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = new Uri("https://a.test"), Credential = MeilisearchCredential.None })).SetArgDisplayNames("Meilisearch");
        yield return new TestCaseData(new CloudFoundryTaskClient(new CloudFoundryTaskClientOptions { Endpoint = new Uri("https://a.test"), AccessToken = "token" })).SetArgDisplayNames("Cloud Foundry");
    }

    [TestCaseSource(nameof(Clients))]
    public void The_diagram_is_the_one_the_lifecycle_prints(TaskClient client)
    {
        var expected = $"### {client.Lifecycle.ServiceName}\n\n```mermaid\n{client.Lifecycle.ToMermaid()}```\n";
        Assert.That(Repository.Read("README.md"), Does.Contain(expected));
    }
}
