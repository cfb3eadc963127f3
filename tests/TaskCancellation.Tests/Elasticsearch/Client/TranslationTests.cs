using TaskCancellation.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>What of a filter is sent, what is checked here, and what is refused.</summary>
[TestFixture]
internal sealed class TranslationTests : ClientTest
{
    private const string Tail = "detailed=true&group_by=none&timeout=10000ms";

    [TestCase(@"a\b", @"a\b", ExpectedResult = true)]
    [TestCase(@"a\b", "ab", ExpectedResult = false)]
    [TestCase(@"a\*", @"a\anything", ExpectedResult = true)]
    public bool A_backslash_in_a_pattern_stands_for_itself(string pattern, string text) => ElasticsearchFilterTranslator.Matches(pattern, text);

    private static IEnumerable<TestCaseData> Pushed()
    {
        yield return Case(TaskFilter.All, "");
        yield return Case(new TaskFilter { Kinds = ["indices:data/write/reindex"] }, "actions=indices%3Adata%2Fwrite%2Freindex&");
        yield return Case(new TaskFilter { Kinds = ["*search*", "a[s][p]", "a[s][p]"] }, "actions=%2Asearch%2A,a%5Bs%5D%5Bp%5D&");
        yield return Case(new TaskFilter { Kinds = ["a&b=c", "d?e#f"] }, "actions=a%26b%3Dc,d%3Fe%23f&");
        yield return Case(new TaskFilter { States = [TaskState.Running] }, "");
        yield return Case(new TaskFilter { States = [TaskState.Canceling, TaskState.Pending] }, "");
        yield return Case(new TaskFilter { Started = TimeRange.After(Wire.Start) }, "");
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["nA1", "es-*", "_local", "data:true", "10.0.0.1"] }, "nodes=nA1,es-%2A,_local,data%3Atrue,10.0.0.1&");
        yield return Case(new ElasticsearchTaskFilter { ParentId = "nA1:1" }, "parent_task_id=nA1%3A1&");
        yield return Case(new ElasticsearchTaskFilter { Kinds = ["k"], Nodes = ["n"], ParentId = "nA1:1", OpaqueId = "o" }, "actions=k&nodes=n&parent_task_id=nA1%3A1&");
        yield return Case(new TaskFilter { Kinds = [new string('x', 2000)] }, "").SetArgDisplayNames("too long");

        static TestCaseData Case(TaskFilter filter, string query) => new TestCaseData(filter, query).SetArgDisplayNames(filter.ToString());
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Case(new TaskFilter { Scopes = ["s"] }, "Scopes");
        yield return Case(new TaskFilter { Names = ["n"] }, "Names");
        yield return Case(new TaskFilter { Enqueued = TimeRange.After(Wire.Start) }, "Enqueued");
        yield return Case(new TaskFilter { Finished = TimeRange.After(Wire.Start) }, "Finished");
        yield return Case(new TaskFilter { Kinds = ["a,b"] }, "Kinds");
        yield return Case(new TaskFilter { Kinds = ["a", " b"] }, "Kinds");
        yield return Case(new TaskFilter { Kinds = ["b "] }, "Kinds");
        yield return Case(new TaskFilter { Kinds = ["b\0c"] }, "Kinds");
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["a,b"] }, "Nodes");
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["a "] }, "Nodes");
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["data:false"] }, "Nodes");
        yield return Case(new ElasticsearchTaskFilter { Nodes = [new string('x', 2000)] }, "Nodes");
        yield return Case(new ElasticsearchTaskFilter { Ids = ["a:1"], Nodes = ["a"] }, "Nodes");
        yield return Case(new TaskCancellation.Meilisearch.MeilisearchTaskFilter { BatchIds = [1] }, "MeilisearchTaskFilter");

        static TestCaseData Case(TaskFilter filter, string field) => new(filter, field);
    }

    [TestCaseSource(nameof(Pushed))]
    [Category("ES-7.16")]
    [Category("ES-7.17")]
    [Category("ES-7.33")]
    public async Task A_list_asks_for(TaskFilter filter, string query)
    {
        Service.On($"GET /_tasks?{query}{Tail}", Wire.List());
        Assert.That(await ListAsync(filter), Is.Empty);
        Assert.That(Service.Lines, Is.EqualTo(new[] { $"GET /_tasks?{query}{Tail}" }));
    }

    [TestCaseSource(nameof(Refused))]
    [Category("ES-7.23")]
    public void Neither_side_can_evaluate(TaskFilter filter, string field)
    {
        Assert.That(() => { _ = Client.ListAsync(filter); }, Throws.TypeOf<UnsupportedFilterException>().With.Property("Field").EqualTo(field));
        Assert.That(() => { _ = Client.CancelAsync(filter); }, Throws.TypeOf<UnsupportedFilterException>());
        Assert.That(Service.Lines, Is.Empty);
    }

    [TestCase(TaskState.Succeeded)]
    [TestCase(TaskState.Pending)]
    [TestCase(TaskState.Canceled)]
    [TestCase(TaskState.Unknown)]
    public async Task What_a_list_never_shows_is_not_asked_for(TaskState state)
    {
        Assert.That(await ListAsync(new TaskFilter { States = [state] }), Is.Empty);
        Assert.That(Service.Lines, Is.Empty);
    }

    private static IEnumerable<TestCaseData> AtServer()
    {
        yield return Case(new TaskFilter { Kinds = ["indices:data/write/reindex"] }, "actions=indices%3Adata%2Fwrite%2Freindex");
        yield return Case(new TaskFilter { Kinds = ["k"], States = [TaskState.Canceling, TaskState.Running] }, "actions=k");
        yield return Case(new TaskFilter { Kinds = ["k"], States = [TaskState.Running, TaskState.Canceling, TaskState.Succeeded] }, "actions=k");
        yield return Case(new ElasticsearchTaskFilter { Kinds = ["k"], ParentId = "nA1:1" }, "actions=k&parent_task_id=nA1%3A1");
        yield return Case(new ElasticsearchTaskFilter { Kinds = ["a", "b"], Nodes = ["n"] }, "actions=a,b&nodes=n");

        // What follows would reach more than is meant, or is known here alone.
        yield return Case(TaskFilter.All, null);
        yield return Case(new ElasticsearchTaskFilter { Nodes = ["n"] }, null);
        yield return Case(new TaskFilter { Kinds = ["cluster:*"] }, null);
        yield return Case(new TaskFilter { Kinds = ["*cancel*"] }, null);
        yield return Case(new TaskFilter { Kinds = ["cluster:admin/tasks/cancel[n]"] }, null);
        yield return Case(new TaskFilter { Kinds = ["k"], States = [TaskState.Running] }, null);
        yield return Case(new TaskFilter { Kinds = ["k"], Started = TimeRange.Before(Wire.Start) }, null);
        yield return Case(new TaskFilter { Kinds = ["k"], Where = _ => true }, null);
        yield return Case(new TaskFilter { Ids = ["a:1"] }, null);
        yield return Case(new ElasticsearchTaskFilter { Kinds = ["k"], OpaqueId = "o" }, null);

        static TestCaseData Case(TaskFilter filter, string? query) => new TestCaseData(filter, query).SetArgDisplayNames(filter.ToString());
    }

    [TestCaseSource(nameof(AtServer))]
    [Category("ES-7.13")]
    public async Task A_cancel_is_left_to_the_server_only_where_it_means_exactly_the_same(TaskFilter filter, string? query)
    {
        Service.On($"POST /_tasks/_cancel?{query}", Wire.List());
        var options = new CancelOptions { Selection = CancelSelection.ServerSide, AllowAll = true };
        if (query is null)
        {
            Assert.That(() => { _ = Client.CancelAsync(filter, options); }, Throws.TypeOf<UnsupportedFilterException>());
            Assert.That(Service.Lines, Is.Empty);
        }
        else
        {
            await CancelAsync(filter, options);
            Assert.That(Service.Lines.Where(line => !line.StartsWith("GET", StringComparison.Ordinal)), Is.EqualTo(new[] { $"POST /_tasks/_cancel?{query}" }));
        }
    }

    [Test]
    [Category("ES-7.3")]
    public async Task Below_a_parent_protected_tasks_are_looked_for_first()
    {
        const string ReadResult = "GET /_tasks?actions=cluster%3Aadmin%2Ftasks%2F%2A,cluster%3Amonitor%2Ftask%2A,health-node%2A&parent_task_id=nA1%3A1&detailed=true&group_by=none&timeout=10000ms";
        const string Cancel = "POST /_tasks/_cancel?parent_task_id=nA1%3A1";
        Service.On(ReadResult, Wire.List()).On(Cancel, Wire.List());
        await CancelAsync(new ElasticsearchTaskFilter { ParentId = "nA1:1" });
        Assert.That((Service.Lines[0], Service.Lines[^1]), Is.EqualTo((ReadResult, Cancel)));
    }
}
