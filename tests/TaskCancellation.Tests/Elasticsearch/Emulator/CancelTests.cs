using TaskCancellation.Testing.Elasticsearch;

namespace TaskCancellation.Tests.Elasticsearch.Emulator;

public class CancelTests : EmulatorTest
{
    [Test, Category("ES-7.1")]
    public async Task By_id_lists_the_task_flagged_and_without_details()
    {
        Emulator.Add(new() { Number = 88 });
        Advance(5.2);
        AssertAnswer(await Cancel("nA1:88"), 200, """
            {"nodes":{"nA1":{"name":"es-1","transport_address":"10.0.0.1:9300","host":"10.0.0.1","ip":"10.0.0.1:9300",
            "roles":["data","ingest"],"attributes":{"zone":"a"},
            "tasks":{"nA1:88":{"node":"nA1","id":88,"type":"transport","action":"indices:data/write/reindex",
            "start_time_in_millis":1767225600000,"running_time_in_nanos":5200000000,"cancellable":true,"cancelled":true,"headers":{}}}}}}
            """.ReplaceLineEndings(""));
    }

    [Test, Category("ES-7.2"), Category("ES-7.12")]
    public async Task By_action_lists_the_matching_parent_and_ends_its_children()
    {
        var (parent, child, grandchild) = AddFamily();
        Assert.That(Ids(await Post($"/_tasks/_cancel?actions={Search}")), Is.EqualTo(new[] { parent }));
        Assert.That(Flagged(), Is.EqualTo(new[] { parent, child, grandchild }));
        Advance(1);
        Assert.That(Ids(await Get("/_tasks")), Is.Empty);
    }

    [Test, Category("ES-7.3")]
    public async Task By_parent_leaves_the_parent_alone()
    {
        var (parent, child, grandchild) = AddFamily();
        Assert.That(Ids(await Post($"/_tasks/_cancel?parent_task_id={parent}")), Is.EqualTo(new[] { child }));
        Assert.That(Flagged(), Is.EqualTo(new[] { child, grandchild }));
    }

    [TestCase("?actions=unknown_action", Category = "ES-7.4")]
    [TestCase("?nodes=nB2", Category = "ES-7.4")]
    [TestCase("?nodes=nowhere", Category = "ES-7.4")]
    [TestCase("?parent_task_id=nA1:99", Category = "ES-7.4")]
    public async Task What_matches_nothing_does_nothing(string query)
    {
        Emulator.Add();
        AssertAnswer(await Post("/_tasks/_cancel" + query), 200, """{"nodes":{}}""");
        Assert.That(Flagged(), Is.Empty);
    }

    [Test, Category("ES-7.5")]
    public async Task Twice_is_fine_while_it_runs_and_not_found_afterwards()
    {
        var task = Emulator.Add();
        Assert.That(Ids(await Cancel(task)), Is.EqualTo(new[] { task }));
        Assert.That(Ids(await Cancel(task)), Is.EqualTo(new[] { task }));
        var waiting = Cancel(task, "?wait_for_completion=true");
        Assert.That(Emulator.Requests[^1].Status, Is.Null);
        await Clock.AdvanceUntilCompletedAsync(waiting);
        Assert.That(Ids(await waiting), Is.EqualTo(new[] { task }));
        AssertAnswer(await Cancel(task), 200, NodeFailure("nA1", "resource_not_found_exception", "task [nA1:1] is not found"));
    }

    [Test, Category("ES-7.6")]
    public async Task With_wait_it_answers_when_task_and_descendants_are_gone()
    {
        var parent = Emulator.Add(new() { Action = Search });
        Emulator.Add(new() { Action = Search + "[phase/query]", NodeId = "nB2", ParentId = parent, CancelDelay = TimeSpan.FromSeconds(7.35) });
        var waiting = Cancel(parent, "?wait_for_completion=true");
        Advance(7.349);
        Assert.That(Emulator.Requests[^1].Status, Is.Null);
        Advance(0.001);
        Assert.That(Emulator.Requests[^1].Status, Is.EqualTo(200));
        Assert.That((await waiting).Json["nodes"]!["nA1"]!["tasks"]![parent]!["cancelled"]!.GetValue<bool>(), Is.True);
    }

    [Test, Category("ES-7.6")]
    public async Task A_wait_sees_what_a_hook_ends()
    {
        var task = Emulator.Add(new() { CancelEnding = ElasticsearchCancelEnding.Ignored });
        var waiting = Cancel(task, "?wait_for_completion=true");
        Emulator.Finish(task);
        Advance(0.1);
        Assert.That(Ids(await waiting), Is.EqualTo(new[] { task }));
    }

    [Test, Category("ES-7.7")]
    public async Task A_wait_can_last_for_ever_and_dropping_it_undoes_nothing()
    {
        var task = Emulator.Add(new() { CancelEnding = ElasticsearchCancelEnding.Ignored });
        using var drop = new CancellationTokenSource();
        var waiting = Send(HttpMethod.Post, $"/_tasks/{task}/_cancel?wait_for_completion=true", cancellationToken: drop.Token);
        Advance(3600);
        Assert.That(Emulator.Requests[^1].Status, Is.Null);
        await drop.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((Row(task).IsCanceled, Row(task).FinishedAt), Is.EqualTo((true, (DateTimeOffset?)null)));
    }

    [TestCase("nA1", "parent task was cancelled [by user request]", Category = "ES-7.8")]
    [TestCase("nB2", "task cancelled before starting [by user request]", Category = "ES-7.8")]
    public async Task A_cancelled_parent_starts_no_children(string node, string words)
    {
        var parent = Emulator.Add();
        await Cancel(parent);
        Assert.That(() => Emulator.Add(new() { NodeId = node, ParentId = parent }), Throws.InvalidOperationException.With.Message.EqualTo(words));
    }

    [Test, Category("ES-7.9")]
    public async Task Bans_are_where_children_run_and_go_with_them()
    {
        var (parent, child, _) = AddFamily();
        await Cancel(parent);
        Assert.That(Emulator.Bans, Is.EqualTo(new ElasticsearchBan[] { new("nB2", parent, "by user request"), new("nA1", child, "by user request") }));
        Advance(1);
        Assert.That(Emulator.Bans, Is.Empty);
    }

    [Test, Category("ES-7.10")]
    public void Orphans_are_cancelled_and_bans_of_the_lost_node_dropped()
    {
        var (parent, child, _) = AddFamily();
        Emulator.RestartNode("nA1");
        Assert.That((Row(parent).Ending, Row(child).CancelReason), Is.EqualTo((ElasticsearchEnding.Lost, "channel was closed")));
        Assert.That(Emulator.Bans.Where(ban => ban.ParentTaskId == parent), Is.Empty);
    }

    [Test, Category("ES-7.11")]
    public async Task Cancels_at_the_same_time_are_each_answered_once()
    {
        var task = Emulator.Add();
        Task<Answer>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => Cancel(task, "?wait_for_completion=true"))];
        await Clock.AdvanceUntilCompletedAsync(Task.WhenAll(waiting));
        foreach (var answer in waiting)
        {
            Assert.That(Ids(await answer), Is.EqualTo(new[] { task }));
        }
    }

    [Test, Category("ES-7.13"), Category("Finding es-F")]
    public async Task Without_a_filter_it_takes_everything_that_can_be_cancelled()
    {
        Play("7.17.0");
        Emulator.ListsOwnTasks = true;
        var task = Emulator.Add();
        Emulator.Add(new() { IsCancelable = false });
        Assert.That(Ids(await Post("/_tasks/_cancel")), Is.EqualTo(new[] { task }));
    }

    [TestCase("", Category = "Finding es-F")]
    [TestCase("?actions=,", Category = "Finding es-F")]
    [TestCase("?actions=*cancel*,*reindex", Category = "Finding es-F")]
    [TestCase("?nodes=_all", Category = "Finding es-F")]
    public async Task A_cancel_that_matches_itself_stops_itself_midway(string query)
    {
        Emulator.ListsOwnTasks = true;
        string[] tasks = [Emulator.Add(), Emulator.Add(), Emulator.Add()];
        var answer = (await Post("/_tasks/_cancel" + query)).Json;
        Assert.That(answer["nodes"]!.AsObject(), Is.Empty);
        Assert.That(
            answer["node_failures"]!.AsArray().Select(failure => failure!["caused_by"]!["type"]!.GetValue<string>()),
            Is.EqualTo(new[] { "task_cancelled_exception", "task_cancelled_exception" }));
        Assert.That(Flagged(), Is.EqualTo(tasks[..1]));
    }

    [Test, Category("Finding es-F")]
    public async Task A_cancel_that_matches_itself_and_waits_is_never_answered()
    {
        Emulator.ListsOwnTasks = true;
        using var hangUp = new CancellationTokenSource();
        var waiting = Send(HttpMethod.Post, "/_tasks/_cancel?wait_for_completion=true", cancellationToken: hangUp.Token);
        Advance(600);
        Assert.That(waiting.IsCompleted, Is.False);
        await hangUp.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Ids(await Get("/_tasks?actions=cluster:admin*")), Has.Length.EqualTo(3), "its tasks stay");
    }

    [Test, Category("Finding es-F")]
    public async Task The_health_node_is_started_again_under_a_new_id()
    {
        Emulator.ListsOwnTasks = true;
        var first = Ids(await Get("/_tasks?actions=health*")).Single();
        Assert.That((await Get($"/_tasks/{first}")).Json["task"]!["parent_task_id"]!.GetValue<string>(), Is.EqualTo("cluster:1"));
        Assert.That(Ids(await Cancel(first, "?wait_for_completion=true")), Is.EqualTo(new[] { first }));
        Assert.That((await Get($"/_tasks/{first}")).Status, Is.EqualTo(404));
        var next = (await Get("/_tasks?actions=health*&group_by=none")).Json["tasks"]![0]!;
        Assert.That(next["parent_task_id"]!.GetValue<string>(), Is.EqualTo("cluster:2"));
    }

    [Test, Category("ES-7.14"), Category("Inferred")]
    public async Task What_finishes_before_it_is_flagged_is_listed_unflagged()
    {
        var task = Emulator.Add();
        Emulator.BetweenCheckAndCancel = _ => Emulator.Finish(task);
        var answer = await Cancel(task);
        Assert.That(answer.Json["nodes"]!["nA1"]!["tasks"]![task]!["cancelled"]!.GetValue<bool>(), Is.False);
    }

    [Test, Category("ES-7.15")]
    public async Task What_finishes_before_the_cancel_is_not_found()
    {
        var task = Emulator.Add();
        Emulator.BeforeCancel = _ => Emulator.Finish(task);
        AssertAnswer(await Cancel(task), 200, NodeFailure("nA1", "resource_not_found_exception", "task [nA1:1] is not found"));
    }

    [Test, Category("ES-7.20")]
    public async Task A_node_that_left_has_bare_tasks()
    {
        Emulator.Add(new() { NodeId = "nB2" });
        Emulator.AfterCancel = _ => Emulator.RemoveNode("nB2");
        AssertAnswer(await Cancel("nB2:1"), 200, """
            {"nodes":{"nB2":{"tasks":{"nB2:1":{"node":"nB2","id":1,"type":"transport","action":"indices:data/write/reindex",
            "start_time_in_millis":1767225600000,"running_time_in_nanos":0,"cancellable":true,"cancelled":true,"headers":{}}}}}}
            """.ReplaceLineEndings(""));
    }

    [Test, Category("ES-7.45")]
    public async Task A_restarted_node_uses_its_numbers_again()
    {
        var old = Emulator.Add();
        Emulator.RestartNode("nA1");
        Assert.That(Emulator.Add(new() { Action = Search }), Is.EqualTo(old));
        Assert.That((await Get($"/_tasks/{old}")).Json["task"]!["action"]!.GetValue<string>(), Is.EqualTo(Search));
    }

    [Test, Category("ES-7.60")]
    public async Task The_server_can_flag_a_task_by_itself()
    {
        var task = Emulator.Add(new() { Action = Search, StoresResult = true });
        Emulator.CancelByServer(task, "channel was closed");
        Assert.That((await Get($"/_tasks/{task}")).Json["task"]!["cancelled"]!.GetValue<bool>(), Is.True);
        Advance(1);
        Assert.That((await Get($"/_tasks/{task}")).Json["error"]!["reason"]!.GetValue<string>(), Is.EqualTo("task cancelled [channel was closed]"));
    }

    private (string Parent, string Child, string Grandchild) AddFamily()
    {
        var parent = Emulator.Add(new() { Action = Search });
        var child = Emulator.Add(new() { Action = Search + "[phase/query]", NodeId = "nB2", ParentId = parent });
        return (parent, child, Emulator.Add(new() { Action = Search + "[phase/fetch]", ParentId = child }));
    }
}
