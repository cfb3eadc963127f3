namespace TaskCancellation.Tests.Elasticsearch.Emulator;

public class FilterTests : EmulatorTest
{
    [TestCase("indices:data/read/search", 1, Category = "ES-7.16")]
    [TestCase("indices:*search*", 2, Category = "ES-7.16")]
    [TestCase("*search", 1, Category = "ES-7.16")]
    [TestCase("*SEARCH", 0, Category = "ES-7.16")]
    [TestCase("search", 0, Category = "ES-7.16")]
    [TestCase("*", 3, Category = "ES-7.16")]
    [TestCase("x, *search", 0, Category = "ES-7.16")]
    [TestCase("x,*search,*reindex", 2, Category = "ES-7.16")]
    [TestCase("", 3, Category = "ES-7.16")]
    public async Task Actions_are_patterns(string actions, int matches)
    {
        Emulator.Add(new() { Action = Search });
        Emulator.Add(new() { Action = Search + "[phase/query]" });
        Emulator.Add();
        Assert.That(Ids(await Get("/_tasks?actions=" + Uri.EscapeDataString(actions))), Has.Length.EqualTo(matches));
    }

    [TestCase("nA1", "nA1", Category = "ES-7.17")]
    [TestCase("es-2", "nB2", Category = "ES-7.17")]
    [TestCase("es-*", "nA1,nB2", Category = "ES-7.17")]
    [TestCase("10.0.0.2", "nB2", Category = "ES-7.17")]
    [TestCase("_local", "nA1", Category = "ES-7.17")]
    [TestCase("_master", "nB2", Category = "ES-7.17")]
    [TestCase("_all", "nA1,nB2", Category = "ES-7.17")]
    [TestCase("zone:a", "nA1", Category = "ES-7.17")]
    [TestCase("master:true", "nB2", Category = "ES-7.17")]
    [TestCase("_all,master:false", "nA1", Category = "ES-7.17")]
    [TestCase("master:false,_all", "nA1,nB2", Category = "ES-7.17")]
    [TestCase("nowhere", "", Category = "ES-7.17")]
    public async Task Nodes_are_found(string nodes, string found)
    {
        Emulator.Add();
        Emulator.Add(new() { NodeId = "nB2" });
        Assert.That(string.Join(",", Ids(await Get("/_tasks?nodes=" + nodes)).Select(id => id[..3])), Is.EqualTo(found));
    }

    [Test, Category("ES-7.18")]
    public async Task Parents_nest_and_orphans_stand_at_the_top()
    {
        var parent = Emulator.Add(new() { Action = "a" });
        var child = Emulator.Add(new() { Action = "a[s]", ParentId = parent, NodeId = "nB2" });
        Emulator.Add(new() { Action = "a[s][p]", ParentId = child });
        Emulator.Add(new() { Action = "orphan", ParentId = "gone:7" });
        string Task(string node, int id, string action, string parentId) => $$"""
            "node":"{{node}}","id":{{id}},"type":"transport","action":"{{action}}","start_time_in_millis":1767225600000,"running_time_in_nanos":0,"cancellable":true,"cancelled":false,{{parentId}}"headers":{}
            """;
        AssertAnswer(await Get("/_tasks?group_by=parents"), 200, $$$$"""
            {"tasks":{"nA1:1":{{{{{Task("nA1", 1, "a", "")}}}},
            "children":[{{{{{Task("nB2", 1, "a[s]", "\"parent_task_id\":\"nA1:1\",")}}}},
            "children":[{{{{{Task("nA1", 2, "a[s][p]", "\"parent_task_id\":\"nB2:1\",")}}}}}]}]},
            "nA1:3":{{{{{Task("nA1", 3, "orphan", "\"parent_task_id\":\"gone:7\",")}}}}}}}
            """.ReplaceLineEndings(""));
    }

    [Test, Category("ES-7.18")]
    public async Task Nothing_has_three_shapes()
    {
        AssertAnswer(await Get("/_tasks"), 200, """{"nodes":{}}""");
        AssertAnswer(await Post("/_tasks/_cancel?group_by=none"), 200, """{"tasks":[]}""");
        AssertAnswer(await Post("/_tasks/_cancel?group_by=parents"), 200, """{"tasks":{}}""");
    }

    [Test, Category("ES-7.44")]
    public async Task The_opaque_id_is_on_the_family_and_echoed()
    {
        var parent = Emulator.Add(new() { OpaqueId = "me" });
        Emulator.Add(new() { ParentId = parent, NodeId = "nB2" });
        var answer = await Get("/_tasks?group_by=none", request => request.Headers.Add("X-Opaque-Id", "list-1"));
        Assert.That(answer.Headers["X-Opaque-Id"], Is.EqualTo("list-1"));
        Assert.That(answer.Json["tasks"]!.AsArray().Select(task => task!["headers"]!.ToJsonString()), Is.All.EqualTo("""{"X-Opaque-Id":"me"}"""));
    }
}
