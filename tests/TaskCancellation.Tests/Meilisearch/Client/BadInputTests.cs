using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>What is refused before anything is sent, and that the message names what to change.</summary>
public sealed class BadInputTests : ClientTest
{
    private static readonly string[] BadUids = ["", "*", "-1", "+1", "01", "00", "4294967296", "1.5", "1,2", " 1", "1 ", "1e3", "0x1", "١", "１", "1\0", "abc", "../keys", "1?x=y"];

    [TestCaseSource(nameof(BadUids))]
    public void A_malformed_uid_is_refused_at_once(string uid)
    {
        Func<Task>[] calls =
        [
            () => Client.FindAsync(uid),
            () => Client.CancelAsync((TaskTarget)uid),
            () => Client.CancelAndWaitAsync((TaskTarget)uid),
            () => Client.WaitForCompletionAsync((TaskTarget)uid),
        ];
        foreach (var call in calls)
        {
            Assert.That(() => { _ = call(); }, Throws.InstanceOf<ArgumentException>().With.Message.StartsWith($"'{uid.Replace('\0', '\uFFFD')}' is not a Meilisearch task uid: a whole number from 0 to 4294967295"));
        }

        Assert.That(Sent, Is.Empty);
    }

    [TestCase("-1")]
    [TestCase("4294967296")]
    [TestCase("1,2")]
    public void A_malformed_uid_in_a_filter_is_refused_at_once(string uid)
    {
        Assert.That(() => { _ = Client.ListAsync(new TaskFilter { Ids = ["1", uid] }); }, Throws.InstanceOf<ArgumentException>().With.Message.Contains(uid));
        Assert.That(() => { _ = Client.CancelAsync(new TaskFilter { Ids = ["1", uid] }); }, Throws.InstanceOf<ArgumentException>().With.Message.Contains(uid));
        Assert.That(Sent, Is.Empty);
    }

    [TestCase("0")]
    [TestCase("4294967295")]
    public async Task The_ends_of_the_range_are_fine(string uid) => Assert.That(await Run(Client.FindAsync(uid)), Is.Null);

    [Test]
    public void A_setting_that_is_missing_is_named()
    {
        Assert.That(() => new MeilisearchTaskClient(new MeilisearchTaskClientOptions { ApiKey = "k" }), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));
        Assert.That(() => new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = Server.BaseAddress }), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("ApiKey").And.Message.Contains("MeilisearchCredential.None"));
        Assert.That(() => new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = new Uri("tasks", UriKind.Relative), ApiKey = "k" }), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint"));
        Assert.That(() => new MeilisearchTaskClient(null!), Throws.ArgumentNullException);
    }

    [TestCase("http://search.example.com", true)]
    [TestCase("http://localhost:7700", false)]
    [TestCase("http://127.0.0.1:7700", false)]
    [TestCase("http://[::1]:7700", false)]
    [TestCase("https://search.example.com", false)]
    public void A_key_does_not_travel_in_the_clear(string endpoint, bool isRefused)
    {
        var options = new MeilisearchTaskClientOptions { Endpoint = new Uri(endpoint), ApiKey = "s3cret" };
        Assert.That(
            () => new MeilisearchTaskClient(options).Dispose(),
            isRefused ? Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Endpoint").And.Message.Contains("AllowInsecureHttp").And.Message.Not.Contains("s3cret") : Throws.Nothing);
        options.AllowInsecureHttp = true;
        Assert.That(() => new MeilisearchTaskClient(options).Dispose(), Throws.Nothing);
    }

    [Test]
    public void A_key_beside_no_credential_is_not_used_and_not_minded()
    {
        var options = new MeilisearchTaskClientOptions { Endpoint = new Uri("http://search.example.com"), ApiKey = "s3cret", Credential = MeilisearchCredential.None };
        Assert.That(() => new MeilisearchTaskClient(options).Dispose(), Throws.Nothing);
    }

    [TestCase("s3cret key")]
    [TestCase("s3cret\nkey")]
    [TestCase("s3cret\r\nX-Injected: yes")]
    [TestCase("s3crét")]
    [TestCase("s3cret\t")]
    public void A_key_that_cannot_be_sent_is_refused_and_not_repeated(string key)
    {
        var error = Assert.Throws<ArgumentException>(() => MeilisearchCredential.ApiKey(key));
        Assert.That(error!.ToString(), Does.Not.Contain("s3cr"));
        error = Assert.Throws<ArgumentException>(() => new MeilisearchTaskClient(new MeilisearchTaskClientOptions { Endpoint = Server.BaseAddress, ApiKey = key }).Dispose());
        Assert.That(error!.ToString(), Does.Not.Contain("s3cr"));
    }

    [TestCase("")]
    [TestCase("s3cret key")]
    public async Task A_delegate_that_gives_an_unusable_key_is_a_failed_request_that_never_left(string key)
    {
        var client = NewClient(MeilisearchCredential.FromDelegate(_ => ValueTask.FromResult(key)));
        var outcome = (await Run(client.CancelAsync((TaskTarget)1))).Accepted.Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Error?.Delivery), Is.EqualTo((CancellationVerdict.NotAttempted, (RequestDelivery?)RequestDelivery.NotSent)));
        Assert.That(outcome.Error!.ToString(), Does.Not.Contain("s3cr"));
        Assert.That(Sent, Is.Empty);
    }

    [Test]
    public void Nothing_prints_the_key()
    {
        Assert.That(MeilisearchCredential.ApiKey("s3cret").ToString(), Is.EqualTo("MeilisearchCredential"));
        Assert.That(new MeilisearchTaskClientOptions { ApiKey = "s3cret" }.ToString(), Does.Not.Contain("s3cret"));
    }
}
