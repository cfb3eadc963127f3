using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>What is sent to prove who is asking, and that nothing prints it.</summary>
[TestFixture]
internal sealed class CredentialTests : ClientTest
{
    private static IEnumerable<TestCaseData> Credentials()
    {
        yield return new TestCaseData(ElasticsearchCredential.None, null);
        yield return new TestCaseData(ElasticsearchCredential.Basic("üser", "p:ä"), "Basic w7xzZXI6cDrDpA==");
        yield return new TestCaseData(ElasticsearchCredential.ApiKey("VnVhQ2ZHY0JDZGJrUW0"), "ApiKey VnVhQ2ZHY0JDZGJrUW0");
        yield return new TestCaseData(ElasticsearchCredential.ApiKey("id", "key"), "ApiKey aWQ6a2V5");
        yield return new TestCaseData(ElasticsearchCredential.Bearer("t.o.k"), "Bearer t.o.k");
        yield return new TestCaseData(ElasticsearchCredential.FromDelegate(_ => ValueTask.FromResult(ElasticsearchCredential.Bearer("fresh"))), "Bearer fresh");
    }

    [TestCaseSource(nameof(Credentials))]
    [Category("ES-7.50")]
    public async Task Each_credential_has_its_header(ElasticsearchCredential credential, string? header)
    {
        Service.On(ReadLine, Wire.Running(Wire.Task()));
        await RunAsync(CreateClient(credential).FindAsync(Wire.Id));
        Assert.That(Service.Requests.Single().Request.Header("Authorization"), Is.EqualTo(header));
        Assert.That(credential.ToString(), Is.EqualTo("ElasticsearchCredential"));
    }

    [Test]
    public async Task A_delegate_is_asked_at_every_try()
    {
        var asked = 0;
        Service.On(ReadLine, Wire.Error(503, "status_exception"), Wire.Running(Wire.Task()));
        await RunAsync(CreateClient(ElasticsearchCredential.FromDelegate(_ => ValueTask.FromResult(ElasticsearchCredential.Bearer($"t{++asked}")))).FindAsync(Wire.Id));
        Assert.That(Service.Requests.Select(line => line.Request.Header("Authorization")), Is.EqualTo(new[] { "Bearer t1", "Bearer t2" }));
    }

    [Test]
    public async Task A_delegate_that_gives_none_of_the_others_is_a_request_that_never_left([Values] bool nested)
    {
        var bad = ElasticsearchCredential.FromDelegate(_ => ValueTask.FromResult(nested ? ElasticsearchCredential.FromDelegate(_ => ValueTask.FromResult(ElasticsearchCredential.None)) : null!));
        var outcome = await CancelAsync(client: CreateClient(bad));
        Assert.That((outcome.Verdict, outcome.Error!.Delivery), Is.EqualTo((CancellationVerdict.NotAttempted, RequestDelivery.NotSent)));
        Assert.That(Service.Lines, Is.Empty);
    }

    [Test]
    public void What_cannot_be_sent_is_refused_and_not_repeated()
    {
        Func<ElasticsearchCredential>[] wrong =
        [
            () => ElasticsearchCredential.ApiKey("s3cret\n"), () => ElasticsearchCredential.ApiKey(""), () => ElasticsearchCredential.Bearer("s3 cret"), () => ElasticsearchCredential.Bearer(""),
            () => ElasticsearchCredential.Basic("s3cret:x", "p"), () => ElasticsearchCredential.Basic("", "p"), () => ElasticsearchCredential.ApiKey("s3cret:x", "k"), () => ElasticsearchCredential.ApiKey("i", ""),
        ];
        foreach (var make in wrong)
        {
            Assert.That(() => make(), Throws.InstanceOf<ArgumentException>().With.Message.Not.Contains("s3"));
        }
    }

    [Test]
    public async Task No_failure_shows_a_credential()
    {
        Service.On(CancelLine, Wire.Error(401, "security_exception"));
        var outcome = await CancelAsync();
        Assert.That(outcome.Error!.ToString(), Does.Not.Contain("s3cret"));
        Assert.That(new ElasticsearchTaskClientOptions { ApiKey = "s3cret" }.ToString(), Does.Not.Contain("s3cret"));
    }
}
