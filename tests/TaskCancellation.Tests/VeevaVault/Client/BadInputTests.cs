using TaskCancellation.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Client;

[TestFixture]
internal sealed class BadInputTests : ClientTest
{
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("0")]
    [TestCase("01")]
    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase("1 ")]
    [TestCase("1.0")]
    [TestCase("1e3")]
    [TestCase("1,2")]
    [TestCase("1\n2")]
    [TestCase("1},{\"job_id\":2")]
    [TestCase("../1")]
    [TestCase("1/tasks")]
    [TestCase("abc")]
    [TestCase("\u0661")]
    [TestCase("9223372036854775808")]
    [TestCase("99999999999999999999")]
    public void A_malformed_id_throws_at_once_and_sends_nothing(string id)
    {
        var client = CreateClient();
        Assert.Multiple(() =>
        {
            Assert.That(() => { _ = client.FindAsync(id); }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => { _ = client.CancelAsync(id); }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => { _ = client.WaitForCompletionAsync(id); }, Throws.InstanceOf<ArgumentException>());
            Assert.That(() => { _ = client.ListAsync(new TaskFilter { Ids = [id] }); }, Throws.InstanceOf<ArgumentException>().Or.InstanceOf<UnsafeFilterException>());
            Assert.That(Service.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task The_largest_id_goes_through_whole()
    {
        Service.On(CancelLine, Wire.Cancel(Wire.Taken(long.MaxValue)));
        Assert.That((await CancelAsync(CreateClient(), long.MaxValue)).Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Service.Requests[0].Request.BodyText, Is.EqualTo("""[{"job_id":9223372036854775807}]"""));
    }

    [Test]
    public void A_filter_that_says_nothing_or_too_much_sends_nothing()
    {
        var client = CreateClient();
        Assert.Multiple(() =>
        {
            Assert.That(() => { _ = client.ListAsync(new VeevaVaultTaskFilter { Statuses = [] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new VeevaVaultTaskFilter { Statuses = ["*"] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new VeevaVaultTaskFilter { CreatedBy = [] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new TaskFilter { Kinds = ["k"] }); }, Throws.TypeOf<UnsupportedFilterException>().With.Message.Contains("Veeva Vault cannot filter by Kinds"));
            Assert.That(() => { _ = client.CancelAsync(TaskFilter.All); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.CancelAsync(new TaskFilter { Names = ["a"] }, new CancelOptions { Selection = CancelSelection.ServerSide }); }, Throws.TypeOf<UnsupportedFilterException>());
            Assert.That(Service.Requests, Is.Empty);
        });
    }

    [TestCase("v25.2")]
    [TestCase("v25.1")]
    [TestCase("v24.3")]
    [TestCase("v09.3")]
    [Category("VV-10.23")]
    public void A_version_that_cancels_nothing_is_refused_by_name(string version) =>
        Assert.That(() => Create(options => options.ApiVersion = version),
            Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("ApiVersion").And.Message.Contains("ApiVersion must be v25.3 or later"));

    [TestCase("")]
    [TestCase("25.3")]
    [TestCase("V25.3")]
    [TestCase("v25.4")]
    [TestCase("v25.3/../x")]
    [TestCase("v25.30")]
    [TestCase("v٢٥.3")]
    public void What_is_no_version_is_refused_too(string version) =>
        Assert.That(() => Create(options => options.ApiVersion = version), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("ApiVersion"));

    [TestCase("v25.3")]
    [TestCase("v26.1")]
    [TestCase("v30.2")]
    public async Task A_later_version_is_what_is_asked(string version)
    {
        Service.On($"GET /api/{version}/services/jobs/1", Wire.Job(1, "QUEUED"));
        Assert.That(await RunAsync(CreateClient(configure: options => options.ApiVersion = version).FindAsync(1)), Is.Not.Null);
    }

    [Test]
    public void A_credential_is_required() =>
        Assert.That(() => Kept(new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions { Endpoint = Service.BaseAddress })), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Credential").And.Message.Contains("Credential is required"));

    [Test]
    public void One_credential_is_enough() =>
        Assert.That(() => Create(options => (options.SessionId, options.Username, options.Password) = ("secret-1", "u", "secret-2")),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("Credential and SessionId and Username").And.Message.Not.Contains("secret"));

    private static IEnumerable<TestCaseData> WrongSettings()
    {
        yield return Case("no password", options => { options.Credential = null; options.Username = "u"; }, "Password");
        yield return Case("a session with a line break", options => { options.Credential = null; options.SessionId = "secret\r\nX: y"; }, "SessionId");
        yield return Case("time zone", options => options.VaultTimeZone = "Nowhere/Land", "VaultTimeZone");
        yield return Case("vault id", options => options.VaultId = 0, "VaultId");
        yield return Case("client id with a line break", options => options.ClientId = "a\r\nX: y", "ClientId");
        yield return Case("long client id", options => options.ClientId = new string('a', 101), "ClientId");
        yield return Case("plain http", options => options.Endpoint = new Uri("http://vault.example.com"), "Endpoint");
    }

    [TestCaseSource(nameof(WrongSettings))]
    public void A_wrong_setting_is_named_and_no_secret_shown(Action<VeevaVaultTaskClientOptions> configure, string setting) =>
        Assert.That(() => Create(configure), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo(setting).And.Message.Contains(setting).And.Message.Not.Contains("secret"));

    [TestCase("")]
    [TestCase("secret x")]
    [TestCase("secret\r\nX-Injected: 1")]
    public void A_malformed_session_id_is_not_repeated_in_the_message(string session) =>
        Assert.That(() => VeevaVaultCredential.SessionId(session), Throws.InstanceOf<ArgumentException>().With.Message.Not.Contains("secret"));

    [Test]
    public void Nothing_is_taken_for_something()
    {
        var client = CreateClient();
        Assert.Multiple(() =>
        {
            Assert.That(() => new VeevaVaultTaskClient(null!), Throws.ArgumentNullException);
            Assert.That(() => VeevaVaultCredential.Password("", "p"), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => VeevaVaultCredential.Password("u", ""), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => VeevaVaultCredential.FromDelegate(null!), Throws.ArgumentNullException);
            Assert.That(() => { _ = client.FindAsync(default); }, Throws.InstanceOf<ArgumentException>());
        });
    }

    private static TestCaseData Case(string name, Action<VeevaVaultTaskClientOptions> configure, string setting) => new TestCaseData(configure, setting).SetArgDisplayNames(name);

    private VeevaVaultTaskClient Create(Action<VeevaVaultTaskClientOptions> configure) => CreateClient(configure: configure);
}
