using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>What is refused before anything is sent. An id that the server reads as none would cancel everything.</summary>
[TestFixture]
internal sealed class BadInputTests : ClientTest
{
    private static readonly string[] BadIds =
    [
        "", " ", "unset", "abc:-1", "-1", "abc", "abc:", "abc:x", "a:b:1", "abc: 5", "abc:9223372036854775808", ":5",
        "abc:0", "abc:00", "abc:01", "abc:+5", "abc:5 ", " abc:5", "ab c:5", "abc:5\n", "abc:1,2", "abc:1,abc:2", "*", "*:5", "abc:*", "_all", "_local:5,", "abc:1.0", "abc:1e3", "abc:1_000", "abc:1,000",
        "abc:0x1", "abc:٣", "abc:１", "é:5", "a/b:5", "..:5/..", "abc:5/_cancel", "abc:5?actions=x", "abc:5#x", "a%3Ab:5", "_cancel", "abc\0:5", "unset ", "UNSET", "null",
    ];

    [TestCaseSource(nameof(BadIds))]
    [Category("ES-7.25")]
    [Category("ES-7.26")]
    public void A_malformed_id_never_leaves(string id)
    {
        Func<Task>[] calls =
        [
            () => Client.FindAsync(id),
            () => Client.CancelAsync((TaskTarget)id),
            () => Client.CancelAndWaitAsync((TaskTarget)id),
            () => Client.WaitForCompletionAsync((TaskTarget)id),
        ];
        foreach (var call in calls)
        {
            Assert.That(() => { _ = call(); }, Throws.InstanceOf<ArgumentException>().With.Message.Contains("is not an Elasticsearch task id"));
        }

        Assert.That(Service.Lines, Is.Empty);
    }

    [TestCaseSource(nameof(BadIds))]
    [Category("ES-7.25")]
    [Category("ES-7.26")]
    public void A_malformed_id_in_a_filter_never_leaves(string id)
    {
        TaskFilter[] filters = [new() { Ids = ["abc:1", id] }, new ElasticsearchTaskFilter { ParentId = id }];
        foreach (var filter in filters)
        {
            Assert.That(() => { _ = Client.ListAsync(filter); }, Throws.InstanceOf<ArgumentException>().Or.TypeOf<UnsafeFilterException>());
            Assert.That(() => { _ = Client.CancelAsync(filter); }, Throws.InstanceOf<ArgumentException>().Or.TypeOf<UnsafeFilterException>());
        }

        Assert.That(Service.Lines, Is.Empty);
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("*")]
    [TestCase("unset")]
    [TestCase("abc:-1")]
    [Category("ES-7.26")]
    public void A_parent_that_means_none_is_an_unsafe_filter(string id) =>
        Assert.That(() => { _ = Client.CancelAsync(new ElasticsearchTaskFilter { ParentId = id }); }, Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("ParentId"));

    [TestCase("abc:1")]
    [TestCase("oTUltX4IQMOUUVeiohTt8A:12345")]
    [TestCase("-a_B.9:9223372036854775807")]
    public async Task An_id_is_sent_as_it_is(string id)
    {
        Service.On($"GET /_tasks/{Uri.EscapeDataString(id)}", Wire.NotThere());
        Assert.That(await RunAsync(Client.FindAsync(id)), Is.Null);
    }

    [TestCase("_all")]
    [TestCase("*")]
    [TestCase("**")]
    [TestCase("*:*")]
    [TestCase("")]
    [TestCase(" ")]
    [Category("ES-7.17")]
    public void Nodes_that_mean_every_node_are_refused(string node) =>
        Assert.That(() => { _ = Client.CancelAsync(new ElasticsearchTaskFilter { Kinds = ["x"], Nodes = ["a", node] }); }, Throws.TypeOf<UnsafeFilterException>().With.Property("Field").EqualTo("Nodes"));

    [Test]
    public void Fields_that_say_nothing_are_refused()
    {
        TaskFilter[] filters =
        [
            new() { Kinds = [] }, new() { Kinds = [""] }, new() { Kinds = ["*"] }, new() { Ids = [] },
            new() { States = [TaskState.Running, TaskState.Canceling, TaskState.Succeeded, TaskState.Failed, TaskState.Canceled] },
            new ElasticsearchTaskFilter { Nodes = [] }, new ElasticsearchTaskFilter { OpaqueId = "" }, new ElasticsearchTaskFilter { OpaqueId = "*" },
        ];
        foreach (var filter in filters)
        {
            Assert.That(() => { _ = Client.ListAsync(filter); }, Throws.TypeOf<UnsafeFilterException>(), filter.ToString());
        }

        Assert.That(() => { _ = Client.CancelAsync(TaskFilter.All); }, Throws.TypeOf<UnsafeFilterException>());
        Assert.That(Service.Lines, Is.Empty);
    }

    [Test]
    public void Options_without_a_credential_are_an_error()
    {
        var options = new ElasticsearchTaskClientOptions { Endpoint = new Uri("https://es.test") };
        Assert.That(() => new ElasticsearchTaskClient(options), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo("Credential").And.Message.Contains("ElasticsearchCredential.None"));
        options.Credential = ElasticsearchCredential.None;
        Assert.That(() => new ElasticsearchTaskClient(options).Dispose(), Throws.Nothing);
        Assert.That(() => new ElasticsearchTaskClient(null!), Throws.ArgumentNullException);
    }

    [Test]
    public void A_wrong_setting_is_named_and_no_secret_shown()
    {
        (string Setting, ElasticsearchTaskClientOptions Options)[] wrong =
        [
            ("Credential", new() { ApiKey = "s3cret", BearerToken = "s3cret" }),
            ("Password", new() { Username = "u" }),
            ("Username", new() { Username = "u:s3cret", Password = "s3cret" }),
            ("ApiKey", new() { ApiKey = "s3cret\n" }),
            ("BearerToken", new() { BearerToken = "s3crét" }),
            ("CancelLongPollTimeout", new() { ApiKey = "s3cret", CancelLongPollTimeout = TimeSpan.FromSeconds(30) }),
            ("CancelLongPollTimeout", new() { ApiKey = "s3cret", CancelLongPollTimeout = TimeSpan.Zero }),
            ("Endpoint", new() { ApiKey = "s3cret", Endpoint = new Uri("http://search.example.com") }),
        ];
        foreach (var (setting, options) in wrong)
        {
            options.Endpoint ??= new Uri("https://es.test");
            Assert.That(() => new ElasticsearchTaskClient(options).Dispose(), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo(setting).And.Message.Not.Contains("s3c"));
        }
    }
}
