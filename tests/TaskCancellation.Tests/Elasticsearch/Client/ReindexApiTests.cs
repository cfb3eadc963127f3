using TaskCancellation.Elasticsearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>Where the endpoints of tasks are gone (410), by what is asked and answered.</summary>
[TestFixture]
internal sealed class ReindexApiTests : ClientTest
{
    private const string ListLine = "GET /_reindex?detailed=true";
    private const string StopLine = "POST /_reindex/nA1%3A88/_cancel?wait_for_completion=false";

    private static readonly EmulatedReply Gone = Wire.Error(410, "api_not_available_exception");
    private static readonly EmulatedReply Missing = Wire.Error(404, "resource_not_found_exception");

    [TestCase("""{"acknowledged":true}""", CancellationVerdict.Accepted)]
    [TestCase("""{"acknowledged":false}""", CancellationVerdict.Indeterminate)]
    public async Task A_reindex_is_canceled_by_its_own_endpoint(string reply, CancellationVerdict expected)
    {
        Service.On(CancelLine, Gone).On(StopLine, Wire.Ok(reply));
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, StopLine }));
    }

    [TestCase(Wire.Reindex, CancellationVerdict.Accepted)]
    [TestCase("indices:data/read/search", CancellationVerdict.NotCancelable)]
    public async Task What_is_known_to_be_none_is_not_asked_for(string kind, CancellationVerdict expected)
    {
        Service.On(CancelLine + "?actions=" + Uri.EscapeDataString(kind), Gone).On(StopLine, Wire.Ok("""{"acknowledged":true}"""));
        var outcome = await CancelAsync(new TaskTarget(Wire.Id, kind));
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Has.Count.EqualTo(expected == CancellationVerdict.Accepted ? 2 : 1));
        Assert.That(outcome.Error?.ErrorCode, Is.EqualTo(expected == CancellationVerdict.Accepted ? null : "api_not_available_exception"));
    }

    private static IEnumerable<TestCaseData> WhatIsThere()
    {
        yield return Case("nothing", Wire.NotThere(), CancellationVerdict.NotFound);
        yield return Case("a stored result", Wire.Stored("\"response\":{}"), CancellationVerdict.CompletedFirst);
        yield return Case("a stored cancel", Wire.Stored("\"response\":{\"canceled\":\"x\"}"), CancellationVerdict.AlreadyCanceled);
        yield return Case("an end without a result", Wire.Stored(""), CancellationVerdict.Ended);
        yield return Case("a reindex that runs", Wire.Running(Wire.Task()), CancellationVerdict.Indeterminate);
        yield return Case("a slice of one", Wire.Running(Wire.Task(parent: "nA1:1")), CancellationVerdict.NotCancelable);
        yield return Case("another task", Wire.Running(Wire.Task(action: "indices:data/read/search")), CancellationVerdict.NotCancelable);
        yield return Case("a refusal", Wire.Error(403, "security_exception"), CancellationVerdict.Denied);

        static TestCaseData Case(string name, EmulatedReply reply, CancellationVerdict expected) => new TestCaseData(reply, expected).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(WhatIsThere))]
    public async Task What_is_not_taken_for_a_reindex_is_read(EmulatedReply reply, CancellationVerdict expected)
    {
        Service.On(CancelLine, Gone).On(StopLine, Missing).On(ReadLine, reply);
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(expected));
        Assert.That(Service.Lines, Is.EqualTo(new[] { CancelLine, StopLine, ReadLine }));
    }

    [TestCase(null, CancellationVerdict.Indeterminate)]
    [TestCase("indices:data/read/search", CancellationVerdict.Indeterminate)]
    public async Task After_a_reply_that_was_lost_what_is_not_there_may_have_been_canceled(string? kind, CancellationVerdict expected)
    {
        var line = kind is null ? CancelLine : CancelLine + "?actions=" + Uri.EscapeDataString(kind);
        Service.On(line, Gone).On(StopLine, Missing).On(ReadLine, Wire.NotThere());
        Service.Faults.OnCall(1).ResetAfterActing();
        Assert.That((await CancelAsync(new TaskTarget(Wire.Id, kind))).Verdict, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_lost_reply_of_the_cancel_of_a_reindex_leaves_a_doubt_too()
    {
        Service.On(CancelLine, Gone).On(StopLine, Missing).On(ReadLine, Wire.NotThere());
        Service.Faults.OnCall(2).ResetAfterActing();
        Assert.That((await CancelAsync()).Verdict, Is.EqualTo(CancellationVerdict.Indeterminate));
    }

    [Test]
    public async Task Gone_without_a_word_of_the_service_is_not_this()
    {
        Service.On(CancelLine, EmulatedReply.Html(410)).On(ReadLine, Wire.NotThere());
        await CancelAsync();
        Assert.That(Service.Lines, Has.None.EqualTo(StopLine));
        Service.On(CancelLine, Wire.Error(409, "api_not_available_exception"));
        await CancelAsync();
        Assert.That(Service.Lines, Has.None.EqualTo(StopLine));
    }

    [Test]
    public async Task A_filter_cancels_what_is_listed_one_after_another()
    {
        Service.On("POST /_tasks/_cancel?actions=indices%3Adata%2Fwrite%2Freindex", Gone).On("GET /_tasks?actions=indices%3Adata%2Fwrite%2Freindex&detailed=true&group_by=none&timeout=10000ms", Gone)
            .On(ListLine, Wire.Ok("""{"reindex":[{"id":"nA1:88"},{"id":"nA1:89"}]}"""))
            .On(StopLine, Wire.Ok("""{"acknowledged":true}""")).On("POST /_reindex/nA1%3A89/_cancel?wait_for_completion=false", Wire.Ok("""{"acknowledged":true}"""));
        var report = await CancelAsync(new TaskFilter { Kinds = [Wire.Reindex] }, new CancelOptions { Selection = CancelSelection.ServerSide });
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "nA1:88: Accepted", "nA1:89: Accepted" }));
        Assert.That((report.MatchedCount, report.IsComplete), Is.EqualTo(((long?)2, true)));
    }

    [Test]
    public async Task A_list_that_lacks_a_node_leaves_the_cancel_in_doubt()
    {
        Service.On("POST /_tasks/_cancel?actions=indices%3Adata%2Fwrite%2Freindex", Gone).On("GET /_tasks?actions=indices%3Adata%2Fwrite%2Freindex&detailed=true&group_by=none&timeout=10000ms", Gone)
            .On(ListLine, Wire.Ok("""{"reindex":[{"id":"nA1:88"}],"node_failures":[{"node_id":"nB2","type":"t","reason":"gone"}]}""")).On(StopLine, Wire.Ok("""{"acknowledged":true}"""));
        var report = await CancelAsync(new TaskFilter { Kinds = [Wire.Reindex] }, new CancelOptions { Selection = CancelSelection.ServerSide });
        Assert.That((report.MatchedCount, report.IsIndeterminate, report.Error?.Summary), Is.EqualTo((default(long?), true, "Elasticsearch: The list is not complete. node nB2: gone")));
    }

    [TestCase("indices:data/write/reindex", 1)]
    [TestCase("indices:*", 1)]
    [TestCase("*reindex", 1)]
    [TestCase("indices:data/write/reinde?", 0)]
    [TestCase(@"indices:data/write\reindex", 0)]
    [TestCase("indices:data/read/*", 0)]
    [TestCase("INDICES:data/write/reindex", 0)]
    public async Task Only_patterns_that_mean_reindexing_are_listed(string kind, int expected)
    {
        Service.On($"GET /_tasks?actions={Uri.EscapeDataString(kind)}&detailed=true&group_by=none&timeout=10000ms", Gone).On(ListLine, Wire.Ok("""{"reindex":[{"id":"nA1:88"}]}"""));
        Assert.That(await ListAsync(new TaskFilter { Kinds = [kind] }), Has.Count.EqualTo(expected));
        Assert.That(Service.Lines, Has.Count.EqualTo(1 + expected));
    }

    private static IEnumerable<TestCaseData> NotShown()
    {
        yield return new TestCaseData(new ElasticsearchTaskFilter { OpaqueId = "o", ParentId = "a:1", Nodes = ["n"] }, "OpaqueId").SetArgDisplayNames("OpaqueId");
        yield return new TestCaseData(new ElasticsearchTaskFilter { ParentId = "a:1", Nodes = ["n"] }, "ParentId").SetArgDisplayNames("ParentId");
        yield return new TestCaseData(new ElasticsearchTaskFilter { Nodes = ["n"] }, "Nodes").SetArgDisplayNames("Nodes");
    }

    [TestCaseSource(nameof(NotShown))]
    public void A_field_that_its_lists_do_not_show_is_refused(ElasticsearchTaskFilter filter, string field)
    {
        foreach (var query in new[] { "", "parent_task_id=a%3A1&", "nodes=n&", "nodes=n&parent_task_id=a%3A1&" })
        {
            Service.On($"GET /_tasks?{query}detailed=true&group_by=none&timeout=10000ms", Gone);
        }

        Assert.That(() => ListAsync(filter), Throws.TypeOf<UnsupportedFilterException>().With.Property("Field").EqualTo(field)
            .And.Message.EqualTo($"Elasticsearch has no lists of tasks here, and its lists of reindexing do not show {field}. Filter by Kinds, Started or Where."));
    }

    [Test]
    public async Task A_list_keeps_raw_json_and_names_what_is_missing()
    {
        Service.On("GET /_tasks?detailed=true&group_by=none&timeout=10000ms", Gone).On(ListLine, Wire.Ok("""{"reindex":[{"id":"nA1:88"}]}"""), Wire.Ok("""{"reindex":[],"node_failures":[{"node_id":"nB2","type":"t","reason":"gone"}]}"""));
        Assert.That((await ListAsync(TaskFilter.All, new ReadOptions { KeepRaw = true })).Single().Raw.Length, Is.EqualTo("""{"id":"nA1:88"}""".Length));
        Assert.That((await FailureOf(ListAsync(TaskFilter.All))).Summary, Is.EqualTo("Elasticsearch: The list is not complete. node nB2: gone"));
    }

    [Test]
    public async Task There_is_no_collateral_to_be_seen()
    {
        Service.On("GET /_tasks?detailed=true&group_by=none&timeout=10000ms", Gone).On(AllLine, Gone).On(ListLine, Wire.Ok("""{"reindex":[{"id":"nA1:88"}]}"""));
        var plan = await RunAsync(Client.PlanAsync(TaskFilter.All, new CancelOptions { AllowAll = true }));
        Assert.That((plan.Targets.Count, plan.Collateral.Count), Is.EqualTo((1, 0)));
        Assert.That(Service.Lines, Does.Contain(AllLine));
    }
}
