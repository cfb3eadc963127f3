using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>What answers at the endpoint.</summary>
[TestFixture]
internal sealed class ServiceInfoTests : ClientTest
{
    private const string ProbeLine = "GET /_tasks?actions=none&group_by=none&timeout=10000ms";

    [TestCase("""{"version":{"number":"8.15.0","build_flavor":"default"},"tagline":"You Know, for Search"}""", "Elasticsearch", "8.15.0")]
    [TestCase("""{"version":{"distribution":"opensearch","number":"2.19.1"}}""", "OpenSearch", "2.19.1")]
    [TestCase("""{"version":{"number":"8.11.0","build_flavor":"serverless"}}""", "Elasticsearch Serverless", "8.11.0")]
    [TestCase("""{}""", "Elasticsearch or OpenSearch", null)]
    [Category("ES-7.48")]
    public async Task The_product_is_told_by_its_root(string root, string product, string? version)
    {
        Service.On("GET /", Wire.Ok(root)).On(ProbeLine, Wire.List());
        var info = await RunAsync(Client.GetServiceInfoAsync());
        Assert.That((info.Product, info.Version, info.CanList, info.CanCancel, info.Endpoint), Is.EqualTo((product, version, (bool?)true, default(bool?), Service.BaseAddress)));
    }

    [Test]
    [Category("ES-7.51")]
    [Category("ES-7.52")]
    public async Task A_credential_that_may_do_little_learns_that()
    {
        Service.On("GET /", Wire.Error(403, "security_exception")).On(ProbeLine, EmulatedReply.Text(403, "Forbidden", "text/plain"));
        var info = await RunAsync(Client.GetServiceInfoAsync());
        Assert.That((info.Product, info.CanList), Is.EqualTo(("Elasticsearch or OpenSearch", (bool?)false)));
    }

    [Test]
    [Category("ES-7.55")]
    public async Task Serverless_has_lists_of_reindexing_alone([Values] bool isAllowed)
    {
        Service.On("GET /", Wire.Ok("""{"version":{"number":"8.11.0","build_flavor":"serverless"}}""")).On(ProbeLine, Wire.Error(410, "api_not_available_exception"))
            .On("GET /_reindex", isAllowed ? Wire.Ok("""{"reindex":[]}""") : Wire.Error(403, "security_exception"));
        Assert.That((await RunAsync(Client.GetServiceInfoAsync())).CanList, Is.EqualTo(isAllowed));
    }
}
