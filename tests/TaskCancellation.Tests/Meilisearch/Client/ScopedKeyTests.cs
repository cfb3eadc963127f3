using TaskCancellation.Meilisearch;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Keys that may not see, or not do, everything.</summary>
public sealed class ScopedKeyTests : ClientTest
{
    private static readonly TaskFilter Unfinished = new() { States = [TaskState.Pending, TaskState.Running] };

    [Test]
    [Category("MS-8.21"), Category("MS-8.39")]
    public async Task A_list_is_whole_at_every_page_size()
    {
        foreach (var index in "mbbmbbbbmmbmbbbbbb")
        {
            AddOpen(index == 'm' ? "movies" : "books");
        }

        var client = NewClient("movies-key", ["tasks.get"], "movies");
        for (var size = 1; size <= 20; size++)
        {
            Assert.That(await Uids(TaskFilter.All, new ReadOptions { PageSize = size }, client), Is.EqualTo(new[] { 11, 9, 8, 3, 0 }), $"page size {size}");
        }
    }

    [Test]
    public async Task Global_tasks_are_hidden_and_do_not_end_a_list_early()
    {
        AddOpen();
        for (var at = 0; at < 7; at++)
        {
            AddOpen(kind: "dumpCreation");
        }

        AddOpen();
        AddOpen(kind: "indexSwap");
        var client = NewClient("movies-key", ["tasks.get"], "movies*");
        foreach (var size in new[] { 1, 2, 3, 4, 9, 10, 11 })
        {
            Assert.That(await Uids(TaskFilter.All, new ReadOptions { PageSize = size }, client), Is.EqualTo(new[] { 8, 0 }), $"page size {size}");
        }
    }

    [Test]
    [Category("MS-8.10")]
    public async Task A_key_for_everything_lists_everything_at_every_page_size()
    {
        for (var at = 0; at < 9; at++)
        {
            AddOpen(kind: at % 2 == 0 ? "dumpCreation" : "settingsUpdate");
        }

        for (var size = 1; size <= 10; size++)
        {
            Server.ClearRequests();
            Assert.That(await Uids(TaskFilter.All, new ReadOptions { PageSize = size }), Is.EqualTo(new[] { 8, 7, 6, 5, 4, 3, 2, 1, 0 }));
            Assert.That(Sent, Has.Count.EqualTo((9 + size - 1) / size));
        }
    }

    [Test]
    public async Task A_server_that_does_not_say_how_many_there_are_is_asked_until_a_page_is_empty()
    {
        const string Task = """{"uid":5,"indexUid":"movies","status":"enqueued","type":"settingsUpdate","canceledBy":null,"enqueuedAt":"2023-02-03T10:11:14Z"}""";
        Server.Faults.OnCall(1).Respond(EmulatedReply.Json(200, $$"""{"results":[{{Task}}],"limit":2,"from":5,"next":null}"""));
        Server.Faults.OnCall(2).Respond(EmulatedReply.Json(200, $$"""{"results":[{{Task.Replace("5", "2", StringComparison.Ordinal)}}],"limit":2,"from":2,"next":null}"""));
        Server.Faults.OnCall(3).Respond(EmulatedReply.Json(200, """{"results":[],"limit":2,"from":null,"next":null}"""));
        Assert.That(await Uids(TaskFilter.All, new ReadOptions { PageSize = 2 }), Is.EqualTo(new[] { 5, 2 }));
        Assert.That(Sent, Is.EqualTo(new[] { "GET /tasks?limit=2", "GET /tasks?limit=2&from=4", "GET /tasks?limit=2&from=1" }));
    }

    [Test]
    [Category("MS-8.56"), Category("MS-8.57"), Category("Inferred")]
    public async Task A_cancel_leaves_others_out_and_is_followed_by_its_targets()
    {
        AddOpen();
        AddOpen("books");
        AddOpen();
        var client = NewClient("movies-key", ["tasks.cancel", "tasks.get"], "movies");
        var report = await Cancel(Unfinished, client: client);
        Assert.That((Verdicts(report), report.MatchedCount, report.UnlistedCount), Is.EqualTo(("2:Canceled 0:Canceled", (long?)null, (long?)null)));
        Assert.That((report.IsComplete, report.AllCanceled), Is.EqualTo((true, true)), "nobody told how many there were, but nothing it may see is left");
        Assert.That(Status(1), Is.Not.EqualTo("canceled"));
    }

    [Test]
    [Category("MS-8.57"), Category("Inferred")]
    public async Task A_stopped_task_that_waits_again_before_it_is_canceled_is_not_given_up()
    {
        AddOpen();
        Pass(20);
        Server.CancelDelay = TimeSpan.FromMilliseconds(50);
        Server.CancellationDuration = TimeSpan.FromSeconds(20);
        var client = NewClient("movies-key", ["tasks.cancel", "tasks.get"], "movies");
        var report = await Cancel(new TaskFilter { States = [TaskState.Running] }, client: client);
        Assert.That(Verdicts(report), Is.EqualTo("0:Canceled"));
    }

    [Test]
    [Category("MS-8.57"), Category("Inferred")]
    public async Task Tasks_that_were_not_addressed_do_not_hold_up_the_wait()
    {
        AddOpen();
        Pass(20);
        AddOpen();
        var client = NewClient("movies-key", ["tasks.cancel", "tasks.get"], "movies");
        var start = Clock.GetUtcNow();
        var report = await Cancel(new TaskFilter { States = [TaskState.Running] }, client: client);
        Assert.That(Verdicts(report), Is.EqualTo("0:Canceled"));
        Assert.That(Clock.GetUtcNow() - start, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_target_of_another_index_is_not_found()
    {
        AddOpen("books");
        var client = NewClient("movies-key", ["tasks.*"], "movies");
        Assert.That((await Run(client.CancelAndWaitAsync((TaskTarget)0))).Verdict, Is.EqualTo(CancellationVerdict.NotFound));
        Assert.That(Status(0), Is.Not.EqualTo("canceled"));
    }

    [Test]
    [Category("MS-8.23")]
    public async Task A_key_that_only_cancels_gets_its_acceptance_and_the_reason_why_no_more()
    {
        AddOpen();
        AddOpen();
        var client = NewClient("cancel-key", ["tasks.cancel"]);
        var operation = await Run(client.CancelAsync((TaskTarget)0));
        var outcome = (await Run(operation.WaitForCompletionAsync())).Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Error?.Reason, outcome.Error?.ErrorCode), Is.EqualTo((CancellationVerdict.Accepted, (TaskErrorReason?)TaskErrorReason.Authorization, "invalid_api_key")));

        var byFilter = await Run(client.CancelAsync(new TaskFilter { Kinds = ["documentAdditionOrUpdate"] }));
        Assert.That(byFilter.ServiceTask, Is.Not.Null);
        var report = await Run(byFilter.WaitForCompletionAsync());
        Assert.That((report.IsComplete, report.AllCanceled, report.Error?.Reason), Is.EqualTo((false, false, (TaskErrorReason?)TaskErrorReason.Authorization)));
        Assert.That((Status(0), Status(1)), Is.EqualTo(("canceled", "canceled")));
    }

    [TestCase("search-key", 403, "invalid_api_key", TaskErrorReason.Authorization)]
    [TestCase("unknown-key", 403, "invalid_api_key", TaskErrorReason.Authorization)]
    [TestCase(null, 401, "missing_authorization_header", TaskErrorReason.Authentication)]
    [Category("MS-8.23"), Category("MS-8.58")]
    public async Task Who_may_not_cancel_is_denied(string? key, int status, string code, TaskErrorReason kind)
    {
        AddOpen();
        Server.MasterKey = "master-key-of-the-server";
        Server.AddUser(new() { Name = "search", ApiKey = "search-key", Actions = ["search"] });
        var client = NewClient(key is null ? null : MeilisearchCredential.ApiKey(key));
        var outcome = (await Run(client.CancelAsync((TaskTarget)0))).Accepted.Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Error?.StatusCode, outcome.Error?.ErrorCode), Is.EqualTo((CancellationVerdict.Denied, (int?)status, code)));
        var error = await Refusal(client.CancelAsync(new TaskFilter { Kinds = ["settingsUpdate"] }));
        Assert.That((error.StatusCode, error.ErrorCode, error.Reason), Is.EqualTo((status, code, kind)));
        Assert.That(error.ToString(), Does.Not.Contain(key ?? "Bearer"));
    }

    [Test]
    [Category("MS-8.22")]
    public async Task Service_info_tells_what_can_be_read()
    {
        Assert.That(await Run(Client.GetServiceInfoAsync()), Is.EqualTo(new ServiceInfo { Product = "Meilisearch", Version = Server.Version, Endpoint = Server.BaseAddress, CanList = true }));
        var blind = await Run(NewClient("cancel-key", ["tasks.cancel"]).GetServiceInfoAsync());
        Assert.That((blind.Version, blind.CanList, blind.CanCancel), Is.EqualTo(((string?)null, (bool?)false, (bool?)null)));
        Assert.That(Posts, Is.Empty);
    }
}
