using System.Text;
using TaskCancellation.Elasticsearch;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Elasticsearch.Client.Replies;

/// <summary>The reply to a list and to a cancel: its shapes, its rows, and the nodes it shows.</summary>
public sealed class PageTests
{
    [TestCase("""{"tasks":[T1,T2]}""", "a:1 a:2")]
    [TestCase("""{"tasks":{"a:1":T1,"a:2":T2}}""", "a:1 a:2")]
    [TestCase("""{"nodes":{"a":{"name":"n","tasks":{"a:1":T1,"a:2":T2}}}}""", "a:1 a:2")]
    [TestCase("""{"nodes":{"a":{"tasks":[T1]},"b":{"tasks":{"a:2":T2}},"c":{}}}""", "a:1 a:2")]
    [TestCase("""{"nodes":{"a":{"tasks":[T1]}},"tasks":[T2],"took":1}""", "a:1 a:2")]
    [TestCase("""{"tasks":[T1,T2,T1]}""", "a:1 a:2")]
    [TestCase("""{"node_failures":[]}""", "")]
    [TestCase("""{"task_failures":[]}""", "")]
    public void A_reply_has_one_of_three_shapes(string json, string expected)
    {
        var page = Read(json);
        Assert.That(string.Join(' ', page.Tasks.Select(task => task.Id.Value)), Is.EqualTo(expected));
        Assert.That(page.IsPartial, Is.False);
    }

    [TestCase("""{"tasks":[],"node_failures":[{}]}""")]
    [TestCase("""{"tasks":[],"task_failures":[{}]}""")]
    public void With_a_failure_in_it_it_is_not_whole(string json) => Assert.That(Read(json).IsPartial, Is.True);

    [TestCase("{}", "The reply holds neither tasks nor failures.")]
    [TestCase("""{"took":1,"acknowledged":true}""", "The reply holds neither tasks nor failures.")]
    [TestCase("[]", "The reply is not the object that is due.")]
    [TestCase("""{"nodes":[]}""", "'nodes' in the reply is not the object that is due.")]
    [TestCase("""{"nodes":{"a":[]}}""", "'nodes.a' in the reply is not the object that is due.")]
    [TestCase("""{"tasks":"odd"}""", "'tasks' in the reply is not the array that is due.")]
    [TestCase("""{"tasks":[],"node_failures":null}""", "'node_failures' in the reply is not the array that is due.")]
    [TestCase("""{"tasks":[],"task_failures":{}}""", "'task_failures' in the reply is not the array that is due.")]
    public void Anything_else_is_none(string json, string problem) => Assert.That(Reading.ProblemOf(json, ElasticsearchPage.Reader("any")), Is.EqualTo(problem));

    [TestCase(0, "")]
    [TestCase(1, "a:1")]
    [TestCase(2, "a:1 a:2")]
    [TestCase(3, "a:1 a:2 a:3")]
    [TestCase(null, "a:1 a:2 a:3")]
    public void No_more_are_read_than_are_wanted(int? max, string expected) =>
        Assert.That(Ids(Read("""{"tasks":[T1,T2,T3]}""", max: max)), Is.EqualTo(expected));

    [TestCase("mine", "a:1 a:4")]
    [TestCase("yours", "a:2 a:3 a:4")]
    [TestCase(null, "a:1 a:2 a:3 a:4")]
    public void What_carries_the_mark_is_left_out(string? mark, string expected)
    {
        var json = $$"""{"tasks":[{{Marked(1, "yours")}},{{Marked(2, "mine")}},{{Marked(3, "mine")}},{{Task(4)}}]}""";
        Assert.That(Ids(Read(json, excluded: mark)), Is.EqualTo(expected));
        Assert.That(Ids(Read(json, excluded: mark, max: 1)), Is.EqualTo(expected.Split(' ')[0]));
    }

    [Test]
    public void A_row_that_comes_again_is_one_however_many_there_are([Range(1, 12)] int count, [Values(1, 5, 8, 9, 10)] int repeated)
    {
        int[] all = [.. Enumerable.Range(1, count), Math.Min(repeated, count), count, 1];
        Assert.That(Read($$"""{"tasks":[{{string.Join(',', all.Select(at => Task(at)))}}]}""").Tasks.Select(task => task.Id.Value), Is.EqualTo(Enumerable.Range(1, count).Select(at => $"a:{at}")));
    }

    [Test]
    public void Children_are_rows_and_shown_with_their_parents()
    {
        var page = Read($$"""{"tasks":{"a:1":{{Task(1, ",\"children\":[7," + Task(2, ",\"parent_task_id\":\"a:1\",\"children\":[" + Task(3, ",\"parent_task_id\":\"a:2\"") + "]") + ",null]")}} } }""", keepRaw: true);

        Assert.That(Ids(page), Is.EqualTo("a:1 a:2 a:3"));
        Assert.That(page.Tasks.Select(task => Ids(ChildrenOf(task))), Is.EqualTo(new[] { "a:2", "a:3", "" }));
        Assert.That(ChildrenOf(page.Tasks[0]), Is.EqualTo(new[] { page.Tasks[1] }));
        Assert.That(page.Tasks.Select(task => task.Raw.IsEmpty), Is.EqualTo(new[] { false, true, true }), "the first holds the JSON of all");
    }

    [Test]
    public void A_parent_that_is_not_shown_is_none_of_the_tree()
    {
        var page = Read($$"""{"tasks":[{{Task(2, ",\"parent_task_id\":\"a:1\"")}},{{Task(3, ",\"parent_task_id\":\"a:2\"")}},{{Task(4, ",\"parent_task_id\":\"a:2\"")}},{{Task(5)}}]}""");
        Assert.That(page.Tasks.Select(task => Ids(ChildrenOf(task))), Is.EqualTo(new[] { "a:3 a:4", "", "", "" }));
        Assert.That(Ids(page), Is.EqualTo("a:2 a:3 a:4 a:5"));
    }

    [Test]
    public void Raw_json_is_kept_where_it_is_wanted([Values] bool keepRaw) =>
        Assert.That(Encoding.UTF8.GetString(Read("""{"tasks":[T1]}""", keepRaw: keepRaw).Tasks[0].Raw.Span), Is.EqualTo(keepRaw ? Task(1) : ""));

    [Test]
    public void The_progress_of_a_leader_counts_the_slices_beside_it()
    {
        var page = Read($$"""{"tasks":[{{Task(1, ",\"status\":{\"total\":10,\"created\":2,\"slices\":[null,{}]}")}},{{Task(2, ",\"parent_task_id\":\"a:1\",\"status\":{\"total\":10,\"created\":8}")}},{{Task(3, ",\"parent_task_id\":\"a:4\"")}},{{Task(4, ",\"status\":{\"total\":4,\"created\":1}")}}]}""");
        Assert.That(page.Tasks.Select(task => task.Progress), Is.EqualTo(new double?[] { 0.5, 0.8, null, 0.25 }));
    }

    [TestCase("nA1", null)]
    [TestCase("es-1", null)]
    [TestCase("es-*", null)]
    [TestCase("host.example", null)]
    [TestCase("10.0.0.1", null)]
    [TestCase("10.0.*", null)]
    [TestCase("10.0.0.1:9300", "")]
    [TestCase("es", "'nodes.nA1' in the reply shows the node 'es-1', which the filter does not name: it was not applied.")]
    [TestCase("nA", "'nodes.nA1' in the reply shows the node 'es-1', which the filter does not name: it was not applied.")]
    [TestCase("10.0.0.1:*", "")]
    public void A_node_that_was_not_asked_for_is_none_of_the_reply(string pattern, string? problem)
    {
        const string Json = """{"nodes":{"nA1":{"name":"es-1","host":"host.example","ip":"10.0.0.1:9300","roles":[],"tasks":{}}}}""";
        var names = ElasticsearchNodeNames.Of(new ElasticsearchTaskFilter { Nodes = ["other", pattern] });
        Assert.That(names is null, Is.EqualTo(problem?.Length == 0), "an attribute is for the service to know");
        if (names is not null)
        {
            Assert.That(Reading.ProblemOf(Json, ElasticsearchPage.Reader("any", nodes: names)), Is.EqualTo(problem).Or.EqualTo(problem?.Replace("'nodes.nA1' in the", "The", StringComparison.Ordinal)));
        }
    }

    [TestCase("_local")]
    [TestCase("_master")]
    [TestCase("data:true")]
    public void What_only_the_service_can_tell_is_left_to_it(string node) => Assert.That(ElasticsearchNodeNames.Of(new ElasticsearchTaskFilter { Nodes = ["es-1", node] }), Is.Null);

    [Test]
    public void Without_nodes_there_is_nothing_to_hold_a_reply_against()
    {
        Assert.That(ElasticsearchNodeNames.Of(new ElasticsearchTaskFilter { Kinds = ["k"] }), Is.Null);
        Assert.That(ElasticsearchNodeNames.Of(new TaskFilter { Kinds = ["k"] }), Is.Null);
        Assert.That(ElasticsearchNodeNames.Of(new ElasticsearchTaskFilter { Nodes = ["a_b", "c"] }), Is.Not.Null);
    }

    [TestCase("es-1", null, null, true)]
    [TestCase(null, "h", "1.2.3.4", false)]
    [TestCase("x", null, null, false)]
    [TestCase("es-1", "x", null, false)]
    [TestCase("es-1", null, "x", false)]
    [TestCase("es-1", null, "x:9300", false)]
    [TestCase("es-1", null, "x:y:9300", true)]
    [TestCase("es-1", null, ":x", true)]
    public void A_node_is_known_by_its_name_its_host_and_its_address(string? name, string? host, string? address, bool isExcluded) =>
        Assert.That(new ElasticsearchNodeNames(["x"]).Exclude("id", new ElasticsearchNodeNames.Node(name, host, address)), Is.EqualTo(isExcluded));

    [Test]
    public void An_id_is_compared_whole_and_an_address_from_its_beginning()
    {
        var node = new ElasticsearchNodeNames.Node("n", null, ":9300");
        Assert.That(new ElasticsearchNodeNames(["id"]).Exclude("id", node), Is.False);
        Assert.That(new ElasticsearchNodeNames(["i*"]).Exclude("id", node), Is.True);
        Assert.That(new ElasticsearchNodeNames([":9300"]).Exclude("id", node), Is.False, "what is before the colon is no address");
    }

    private static ElasticsearchPage Read(string json, bool keepRaw = false, int? max = null, string? excluded = null) =>
        Reading.Of(json.Replace("T1", Task(1), StringComparison.Ordinal).Replace("T2", Task(2), StringComparison.Ordinal).Replace("T3", Task(3), StringComparison.Ordinal), ElasticsearchPage.Reader("any", keepRaw, max: max, excluded: excluded));

    private static string Task(int number, string more = "") => $$"""{"node":"a","id":{{number}},"action":"k"{{more}}}""";

    private static string Marked(int number, string mark) => Task(number, $$""","headers":{"X-Opaque-Id":"{{mark}}"}""");

    private static IReadOnlyList<TaskSnapshot> ChildrenOf(TaskSnapshot task) => ((ElasticsearchTaskDetails)task.Details!).Children;

    private static string Ids(ElasticsearchPage page) => Ids(page.Tasks);

    private static string Ids(IEnumerable<TaskSnapshot> tasks) => string.Join(' ', tasks.Select(task => task.Id.Value));
}
