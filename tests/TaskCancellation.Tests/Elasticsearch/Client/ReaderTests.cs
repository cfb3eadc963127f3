namespace TaskCancellation.Tests.Elasticsearch.Client;

/// <summary>What a read, a list and a cancel ask for one after another, and the words of what goes wrong.</summary>
[TestFixture]
internal sealed class ReaderTests : ClientTest
{
    private const string NodeLine = "GET /_tasks?nodes=nA1&detailed=true&group_by=none&timeout=10000ms";
    private const string ChildrenLine = "GET /_tasks?parent_task_id=nA1%3A88&detailed=true&group_by=none&timeout=10000ms";
    private const string ListLine = "GET /_tasks?detailed=true&group_by=none&timeout=10000ms";

    [TestCase(8, TaskState.Running)]
    [TestCase(9, TaskState.Failed)]
    public async Task A_task_is_followed_over_eight_moves(int moves, TaskState expected)
    {
        for (var at = 0; at < moves; at++)
        {
            Service.On($"GET /_tasks/nA1%3A{88 + at}", Wire.Stored($"\"error\":{{\"type\":\"task_relocated_exception\",\"relocated_task_id\":\"nA1:{89 + at}\"}}", Wire.Task($"nA1:{88 + at}")));
        }

        Service.On($"GET /_tasks/nA1%3A{88 + moves}", Wire.Running(Wire.Task($"nA1:{88 + moves}")));
        var task = (await RunAsync(Client.FindAsync(Wire.Id)))!;
        Assert.That((task.Id.Value, task.State), Is.EqualTo((Wire.Id, expected)));
        Assert.That(Service.Lines, Has.Count.EqualTo(9));
    }

    [Test]
    public async Task A_reply_about_another_task_is_none()
    {
        Service.On(ReadLine, Wire.Running(Wire.Task("nA1:89")));
        var failure = await FailureOf(Client.FindAsync(Wire.Id));
        Assert.That((failure.Reason, failure.Summary), Is.EqualTo((TaskErrorReason.Protocol, "Elasticsearch: The reply shows another task than nA1:88.")));
    }

    [TestCase("no_shard_available_action_exception", 503)]
    [TestCase("index_closed_exception", 400)]
    public async Task Where_records_cannot_be_read_the_list_of_the_node_shows_what_runs(string type, int status)
    {
        Service.On(ReadLine, Wire.Error(status, type)).On(NodeLine, Wire.List(Wire.Task("nA1:87"), Wire.Task()), Wire.List(Wire.Task("nA1:87")));
        Assert.That((await RunAsync(Client.FindAsync(Wire.Id)))!.Id.Value, Is.EqualTo(Wire.Id));
        Assert.That(await RunAsync(Client.FindAsync(Wire.Id)), Is.Null);

        Service.On(NodeLine, Wire.Ok("""{"tasks":[],"node_failures":[{}]}"""));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).ErrorCode, Is.EqualTo(type));
        Service.On(NodeLine, Wire.Error(403, "security_exception"));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).ErrorCode, Is.EqualTo(type));
    }

    [Test]
    public async Task The_progress_of_slices_is_asked_for_and_may_be_missing()
    {
        const string Open = ",\"status\":{\"total\":10,\"created\":2,\"slices\":[null]}";
        Service.On(ReadLine, Wire.Running(Wire.Task(more: Open))).On(ChildrenLine, Wire.List(Wire.Task("nA1:89", more: ",\"status\":{\"total\":10,\"created\":8}")));
        Assert.That((await RunAsync(Client.FindAsync(Wire.Id)))!.Progress, Is.EqualTo(0.5));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine, ChildrenLine }));

        Service.On(ChildrenLine, Wire.Error(403, "security_exception"));
        Assert.That((await RunAsync(Client.FindAsync(Wire.Id)))!.Progress, Is.Null);
    }

    [TestCase(19, false)]
    [TestCase(20, true)]
    public async Task Twenty_ids_are_worth_a_list(int count, bool lists)
    {
        TaskId[] ids = [.. Enumerable.Range(1, count).Select(at => new TaskId($"nA1:{at}"))];
        Service.On(ListLine.Replace("?", "?actions=k&", StringComparison.Ordinal), Wire.List(Wire.Task("nA1:1", "k"), Wire.Task("nA1:99", "k")));
        foreach (var id in ids)
        {
            Service.On($"GET /_tasks/{Uri.EscapeDataString(id.Value)}", Wire.Stored("\"response\":{}", Wire.Task(id.Value, "k")));
        }

        var found = await ListAsync(new TaskFilter { Ids = [.. ids, ids[0]], Kinds = ["k"], States = [TaskState.Running, TaskState.Succeeded], Started = TimeRange.AtOrBefore(Wire.Start), Where = _ => true });
        Assert.That(found.Select(task => task.Id), Is.EquivalentTo(ids));
        Assert.That(found.Count(task => task.State == TaskState.Running), Is.EqualTo(lists ? 1 : 0));
        Assert.That(Service.Lines.Count(line => line.StartsWith("GET /_tasks?", StringComparison.Ordinal)), Is.EqualTo(lists ? 1 : 0));
        Assert.That(Service.Lines, Has.Count.EqualTo(count));
    }

    [Test]
    public async Task Without_a_list_all_ids_are_read()
    {
        TaskId[] ids = [.. Enumerable.Range(1, 20).Select(at => new TaskId($"nA1:{at}"))];
        Service.On(ListLine, Wire.Error(403, "security_exception"));
        foreach (var id in ids)
        {
            Service.On($"GET /_tasks/{Uri.EscapeDataString(id.Value)}", Wire.Running(Wire.Task(id.Value)));
        }

        Assert.That(await ListAsync(new TaskFilter { Ids = ids }), Has.Count.EqualTo(20));
        Assert.That(Service.Lines, Has.Count.EqualTo(21));
    }

    [Test]
    public async Task A_kind_that_is_none_is_refused_in_words()
    {
        var error = (await CancelAsync(new TaskTarget(Wire.Id, "a,b"))).Error!;
        Assert.That((error.Summary, error.Reason, error.Delivery, error.ServiceName), Is.EqualTo(("'a,b' is not the action of a task, so that the task nA1:88 cannot be told from others.", TaskErrorReason.InvalidRequest, RequestDelivery.NotSent, "Elasticsearch")));
    }

    [TestCase("resource_not_found_exception", TaskErrorReason.NotFound)]
    [TestCase("illegal_argument_exception", TaskErrorReason.InvalidRequest)]
    [TestCase("other_exception", TaskErrorReason.ServerError)]
    public async Task A_cancel_that_was_not_taken_says_so(string type, TaskErrorReason kind)
    {
        Service.On(CancelLine, Wire.NodeFailure(type, "why")).On(ReadLine, Wire.Running(Wire.Task(cancelled: false)));
        var error = (await CancelAsync()).Error!;
        Assert.That((error.Reason, error.Summary, error.StatusCode, error.ErrorCode), Is.EqualTo((kind, "Elasticsearch: The task nA1:88 was not canceled. node nA1: why", (int?)200, type)));
    }

    [Test]
    public async Task A_cancel_of_many_that_was_not_taken_by_all_says_so()
    {
        Service.On("POST /_tasks/_cancel?actions=k", Wire.Ok("{\"tasks\":[],\"task_failures\":[{\"node_id\":\"nA1\",\"task_id\":9,\"reason\":{\"type\":\"t\",\"reason\":\"why\"}}]}"))
            .On("GET /_tasks?actions=k&detailed=true&group_by=none&timeout=10000ms", Wire.List());
        Assert.That((await CancelAsync(new TaskFilter { Kinds = ["k"] })).Error!.Summary, Is.EqualTo("Elasticsearch: Not all of the cancel was taken. task nA1:9: why"));
    }

    [Test]
    public async Task A_task_that_was_moved_is_answered_under_the_id_it_was_asked_for()
    {
        Service.On("POST /_tasks/nB2%3A7/_cancel", Wire.List(Wire.Task("nB2:7", cancelled: true, more: ",\"original_task_id\":\"nA1:88\""), Wire.Task("nB2:8")));
        var operation = await RunAsync(Client.CancelAsync("nB2:7"));
        var outcome = operation.Accepted.Outcomes.Single();
        Assert.That((outcome.Verdict, outcome.Target.Id.Value, outcome.Snapshot!.Id.Value), Is.EqualTo((CancellationVerdict.Accepted, "nB2:7", "nB2:7")));
        Assert.That(operation.Accepted.Collateral.Select(task => task.Id.Value), Is.EqualTo(new[] { "nB2:8" }));
    }

    [Test]
    public async Task An_end_that_was_waited_for_and_not_recorded_is_shown_as_that()
    {
        Service.On(CancelLine + "?wait_for_completion=true", Wire.Named(Wire.Task(cancelled: true))).On(ReadLine, Wire.NotThere());
        var outcome = await CancelAsync(client: CreateClient(configure: options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(5)));
        Assert.That((outcome.Snapshot!.Id.Value, outcome.Snapshot.State, outcome.Snapshot.RawState, outcome.Snapshot.IsEndUnknown, outcome.Snapshot.Kind), Is.EqualTo((Wire.Id, TaskState.Unknown, "unrecorded", true, Wire.Reindex)));
    }

    [TestCase("other", Wire.StartMillis)]
    [TestCase(Wire.Reindex, Wire.StartMillis + 1)]
    public async Task The_record_of_another_task_tells_no_end(string action, long start)
    {
        Service.On(CancelLine + "?wait_for_completion=true", Wire.Named(Wire.Task(cancelled: true))).On(ReadLine, Wire.Stored("\"response\":{\"canceled\":\"x\"}", Wire.Task(action: action, start: start)));
        var outcome = await CancelAsync(client: CreateClient(configure: options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(5)));
        Assert.That((outcome.Verdict, outcome.Snapshot!.IsEndUnknown), Is.EqualTo((CancellationVerdict.Ended, true)));
    }

    [TestCase(null, "")]
    [TestCase(5, "&wait_for_completion=true")]
    public async Task A_plan_shows_the_requests_that_it_stands_for(int? seconds, string wait)
    {
        Service.On(ListLine.Replace("?", "?actions=k&", StringComparison.Ordinal), Wire.List(Wire.Task(action: "k"))).On(AllLine, Wire.List());
        var plan = await RunAsync(CreateClient(configure: options => options.CancelLongPollTimeout = seconds is { } time ? TimeSpan.FromSeconds(time) : null).PlanAsync(new TaskFilter { Kinds = ["k"] }));
        Assert.That(plan.Requests.Select(request => request.ToString()), Is.EqualTo(new[] { "POST /_tasks/nA1%3A88/_cancel?actions=k" + wait }));
    }

    [TestCase("""{"version":{"build_flavor":"default"}}""", "Elasticsearch", null, "Elasticsearch")]
    [TestCase("""{"version":{"distribution":"other"}}""", "Elasticsearch", null, "Elasticsearch")]
    [TestCase("""{"version":{"number":"1.3.0","distribution":"opensearch","build_flavor":"serverless"}}""", "OpenSearch", "1.3.0", "OpenSearch")]
    [TestCase("""{"version":{"build_flavor":"serverless"}}""", "Elasticsearch Serverless", null, "Elasticsearch Serverless")]
    [TestCase("""{"version":{}}""", "Elasticsearch or OpenSearch", null, "Elasticsearch")]
    public async Task What_the_root_says_names_the_service_from_then_on(string root, string product, string? version, string subject)
    {
        Service.On("GET /", Wire.Ok(root)).On("GET /_tasks?actions=none&group_by=none&timeout=10000ms", Wire.List()).On(ReadLine, Wire.Error(400, "odd_exception", "words"));
        var info = await RunAsync(Client.GetServiceInfoAsync());
        Assert.That((info.Product, info.Version, info.CanList), Is.EqualTo((product, version, (bool?)true)));
        Assert.That((await FailureOf(Client.FindAsync(Wire.Id))).Summary, Is.EqualTo($"{subject}: words"));
    }

    [Test]
    public async Task A_plan_of_nothing_looks_for_no_collateral()
    {
        Service.On(ListLine.Replace("?", "?actions=k&", StringComparison.Ordinal), Wire.List());
        Assert.That((await RunAsync(Client.PlanAsync(new TaskFilter { Kinds = ["k"] }))).Targets, Is.Empty);
        Assert.That(Service.Lines, Has.None.EqualTo(AllLine));
    }

    [TestCase(false, CancellationVerdict.NotFound)]
    [TestCase(true, CancellationVerdict.Indeterminate)]
    public async Task After_a_cancel_that_was_held_too_long_a_task_that_is_gone_may_have_been_ours(bool isHeld, CancellationVerdict expected)
    {
        var gone = Wire.NodeFailure("resource_not_found_exception");
        Service.On(CancelLine + "?wait_for_completion=true", gone).On(CancelLine, gone).On(ReadLine, Wire.NotThere());
        if (isHeld)
        {
            Service.Faults.OnCall(1).Delay(TimeSpan.FromHours(2));
        }

        Assert.That((await CancelAsync(client: CreateClient(configure: options => options.CancelLongPollTimeout = TimeSpan.FromSeconds(5)))).Verdict, Is.EqualTo(expected));
    }

    [Test]
    public async Task Ids_are_read_at_once_and_the_first_that_cannot_be_read_is_said_at_the_end()
    {
        Service.On(ReadLine, Wire.Running(Wire.Task())).On("GET /_tasks/nA1%3A89", Wire.Error(403, "security_exception"));
        var options = new ReadOptions { LongPollTimeout = TimeSpan.FromMinutes(1) };
        Assert.That(await ListAsync(new TaskFilter { Ids = [Wire.Id] }, options), Has.Count.EqualTo(1));
        Assert.That(Service.Lines, Is.EqualTo(new[] { ReadLine }));
        Assert.That((await FailureOf(ListAsync(new TaskFilter { Ids = [Wire.Id, "nA1:89"] }, options))).ErrorCode, Is.EqualTo("security_exception"));
    }

    [Test]
    public async Task What_changes_at_every_read_is_no_progress()
    {
        string[] later = [",\"resource_stats\":{\"total\":1}", ",\"resource_stats\":{\"total\":2},\"running_time_in_nanos\":9", ",\"description\":\"d\"", ",\"description\":\"d\",\"running_time_in_nanos\":9"];
        Service.On(ReadLine, [.. later.Select(more => Wire.Running(Wire.Task(more: more))), Wire.Stored("\"response\":{}")]);
        var told = new Told();
        await RunAsync(Client.WaitForCompletionAsync(Wire.Id, new WaitOptions { Progress = told }));
        Assert.That(told.Select(task => (task.State, DetailsOf(task).Description)), Is.EqualTo(new[] { (TaskState.Running, default(string)), (TaskState.Running, "d"), (TaskState.Succeeded, null) }));
    }

    private sealed class Told : List<TaskSnapshot>, IProgress<TaskSnapshot>
    {
        public void Report(TaskSnapshot value) => Add(value);
    }
}
