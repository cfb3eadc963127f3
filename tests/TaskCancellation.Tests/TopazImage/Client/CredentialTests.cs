using TaskCancellation.Tests.Http;
using TaskCancellation.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Client;

[TestFixture]
internal sealed class CredentialTests : ClientTest
{
    private IEnumerable<string?> Sent => Service.Requests.Select(line => line.Request.Header("X-API-Key"));

    [Test]
    public async Task The_key_goes_with_every_request_and_nothing_else_does()
    {
        Service.On(CancelLine, Wire.Seed(409)).On(ReadLine, Wire.JobReply("Completed")).On(ListLine, Wire.Page(null));
        var client = CreateClient();
        await CancelAsync(client);
        await RunAsync(client.ListAsync(TaskFilter.All).ToListAsync().AsTask());
        Assert.That(Sent, Is.EqualTo(new[] { Key, Key, Key }));
        Assert.That(Service.Requests.Select(line => line.Request.Header("Authorization")), Is.All.Null);
    }

    [Test]
    public async Task A_delegate_is_asked_at_every_try()
    {
        Service.On(CancelLine, Wire.Seed(429), Wire.NoContent);
        var calls = 0;
        await CancelAsync(CreateClient(TopazImageCredential.FromDelegate(_ => ValueTask.FromResult($"key-{++calls}"))));
        Assert.That(Sent, Is.EqualTo(new[] { "key-1", "key-2" }));
    }

    [TestCase("s3cret\r\nX-Injected: 1")]
    [TestCase("s3cret s3cret")]
    [TestCase("")]
    [TestCase(null)]
    public async Task A_delegate_that_gives_nothing_usable_sends_nothing(string? key)
    {
        var client = CreateClient(TopazImageCredential.FromDelegate(_ => ValueTask.FromResult(key!)));
        var error = await FailureOf(client.FindAsync(Wire.Id));
        Assert.That((error.Reason, error.Delivery), Is.EqualTo((TaskErrorReason.Authentication, RequestDelivery.NotSent)));
        Assert.That(error.ToString(), Does.Not.Contain("s3cret"));
        Assert.That((await CancelAsync(client)).Verdict, Is.EqualTo(CancellationVerdict.NotAttempted));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public async Task No_message_log_or_text_shows_the_key()
    {
        var log = new CapturedLog();
        Service.On(CancelLine, Wire.Seed(500)).On(ReadLine, Wire.Seed(403)).On(ListLine, Wire.Seed(401));
        var options = new TopazImageTaskClientOptions { LoggerFactory = log, Credential = TopazImageCredential.ApiKey("s3cret") };
        options.UseTimeProvider(Clock);
        var client = Kept(new TopazImageTaskClient(Kept(Service.CreateClient()), options));
        var operation = await RunAsync(client.CancelAsync(Wire.Id));
        var error = await FailureOf(client.ListAsync(TaskFilter.All).ToListAsync().AsTask());
        string?[] texts = [error.ToString(), operation.ToString(), operation.Accepted.ToString(), operation.Accepted.Outcomes[0].Error!.ToString(), operation.State.ToString(), options.ToString(), options.Credential.ToString(), client.ToString(), .. log.Lines.Select(line => line.Text)];
        Assert.That(log.Lines, Is.Not.Empty);
        Assert.That(texts, Is.All.Not.Contain("s3cret"));
    }

    [Test]
    public async Task A_credential_beside_a_key_is_the_one_that_counts()
    {
        Service.On(ReadLine, Wire.JobReply());
        await RunAsync(CreateClient(configure: options => options.ApiKey = "not this one").FindAsync(Wire.Id));
        Assert.That(Sent, Is.EqualTo(new[] { Key }));
    }

    [TestCase("https://api.topaz.test/", "/image/v1/")]
    [TestCase("https://api.topaz.test/image/v1", "/image/v1/")]
    [TestCase("https://api.topaz.test/image/v1/", "/image/v1/")]
    [TestCase("https://proxy.test/topaz", "/topaz/image/v1/")]
    public async Task The_endpoint_may_be_the_host_or_the_api_on_it(string endpoint, string path)
    {
        Service.On($"DELETE {path}cancel/{Wire.Id}", Wire.NoContent).On($"GET {path}status/{Wire.Id}", Wire.JobReply()).On($"GET {path}status?paginated=true&limit=100", Wire.Page(null));
        var client = CreateClient(configure: options => options.Endpoint = new Uri(endpoint));
        Assert.That((await CancelAsync(client)).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(await RunAsync(client.FindAsync(Wire.Id)), Is.Not.Null);
        Assert.That(await RunAsync(client.ListAsync(TaskFilter.All).ToListAsync().AsTask()), Is.Empty);
    }

    [TestCase(200, "page-last.json", true)]
    [TestCase(200, "array.json", true)]
    [TestCase(403, "seed-403.json", false)]
    [Category("TZ-11.1")]
    [Category("TZ-11.2")]
    public async Task The_service_says_whether_the_key_may_list(int status, string fixture, bool mayList)
    {
        Service.On("GET /image/v1/status?paginated=true&limit=1", Wire.FromFixture(status, fixture));
        var info = await RunAsync(CreateClient().GetServiceInfoAsync());
        Assert.That(info, Is.EqualTo(new ServiceInfo { Product = "Topaz Image API", Endpoint = Service.BaseAddress, CanList = mayList }));
    }
}
