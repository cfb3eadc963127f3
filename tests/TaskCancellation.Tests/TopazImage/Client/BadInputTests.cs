using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

[TestFixture]
internal sealed class BadInputTests : ClientTest
{
    private static IEnumerable<string> MalformedIds() =>
    [
        "", " ", "a", "42", "..", "../status", "a/b", "a?b", "*", "ä",
        "3f0c6a527d554f0e9a0d5f0b9d1f6a10",
        "{3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10}",
        "(3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10)",
        "3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a1",
        "3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a100",
        "3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a1g",
        "3f0c6a5-27d55-4f0e-9a0d-5f0b9d1f6a10",
        "3f0c6a52-7d55-4f0e-9a0d+5f0b9d1f6a10",
        "0x0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10",
        "+f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10",
        " 3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a1",
        " 3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10",
        "3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10\n",
        "3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a1\n",
        "3f0c6a52%2D7d55-4f0e-9a0d-5f0b9d1f6a",
        "３f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10",
        "urn:uuid:3f0c6a52-7d55-4f0e-9a0d-5f0b9d1f6a10",
    ];

    [TestCaseSource(nameof(MalformedIds))]
    [Category("TZ-11.3")]
    public void A_malformed_id_throws_at_once_and_sends_nothing(string id)
    {
        var client = CreateClient();
        Assert.Multiple(() =>
        {
            Assert.That(() => { _ = client.FindAsync(id); }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => { _ = client.CancelAsync(id); }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => { _ = client.WaitForCompletionAsync(id); }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => { _ = client.ListAsync(new TaskFilter { Ids = [Wire.Id, id] }); }, Throws.InstanceOf<ArgumentException>().Or.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.CancelAsync(new TaskFilter { Ids = [id] }); }, Throws.InstanceOf<ArgumentException>().Or.TypeOf<UnsafeFilterException>());
            Assert.That(Service.Requests, Is.Empty);
        });
    }

    [Test]
    public void No_id_at_all_is_malformed_too() => Assert.That(() => { _ = CreateClient().FindAsync(default); }, Throws.InstanceOf<ArgumentException>());

    [Test]
    public async Task A_UUID_may_come_as_one_and_in_either_case()
    {
        var upper = Wire.Id.ToUpperInvariant();
        Service.On(ReadLine, Wire.JobReply()).On($"GET /image/v1/status/{upper}", Wire.JobReply()).On($"DELETE /image/v1/cancel/{upper}", Wire.NoContent);
        var client = CreateClient();
        Assert.That((await RunAsync(client.FindAsync(Guid.Parse(Wire.Id))))!.Id.Value, Is.EqualTo(Wire.Id));
        Assert.That((await RunAsync(client.FindAsync(upper)))!.Id.Value, Is.EqualTo(Wire.Id));
        Assert.That((await CancelAsync(client, upper)).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public void A_filter_that_says_nothing_or_too_much_sends_nothing()
    {
        var client = CreateClient();
        Assert.Multiple(() =>
        {
            Assert.That(() => { _ = client.ListAsync(new TopazImageTaskFilter { Models = [] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new TopazImageTaskFilter { Models = [" "] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new TopazImageTaskFilter { Models = ["*"] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new TaskFilter { States = [TaskState.Pending, TaskState.Running, TaskState.Succeeded, TaskState.Failed, TaskState.Canceled] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new TaskFilter { Started = TimeRange.After(VirtualNow) }); }, Throws.TypeOf<UnsupportedFilterException>().With.Message.Contains("Topaz Image API cannot filter by Started"));
            Assert.That(() => { _ = client.CancelAsync(TaskFilter.All); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.CancelAsync(new TaskFilter { Names = ["a"] }, new CancelOptions { Selection = CancelSelection.ServerSide }); }, Throws.TypeOf<UnsupportedFilterException>());
            Assert.That(Service.Requests, Is.Empty);
        });
    }

    [Test]
    public void A_credential_is_required() =>
        Assert.That(() => Create(new TopazImageTaskClientOptions()), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("ApiKey").And.Message.Contains("A credential is required"));

    [TestCase("secret\r\nX-Injected: 1")]
    [TestCase("secret secret")]
    [TestCase("secret\u00e9")]
    [TestCase("secret\0")]
    public void A_key_that_cannot_be_in_a_header_is_refused_and_not_repeated(string key)
    {
        Assert.That(() => TopazImageCredential.ApiKey(key), Throws.InstanceOf<ArgumentException>().With.Message.Not.Contains("secret"));
        Assert.That(() => Create(new TopazImageTaskClientOptions { ApiKey = key }), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("ApiKey").And.Message.Not.Contains("secret"));
    }

    [Test]
    public void An_endpoint_is_required_and_may_not_be_plain_http_to_another_machine()
    {
        Assert.That(() => Kept(new TopazImageTaskClient(new TopazImageTaskClientOptions { ApiKey = "k" })), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));
        Assert.That(() => Create(new TopazImageTaskClientOptions { ApiKey = "k", Endpoint = new Uri("http://api.topaz.test/") }), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));
        Assert.That(() => Kept(new TopazImageTaskClient(new TopazImageTaskClientOptions { ApiKey = "k", Endpoint = TopazImageTaskClientOptions.ServiceEndpoint })), Throws.Nothing);
    }

    [Test]
    public void Nulls_are_named()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new TopazImageTaskClient(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("options"));
            Assert.That(() => new TopazImageTaskClient(null!, new TopazImageTaskClientOptions()), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("httpClient"));
            Assert.That(() => Create(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("options"));
            Assert.That(() => TopazImageCredential.FromDelegate(null!), Throws.ArgumentNullException);
            Assert.That(() => TopazImageCredential.ApiKey(null!), Throws.ArgumentNullException);
            Assert.That(() => TopazImageCredential.ApiKey(""), Throws.InstanceOf<ArgumentException>());
        });
    }

    private static DateTimeOffset VirtualNow => Testing.VirtualClock.DefaultStart;

    private TopazImageTaskClient Create(TopazImageTaskClientOptions options) => Kept(new TopazImageTaskClient(Kept(Service.CreateClient()), options));
}
