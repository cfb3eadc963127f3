using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>What may be set, what a wrong setting is answered with, and what a stored filter becomes.</summary>
[TestFixture]
internal sealed class SettingTests
{
    private const string Missing = "Credential: Credential is required; or ApiKey, or Username and Password, or BearerToken. ElasticsearchCredential.None says that the cluster has no security.";
    private const string NoPassword = "Password: Password is required with Username.";

    private static IEnumerable<TestCaseData> Credentials()
    {
        yield return Case("nothing", new(), null, Missing);
        yield return Case("empty", new() { ApiKey = "", Username = "", BearerToken = "" }, null, Missing);
        yield return Case("password alone", new() { Password = "p" }, null, Missing);
        yield return Case("credential", new() { Credential = ElasticsearchCredential.Bearer("t") }, "Bearer t");
        yield return Case("key", new() { ApiKey = "k" }, "ApiKey k");
        yield return Case("user", new() { Username = "u", Password = "p" }, "Basic dTpw");
        yield return Case("token", new() { BearerToken = "t" }, "Bearer t");
        yield return Case("user alone", new() { Username = "u" }, "Basic dTo=", NoPassword);
        yield return Case("empty password", new() { Username = "u", Password = "" }, "Basic dTo=", NoPassword);
        yield return Case("two", new() { ApiKey = "k", BearerToken = "t" }, null, "Credential: Credential must be one only; given are ApiKey and BearerToken.");
        yield return Case("all", new() { Credential = ElasticsearchCredential.None, ApiKey = "k", Username = "u", BearerToken = "t" }, null, "Credential: Credential must be one only; given are Credential and ApiKey and Username and BearerToken.", NoPassword);
        yield return Case("odd key", new() { ApiKey = "k k" }, null, "ApiKey: ApiKey must be of visible ASCII characters only.");
        yield return Case("odd token", new() { BearerToken = "té" }, null, "BearerToken: BearerToken must be of visible ASCII characters only.");
        yield return Case("odd user", new() { Username = "u:v", Password = "p" }, null, "Username: Username must be without colons and control characters.");
        yield return Case("odd user alone", new() { Username = "u\n" }, null, "Username: Username must be without colons and control characters.", NoPassword);

        static TestCaseData Case(string name, ElasticsearchTaskClientOptions options, string? header, params string[] problems) => new TestCaseData(options, header, problems).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Credentials))]
    public async Task One_credential_is_required(ElasticsearchTaskClientOptions options, string? header, string[] problems)
    {
        Assert.That(ProblemsOf(options), Is.EqualTo(problems));
        Assert.That(options.EffectiveCredential is { } credential ? await credential.GetHeaderAsync(default) : null, Is.EqualTo(header));
    }

    [Test]
    public void No_security_is_said_and_is_no_credential()
    {
        var none = new ElasticsearchTaskClientOptions { Credential = ElasticsearchCredential.None };
        Assert.That(ProblemsOf(none), Is.Empty);
        Assert.That((none.HasCredential, none.EffectiveCredential), Is.EqualTo((false, ElasticsearchCredential.None)));
        Assert.That((new ElasticsearchTaskClientOptions { ApiKey = "k" }.HasCredential, new ElasticsearchTaskClientOptions().HasCredential), Is.EqualTo((true, false)));
    }

    [TestCase(9.9, false)]
    [TestCase(10, true)]
    [TestCase(29_999, true)]
    [TestCase(30_000, false)]
    [TestCase(30_001, false)]
    [TestCase(-1, false)]
    public void A_cancel_is_held_for_less_than_an_attempt(double milliseconds, bool isGood)
    {
        var options = new ElasticsearchTaskClientOptions { ApiKey = "k", CancelLongPollTimeout = TimeSpan.FromMilliseconds(milliseconds) };
        Assert.That(ProblemsOf(options), Is.EqualTo(isGood ? [] : new[] { $"CancelLongPollTimeout: CancelLongPollTimeout must be at least 10 milliseconds and shorter than AttemptTimeout (00:00:30); it is {options.CancelLongPollTimeout:c}." }));
    }

    [Test]
    public void What_holds_for_every_client_holds_here() =>
        Assert.That(new ElasticsearchTaskClientOptions { ApiKey = "k", MaxRetries = 21 }.FindProblems(null).Select(one => one.Setting), Is.EqualTo(new[] { "Endpoint", "MaxRetries" }));

    [Test]
    public void A_credential_that_cannot_be_sent_is_refused_in_words()
    {
        (Func<ElasticsearchCredential> Make, string Message, string Parameter)[] wrong =
        [
            (() => ElasticsearchCredential.ApiKey("a b"), "It must be of visible ASCII characters only.", "encoded"),
            (() => ElasticsearchCredential.Bearer("a\n"), "It must be of visible ASCII characters only.", "token"),
            (() => ElasticsearchCredential.Basic("a:b", "p"), "The user name must be without colons and control characters.", "username"),
            (() => ElasticsearchCredential.Basic("a\tb", "p"), "The user name must be without colons and control characters.", "username"),
            (() => ElasticsearchCredential.ApiKey("a:b", "k"), "The id of the key must be without colons and control characters.", "id"),
        ];
        foreach (var (make, message, parameter) in wrong)
        {
            Assert.That(() => make(), Throws.ArgumentException.With.Message.EqualTo($"{message} (Parameter '{parameter}')"));
        }

        Assert.That((ElasticsearchCredential.IsUser(null), ElasticsearchCredential.IsUser(""), ElasticsearchCredential.IsUser("u v")), Is.EqualTo((false, false, true)));
        Assert.That(
            async () => await ElasticsearchCredential.FromDelegate(_ => ValueTask.FromResult<ElasticsearchCredential>(null!)).GetHeaderAsync(default),
            Throws.InvalidOperationException.With.Message.EqualTo("The delegate gave no credential, or one that is a delegate itself."));
    }

    [Test]
    public void A_filter_shows_its_constraints_and_comes_back_from_them()
    {
        var filter = new ElasticsearchTaskFilter { Kinds = ["k"], Nodes = ["n", "m"], ParentId = "a:1", OpaqueId = "o" };
        var constraints = filter.GetConstraints().ToArray();
        Assert.That(constraints.Select(one => $"{one.Field}: {one}"), Is.EqualTo(new[] { "Kinds: Kinds in [k]", "ServiceSpecific: Nodes in [n, m]", "ServiceSpecific: ParentId in [a:1]", "ServiceSpecific: OpaqueId in [o]" }));
        Assert.That(new ElasticsearchTaskFilter(new StoredTaskFilter { Kinds = ["k"], ServiceFields = constraints[1..] }), Is.EqualTo(filter));
        Assert.That(new ElasticsearchTaskFilter().GetConstraints(), Is.Empty);
        foreach (var one in constraints[1..])
        {
            Assert.That(new ElasticsearchTaskFilter(new StoredTaskFilter { ServiceFields = [one] }).GetConstraints().Single(), Is.EqualTo(one));
        }
    }

    [Test]
    public void A_field_that_it_does_not_have_is_refused() =>
        Assert.That(
            () => new ElasticsearchTaskFilter(new StoredTaskFilter { ServiceFields = [new FilterConstraint("BatchIds", FilterFields.ServiceSpecific, ["1"])] }),
            Throws.TypeOf<UnsupportedFilterException>().With.Property("Field").EqualTo("BatchIds").And.Message.EqualTo("Elasticsearch has no filter by BatchIds."));

    private static IEnumerable<string> ProblemsOf(ElasticsearchTaskClientOptions options) => options.FindProblems(new Uri("https://es.test")).Select(one => $"{one.Setting}: {one.Problem}");
}
