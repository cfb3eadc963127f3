using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

[TestFixture]
internal sealed class BadInputTests : ClientTest
{
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("a/b")]
    [TestCase("../apps")]
    [TestCase("a?b")]
    [TestCase("a%2Fb")]
    [TestCase("a.b")]
    [TestCase("ä")]
    [TestCase("a\nb")]
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
    public void An_id_has_at_most_200_characters()
    {
        var client = CreateClient();
        Assert.That(() => { _ = client.FindAsync(new string('a', 201)); }, Throws.InstanceOf<ArgumentException>());
        Assert.That(() => { _ = client.FindAsync(default); }, Throws.InstanceOf<ArgumentException>());
        Assert.That(Service.Requests, Is.Empty);
        Assert.That(() => { _ = client.FindAsync(new string('a', 200)); }, Throws.Nothing);
    }

    [Test]
    public void A_filter_that_says_nothing_or_too_much_sends_nothing()
    {
        var client = CreateClient();
        Assert.Multiple(() =>
        {
            Assert.That(() => { _ = client.ListAsync(new CloudFoundryTaskFilter { SpaceIds = [] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new CloudFoundryTaskFilter { OrganizationIds = [" "] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new CloudFoundryTaskFilter { SequenceIds = [], Scopes = ["a"] }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new CloudFoundryTaskFilter { LabelSelector = "" }); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.ListAsync(new TaskFilter { Kinds = ["k"] }); }, Throws.TypeOf<UnsupportedFilterException>().With.Message.Contains("Cloud Foundry cannot filter by Kinds"));
            Assert.That(() => { _ = client.CancelAsync(TaskFilter.All); }, Throws.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = client.CancelAsync(new TaskFilter { Scopes = ["a"] }, new CancelOptions { Selection = CancelSelection.ServerSide }); }, Throws.TypeOf<UnsupportedFilterException>());
            Assert.That(Service.Requests, Is.Empty);
        });
    }

    [Test]
    public void A_credential_is_required() =>
        Assert.That(() => Create(new CloudFoundryTaskClientOptions()), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Credential").And.Message.Contains("Credential is required"));

    [Test]
    public void One_credential_is_enough() =>
        Assert.That(() => Create(new CloudFoundryTaskClientOptions { AccessToken = "secret-1", Username = "u", Password = "secret-2" }),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains("AccessToken and Username").And.Message.Not.Contains("secret"));

    [TestCase("u", null, null, null, "Password")]
    [TestCase(null, null, "c", null, "ClientSecret")]
    [TestCase(null, "p", null, null, "Credential")]
    public void A_login_needs_both_its_parts(string? user, string? password, string? client, string? secret, string setting) =>
        Assert.That(() => Create(new CloudFoundryTaskClientOptions { Username = user, Password = password, ClientId = client, ClientSecret = secret }),
            Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo(setting));

    [TestCase("bearer ")]
    [TestCase("a b")]
    [TestCase("secret\r\nX-Injected: 1")]
    public void A_malformed_token_is_not_repeated_in_the_message(string token)
    {
        Assert.That(() => CloudFoundryCredential.AccessToken(token), Throws.InstanceOf<ArgumentException>().With.Message.Not.Contains("secret"));
        Assert.That(() => Create(new CloudFoundryTaskClientOptions { AccessToken = token }), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("AccessToken").And.Message.Not.Contains("secret"));
    }

    [Test]
    public void Plain_http_to_another_machine_is_refused() =>
        Assert.That(() => Create(new CloudFoundryTaskClientOptions { AccessToken = "t", Endpoint = new Uri("http://api.cf.test/") }),
            Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));

    [TestCase("http://localhost:8080/")]
    [TestCase("https://proxy.test/cf/")]
    public void Loopback_and_a_path_are_fine(string endpoint) =>
        Assert.That(() => Create(new CloudFoundryTaskClientOptions { AccessToken = "t", Endpoint = new Uri(endpoint) }), Throws.Nothing);

    [Test]
    public void A_flavor_must_exist() =>
        Assert.That(() => Create(new CloudFoundryTaskClientOptions { AccessToken = "t", Flavor = (CloudFoundryApiFlavor)7 }), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Flavor"));

    [Test]
    public void Nulls_are_named()
    {
        using var http = Service.CreateClient();
        Assert.Multiple(() =>
        {
            Assert.That(() => new CloudFoundryTaskClient(null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("options"));
            Assert.That(() => new CloudFoundryTaskClient(null!, new CloudFoundryTaskClientOptions()), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("httpClient"));
            Assert.That(() => new CloudFoundryTaskClient(http, null!), Throws.ArgumentNullException.With.Property("ParamName").EqualTo("options"));
            Assert.That(() => CloudFoundryCredential.FromDelegate(null!), Throws.ArgumentNullException);
            Assert.That(() => CloudFoundryCredential.Password("u", ""), Throws.InstanceOf<ArgumentException>());
            Assert.That(() => CloudFoundryCredential.CliConfig(" "), Throws.InstanceOf<ArgumentException>());
        });
    }

    private CloudFoundryTaskClient Create(CloudFoundryTaskClientOptions options) => Kept(new CloudFoundryTaskClient(Kept(Service.CreateClient()), options));
}
