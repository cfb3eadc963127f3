using TaskCancellation.CloudFoundry;

namespace TaskCancellation.Tests.CloudFoundry.Client;

/// <summary>What may be set, what a wrong setting is answered with, and what a stored filter becomes.</summary>
[TestFixture]
internal sealed class SettingTests : ClientTest
{
    private const string Missing = "Credential: Credential is required; or AccessToken, or Username and Password, or ClientId and ClientSecret.";
    private const string NoPassword = "Password: Password is required with Username.";
    private const string NoSecret = "ClientSecret: ClientSecret is required with ClientId.";
    private const string BadToken = "AccessToken: AccessToken must be a token of visible characters, with or without 'bearer ' before it.";

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static IEnumerable<TestCaseData> Settings()
    {
        yield return Case("nothing", new(), Missing);
        yield return Case("empty", new() { AccessToken = "", Username = "", ClientId = "" }, Missing);
        yield return Case("secrets alone", new() { Password = "p", ClientSecret = "s", Origin = "o" }, Missing);
        yield return Case("credential", new() { Credential = CloudFoundryCredential.CliConfig() });
        yield return Case("token", new() { AccessToken = "t" });
        yield return Case("token with its scheme", new() { AccessToken = "bearer t" });
        yield return Case("user", new() { Username = "u", Password = "p" });
        yield return Case("client", new() { ClientId = "c", ClientSecret = "s" });
        yield return Case("odd token", new() { AccessToken = "t t" }, BadToken);
        yield return Case("a scheme alone", new() { AccessToken = "bearer" }, BadToken);
        yield return Case("user alone", new() { Username = "u" }, NoPassword);
        yield return Case("client alone", new() { ClientId = "c", ClientSecret = "" }, NoSecret);
        yield return Case("two", new() { AccessToken = "t t", ClientId = "c" }, "Credential: Credential must be one only; given are AccessToken and ClientId.", NoSecret);
        yield return Case("all", new() { Credential = CloudFoundryCredential.AccessToken("t"), AccessToken = "t", Username = "u", ClientId = "c" }, "Credential: Credential must be one only; given are Credential and AccessToken and Username and ClientId.", NoPassword, NoSecret);
        yield return Case("flavor", new() { AccessToken = "t", Flavor = (CloudFoundryApiFlavor)7 }, "Flavor: Flavor must be CloudController or Korifi; it is 7.");
        yield return Case("Korifi", new() { AccessToken = "t", Flavor = CloudFoundryApiFlavor.Korifi });
        yield return Case("retries", new() { AccessToken = "t", MaxRetries = -1 }, "MaxRetries: MaxRetries must be from 0 to 20; it is -1.");

        static TestCaseData Case(string name, CloudFoundryTaskClientOptions options, params string[] problems) => new TestCaseData(options, problems).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Settings))]
    public void One_credential_is_required(CloudFoundryTaskClientOptions options, string[] problems)
    {
        Assert.That(options.FindProblems(new Uri("https://api.cf.test")).Select(one => $"{one.Setting}: {one.Problem}"), Is.EqualTo(problems));
        Assert.That(options.HasCredential, Is.EqualTo(!problems.Contains(Missing)));
        Assert.That((options.DefaultAttemptTimeout, options.AttemptTimeout), Is.EqualTo((TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(100))));
    }

    [Test]
    public void None_is_made_of_several_settings_or_of_nothing()
    {
        Assert.That(new CloudFoundryTaskClientOptions().EffectiveCredential, Is.Null);
        Assert.That(new CloudFoundryTaskClientOptions { AccessToken = "t", Username = "u" }.EffectiveCredential, Is.Null);
        var given = CloudFoundryCredential.AccessToken("t");
        Assert.That(new CloudFoundryTaskClientOptions { Credential = given }.EffectiveCredential, Is.SameAs(given));
    }

    private static IEnumerable<TestCaseData> Logins()
    {
        yield return Case("CloudFoundryCredential: a fixed access token", options => options.AccessToken = "bearer fixed", null, "bearer fixed");
        yield return Case("CloudFoundryCredential: a password", options => (options.Username, options.Password) = ("u", "p"), "POST /oauth/token grant_type=password&username=u&password=p");
        yield return Case("CloudFoundryCredential: a password", options => (options.Username, options.Password, options.Origin) = ("u", "p", "ldap"), "POST /oauth/token?login_hint=%7B%22origin%22%3A%22ldap%22%7D grant_type=password&username=u&password=p");
        yield return Case("CloudFoundryCredential: a client's secret", options => (options.ClientId, options.ClientSecret) = ("c", "s"), "POST /oauth/token grant_type=client_credentials&client_id=c&client_secret=s");

        static TestCaseData Case(string name, Action<CloudFoundryTaskClientOptions> set, string? login, string header = "bearer issued") => new TestCaseData(name, set, login, header).SetArgDisplayNames(login ?? name);
    }

    [TestCaseSource(nameof(Logins))]
    public async Task Plain_settings_log_in(string name, Action<CloudFoundryTaskClientOptions> set, string? login, string header)
    {
        var issued = TaskCancellation.Testing.EmulatedReply.Json(200, """{"access_token":"issued","expires_in":1200}""");
        Service.On("GET /", Wire.FromFixture(200, "root.json")).On(ReadLine, Wire.TaskReply(200)).On("POST /oauth/token", issued).On("POST /oauth/token?login_hint=%7B%22origin%22%3A%22ldap%22%7D", issued);
        CloudFoundryTaskClientOptions? used = null;
        var client = CreateClient(configure: options =>
        {
            (options.Credential, used) = (null, options);
            set(options);
        });
        await RunAsync(client.FindAsync(Wire.Guid));

        Assert.That(used!.EffectiveCredential!.ToString(), Is.EqualTo(name));
        Assert.That(Service.Requests.Where(line => line.Request.Method == "POST").Select(line => $"{line.Request} {line.Request.BodyText}"), Is.EqualTo(login is null ? [] : new[] { login }));
        Assert.That(Service.Requests[^1].Request.Header("Authorization"), Is.EqualTo(header));
    }

    [Test]
    public void Each_credential_is_named()
    {
        CloudFoundryCredential[] all =
        [
            CloudFoundryCredential.AccessToken("t"), CloudFoundryCredential.FromDelegate((_, _) => ValueTask.FromResult("t")), CloudFoundryCredential.Password("u", "p"),
            CloudFoundryCredential.ClientCredentials("c", "s"), CloudFoundryCredential.RefreshToken("r"), CloudFoundryCredential.CliConfig(),
        ];
        Assert.That(all.Select(one => one.ToString()), Is.EqualTo(new[]
        {
            "CloudFoundryCredential: a fixed access token", "CloudFoundryCredential: a delegate", "CloudFoundryCredential: a password",
            "CloudFoundryCredential: a client's secret", "CloudFoundryCredential: a refresh token", "CloudFoundryCredential: the cf CLI's login",
        }));
        Assert.That(() => CloudFoundryCredential.AccessToken("a b"), Throws.ArgumentException.With.Message.EqualTo("The access token must be of visible ASCII characters only. (Parameter 'token')"));
    }

    [Test]
    public async Task A_delegate_that_gives_no_token_is_told()
    {
        var error = await FailureOf(CreateClient(CloudFoundryCredential.FromDelegate((_, _) => ValueTask.FromResult(""))).FindAsync(Wire.Guid));
        Assert.That(error.Summary, Is.EqualTo("The credential for Cloud Foundry could not be obtained: The delegate gave a token that is empty or not of visible ASCII characters only."));
    }

    [Test]
    public void A_filter_shows_its_constraints_and_comes_back_from_them()
    {
        var filter = new CloudFoundryTaskFilter { Names = ["n"], SpaceIds = ["s", "t"], OrganizationIds = ["o"], LabelSelector = "a=b", SequenceIds = [1, -2], Updated = TimeRange.After(Noon) };
        var constraints = filter.GetConstraints().ToArray();
        Assert.That(constraints.Select(one => $"{one.Field}: {one.Name} {string.Join(' ', one.Values)}"), Is.EqualTo(new[]
        {
            "Names: Names n", "ServiceSpecific: SpaceIds s t", "ServiceSpecific: OrganizationIds o", "ServiceSpecific: LabelSelector a=b", "ServiceSpecific: SequenceIds 1 -2", $"ServiceSpecific: Updated {filter.Updated}",
        }));
        Assert.That(constraints[^1].Range, Is.EqualTo(filter.Updated));
        Assert.That(new CloudFoundryTaskFilter(new StoredTaskFilter { Names = ["n"], ServiceFields = constraints[1..] }), Is.EqualTo(filter));
        Assert.That(new CloudFoundryTaskFilter().GetConstraints(), Is.Empty);
        foreach (var one in constraints[1..])
        {
            Assert.That(new CloudFoundryTaskFilter(new StoredTaskFilter { ServiceFields = [one] }).GetConstraints().Single(), Is.EqualTo(one));
        }

        Assert.That(
            () => new CloudFoundryTaskFilter(new StoredTaskFilter { ServiceFields = [new FilterConstraint("Nodes", FilterFields.ServiceSpecific, ["n"])] }),
            Throws.TypeOf<UnsupportedFilterException>().With.Property("Field").EqualTo("Nodes").And.Message.EqualTo("Cloud Foundry has no filter by Nodes."));
    }

    [Test]
    public void Details_show_what_is_set_and_nothing_else()
    {
        var labels = new Dictionary<string, string> { ["a"] = "b" };
        Assert.That((new CloudFoundryTaskDetails { Labels = labels }.Labels["a"], new CloudFoundryTaskDetails { Labels = labels }.Annotations.Count), Is.EqualTo(("b", 0)));
        Assert.That((new CloudFoundryTaskDetails { Annotations = labels }.Annotations["a"], new CloudFoundryTaskDetails { Annotations = labels }.Labels.Count), Is.EqualTo(("b", 0)));
        Assert.That(new CloudFoundryTaskDetails { Labels = labels }, Is.EqualTo(new CloudFoundryTaskDetails { Labels = new Dictionary<string, string>(labels) }).And.Not.EqualTo(new CloudFoundryTaskDetails { Annotations = labels }));
    }
}
