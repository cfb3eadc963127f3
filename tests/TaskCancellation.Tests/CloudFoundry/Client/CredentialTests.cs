using TaskCancellation.CloudFoundry;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class CredentialTests : ClientTest
{
    private static readonly EmulatedReply Stale = Wire.Error(401, 1000, "CF-InvalidAuthToken", "Invalid Auth Token");

    [TestCase("abc.def.ghi")]
    [TestCase("bearer abc.def.ghi")]
    [TestCase("Bearer  abc.def.ghi\n")]
    public async Task A_token_is_sent_with_one_scheme_however_it_was_given(string token)
    {
        Service.On(ReadLine, Wire.TaskReply(200));
        await RunAsync(CreateClient(CloudFoundryCredential.AccessToken(token)).FindAsync(Wire.Guid));
        Assert.That(Sent, Is.EqualTo(new[] { "bearer abc.def.ghi" }));
    }

    [Test]
    public async Task A_stale_token_is_renewed_once_and_the_call_goes_on()
    {
        Service.On(CancelLine, Stale, Wire.TaskReply(202, state: "CANCELING"));
        var asked = new List<bool>();
        Assert.That((await CancelAsync(CreateClient(Counting(asked)))).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(asked, Is.EqualTo(new[] { false, true }));
        Assert.That(Sent, Is.EqualTo(new[] { "bearer token-1", "bearer token-2" }));
    }

    [Test, Category("CF-8.62")]
    public async Task A_token_that_stays_stale_is_renewed_only_once()
    {
        Service.On(CancelLine, Stale);
        var asked = new List<bool>();
        Assert.That((await CancelAsync(CreateClient(Counting(asked)))).Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(asked, Is.EqualTo(new[] { false, true }));
    }

    [TestCase(401, 10002, Category = "CF-8.62")]
    [TestCase(403, 10003, Category = "CF-8.11")]
    [TestCase(403, 1000)]
    public async Task Another_refusal_renews_nothing(int status, int code)
    {
        Service.On(CancelLine, Wire.Error(status, code, "CF-Some", "text"));
        var asked = new List<bool>();
        Assert.That((await CancelAsync(CreateClient(Counting(asked)))).Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(asked, Is.EqualTo(new[] { false }));
    }

    [Test, Category("CF-8.62")]
    public async Task A_fixed_token_is_not_sent_twice()
    {
        Service.On(CancelLine, Stale);
        Assert.That((await CancelAsync(CreateClient())).Verdict, Is.EqualTo(CancellationVerdict.Denied));
        Assert.That(Service.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_delegate_that_gives_nothing_usable_sends_nothing()
    {
        var client = CreateClient(CloudFoundryCredential.FromDelegate((_, _) => ValueTask.FromResult("secret\nX: y")));
        var error = await FailureOf(client.FindAsync(Wire.Guid));
        Assert.That(error, Has.Property("Reason").EqualTo(TaskErrorReason.Authentication).And.Property("Delivery").EqualTo(RequestDelivery.NotSent));
        Assert.That(error.ToString(), Does.Not.Contain("secret"));
        Assert.That(Service.Requests, Is.Empty);
    }

    [Test]
    public void No_credential_shows_what_is_in_it()
    {
        var credentials = new[]
        {
            CloudFoundryCredential.AccessToken("s3cret"),
            CloudFoundryCredential.Password("user", "s3cret"),
            CloudFoundryCredential.ClientCredentials("id", "s3cret"),
            CloudFoundryCredential.RefreshToken("s3cret"),
            CloudFoundryCredential.CliConfig("/home/s3cret/config.json"),
            CloudFoundryCredential.FromDelegate((_, _) => ValueTask.FromResult("s3cret")),
        };
        Assert.That(credentials.Select(credential => credential.ToString()), Is.All.Not.Contain("s3cret").And.All.StartWith("CloudFoundryCredential: "));
    }

    [Test]
    public async Task No_error_shows_the_token()
    {
        Service.On(ReadLine, Wire.Error(403, 10003, "CF-NotAuthorized", "no"));
        Assert.That((await FailureOf(CreateClient().FindAsync(Wire.Guid))).ToString(), Does.Not.Contain(Token));
    }

    [Test, Category("CF-8.65")]
    public async Task The_service_is_described_by_its_root_which_is_asked_without_the_token()
    {
        Service.On("GET /", Wire.FromFixture(200, "root.json")).On("GET /v3/tasks?per_page=1", Wire.Page(null));
        var info = await RunAsync(CreateClient().GetServiceInfoAsync());
        Assert.Multiple(() =>
        {
            Assert.That((info.Product, info.Version, info.CanList, info.CanCancel), Is.EqualTo(("Cloud Foundry", "3.228.0", (bool?)true, (bool?)null)));
            Assert.That(info.Endpoint, Is.EqualTo(Service.BaseAddress));
            Assert.That(Sent, Is.EqualTo(new[] { null, "bearer " + Token }));
        });
    }

    [Test]
    [Category("CF-8.12")]
    [Category("CF-8.76")]
    public async Task A_credential_that_may_not_list_is_no_error()
    {
        Service.On("GET /", Wire.FromFixture(200, "root-korifi.json")).On("GET /v3/tasks?per_page=1", Wire.Error(403, 10003, "CF-No", "no"));
        var info = await RunAsync(CreateClient().GetServiceInfoAsync());
        Assert.That((info.Product, info.Version, info.CanList), Is.EqualTo(("Korifi", "3.117.0+cf-k8s", (bool?)false)));
    }

    [Test]
    public async Task A_version_is_shown_as_one_clean_line()
    {
        Service.On("GET /", EmulatedReply.Json(200, """{"links":{"cloud_controller_v3":{"meta":{"version":"3\u0000\u001b[31m\u202e"}}}}""")).On("GET /v3/tasks?per_page=1", Wire.Page(null));
        var info = await RunAsync(CreateClient().GetServiceInfoAsync());
        Assert.That(info.Version, Does.StartWith("3").And.Not.Contains('\u001b').And.Not.Contains('\u202e').And.Not.Contains('\0'));
    }

    private string?[] Sent => [.. Service.Requests.Select(line => line.Request.Header("Authorization"))];

    private static CloudFoundryCredential Counting(List<bool> asked) => CloudFoundryCredential.FromDelegate((force, _) =>
    {
        asked.Add(force);
        return ValueTask.FromResult($"token-{asked.Count}");
    });
}
