namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Cancels of named tasks: one target, or a list that was fixed first.</summary>
public sealed class CancelFrozenTests : ClientTest
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    [Test]
    public async Task Every_listed_task_has_an_outcome_of_its_own()
    {
        Server.IsSchedulerPaused = true;
        AddOpen();
        AddOpen("books");
        AddOpen();
        Server.BeforeCancel = _ => Server.Finish(0);
        var operation = await Run(Client.CancelAsync(Movies, new CancelOptions { Selection = CancelSelection.ClientSide }));
        Assert.That(Verdicts(operation.Accepted), Is.EqualTo("2:Accepted 0:Accepted"));
        Server.IsSchedulerPaused = false;
        var report = await Run(operation.WaitForCompletionAsync());
        Assert.That((Verdicts(report), report.UnlistedCount, report.AllCanceled), Is.EqualTo(("2:Canceled 0:CompletedFirst", (long?)null, false)));
        Assert.That(Posts, Is.EqualTo(new[] { "POST /tasks/cancel?uids=2,0" }));
        Assert.That(Status(1), Is.EqualTo("processing"));
    }

    [Test]
    [Category("MS-8.53")]
    public async Task A_sibling_goes_back_to_the_queue_and_is_listed_as_collateral()
    {
        AddOpen();
        AddOpen();
        AddOpen("books");
        Server.StartBatch(0, 1);
        var report = await Cancel(new TaskFilter { Ids = [1] });
        Assert.That((Verdicts(report), report.AllCanceled), Is.EqualTo(("1:Canceled", true)));
        Assert.That(report.Collateral.Select(task => (task.Id.Value, task.State)), Is.EqualTo(new[] { ("0", TaskState.Running) }));
        Assert.That(Status(0), Is.EqualTo("processing").Or.EqualTo("enqueued"));
        Server.Finish(0);
        Assert.That(Status(0), Is.EqualTo("succeeded"));
    }

    [Test]
    public async Task Siblings_that_are_targets_themselves_are_no_collateral()
    {
        AddOpen();
        AddOpen();
        Server.StartBatch(0, 1);
        var report = await Cancel(Movies, CancelSelection.ClientSide);
        Assert.That((Verdicts(report), report.Collateral.Count), Is.EqualTo(("1:Canceled 0:Canceled", 0)));
    }

    [Test]
    public async Task A_task_that_somebody_else_canceled_before_was_already_canceled()
    {
        AddOpen();
        await Run(NewClient().CancelAndWaitAsync((TaskTarget)0));
        var outcome = await Run(Client.CancelAndWaitAsync((TaskTarget)0));
        Assert.That((outcome.Verdict, outcome.Snapshot!.CanceledBy?.Value), Is.EqualTo((CancellationVerdict.AlreadyCanceled, "1")));
    }

    [Test]
    public async Task A_task_that_a_listing_shows_as_canceled_is_asked_for_no_more()
    {
        AddOpen();
        await Cancel(Movies);
        Server.ClearRequests();
        var report = await Cancel(new TaskFilter { Ids = [0] });
        Assert.That((Verdicts(report), Posts.Count), Is.EqualTo(("0:AlreadyCanceled", 0)));
    }

    [Test]
    [Category("MS-8.16")]
    public async Task A_task_that_ended_long_ago_completed_first()
    {
        Add(status: "succeeded");
        Add(status: "failed");
        Assert.That((await Run(Client.CancelAndWaitAsync((TaskTarget)0))).Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
        Assert.That((await Run(Client.CancelAndWaitAsync((TaskTarget)1))).Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
    }

    [Test]
    [Category("MS-8.47"), Category("MS-8.49")]
    public async Task A_task_that_does_not_exist_is_accepted_and_then_not_found()
    {
        var operation = await Run(Client.CancelAsync((TaskTarget)500));
        Assert.That(operation.Accepted.Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That((await Run(operation.WaitForCompletionAsync())).Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.NotFound));
    }

    [Test]
    [Category("MS-8.67")]
    public async Task Of_a_row_that_is_deleted_while_waiting_the_last_verdict_stands()
    {
        AddOpen();
        Server.IsSchedulerPaused = true;
        var operation = await Run(Client.CancelAsync((TaskTarget)0));
        Server.After(TimeSpan.FromSeconds(3), () => Server.Remove(0));
        var outcome = (await Run(operation.WaitForCompletionAsync())).Outcomes[0];
        Assert.That((outcome.Verdict, outcome.HasEnded), Is.EqualTo((CancellationVerdict.Accepted, false)));
        Assert.That(outcome.Error!.Message, Does.Contain("no longer visible"));
    }

    [Test]
    [Category("MS-8.55")]
    public async Task A_task_that_does_not_heed_the_stop_runs_on_past_the_deadline()
    {
        AddOpen(kind: "indexCompaction");
        Pass(20);
        var operation = await Run(Client.CancelAsync((TaskTarget)0));
        var outcome = (await Run(operation.WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromMinutes(1) }))).Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Snapshot?.State), Is.EqualTo((CancellationVerdict.StillRunning, TaskState.Running)));
        Server.Finish(0);
        Assert.That((await Run(operation.WaitForCompletionAsync())).Outcomes[0].Verdict, Is.EqualTo(CancellationVerdict.CompletedFirst));
    }

    [Test]
    [Category("MS-8.34")]
    public async Task A_running_task_that_goes_back_to_the_queue_first_is_followed_to_its_end()
    {
        AddOpen();
        Pass(20);
        Server.CancelDelay = TimeSpan.FromSeconds(2);
        Server.CancellationDuration = TimeSpan.FromSeconds(5);
        Assert.That((await Run(Client.CancelAndWaitAsync((TaskTarget)0))).Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Sent.Count(line => line is "GET /tasks/0" || line.StartsWith("GET /tasks?uids=0,1&", StringComparison.Ordinal)), Is.GreaterThan(3));
    }

    [Test]
    public async Task A_status_of_the_future_is_polled_on()
    {
        Server.Add(new() { State = "paused" });
        var outcome = (await Run((await Run(Client.CancelAsync((TaskTarget)0))).WaitForCompletionAsync(new WaitOptions { Timeout = TimeSpan.FromSeconds(30) }))).Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Snapshot?.State, outcome.Snapshot?.RawState), Is.EqualTo((CancellationVerdict.StillRunning, TaskState.Unknown, "paused")));
        Assert.That(() => Run(Client.WaitForCompletionAsync((TaskTarget)0, new WaitOptions { Timeout = TimeSpan.FromSeconds(30) })), Throws.InstanceOf<TaskWaitTimeoutException>());
    }

    [Test]
    public async Task Many_ids_are_cut_into_addresses_that_proxies_take()
    {
        Server.IsSchedulerPaused = true;
        for (var at = 0; at < 2000; at++)
        {
            Server.Add(new() { Id = at == 0 ? 4_000_000_000 : null, RunDuration = null });
        }

        var operation = await Run(Client.CancelAsync(Movies, new CancelOptions { Selection = CancelSelection.ClientSide }));
        Assert.That(Posts, Has.Count.EqualTo(3).And.All.Length.LessThan(8000));
        Assert.That(operation.ServiceTasks, Has.Count.EqualTo(3));
        Assert.That(operation.ServiceTask, Is.Null);
        Server.IsSchedulerPaused = false;
        Server.ClearRequests();
        var report = await Run(operation.WaitForCompletionAsync());
        Assert.That((report.Count(CancellationVerdict.Canceled), report.AllCanceled), Is.EqualTo((2000, true)));
        Assert.That(Sent, Has.Count.EqualTo(3), "one list for each chunk of ids");
    }

    [Test]
    public async Task One_list_a_round_looks_at_all_tasks()
    {
        Server.IsSchedulerPaused = true;
        for (var at = 0; at < 30; at++)
        {
            AddOpen();
        }

        var operation = await Run(Client.CancelAsync(Movies, new CancelOptions { Selection = CancelSelection.ClientSide }));
        Server.ClearRequests();
        Server.After(TimeSpan.FromSeconds(1.5), () => Server.IsSchedulerPaused = false);
        Assert.That((await Run(operation.WaitForCompletionAsync(new WaitOptions { Jitter = 0, FirstDelay = TimeSpan.FromSeconds(1) }))).AllCanceled, Is.True);
        Assert.That(Sent, Has.Count.EqualTo(2).And.All.StartsWith("GET /tasks?uids=29,28,"), "after 1 s, then 1.5 s later");
    }

    [TestCase(null, new[] { 100, 250, 475, 813, 1319, 2078, 3217 })]
    [TestCase(1000, new[] { 1000, 2500, 4750 })]
    public async Task Looks_come_at_growing_intervals(int? firstDelay, int[] expected)
    {
        Server.IsSchedulerPaused = true;
        AddOpen();
        var operation = await Run(Client.CancelAsync((TaskTarget)0));
        Server.ClearRequests();
        var start = Clock.GetUtcNow();
        var task = operation.WaitForCompletionAsync(new WaitOptions { Jitter = 0, FirstDelay = firstDelay is { } first ? TimeSpan.FromMilliseconds(first) : null, Timeout = TimeSpan.FromSeconds(4.75) });
        await Task.Run(() => Clock.AdvanceUntilCompletedAsync(task));
        Assert.That(Server.Requests.Take(expected.Length).Select(line => (int)Math.Round((line.At - start).TotalMilliseconds)), Is.EqualTo(expected).Within(1));
    }

    [TestCase(CancelSelection.ClientSide)]
    [TestCase(CancelSelection.Auto)]
    public async Task A_condition_in_the_program_makes_a_cancel_frozen(CancelSelection selection)
    {
        AddOpen();
        AddOpen();
        var report = await Cancel(new TaskFilter { Scopes = ["movies"], Where = task => task.Id == 1 }, selection);
        Assert.That((Verdicts(report), report.Selection), Is.EqualTo(("1:Canceled", CancelSelection.ClientSide)));
    }

    [Test]
    [Category("MS-8.44")]
    public async Task A_failed_upgrade_is_canceled_after_a_restart()
    {
        Server.Add(new() { Kind = "upgradeDatabase", State = "failed" });
        var operation = await Run(Client.CancelAsync(new TaskFilter { Ids = [0] }));
        Server.Restart();
        Pass(100);
        Assert.That(Status(0), Is.EqualTo("canceled"));
        Assert.That(Verdicts(await Run(operation.WaitForCompletionAsync())), Is.EqualTo("0:Canceled"));
    }

    [Test]
    public async Task A_plain_wait_sees_tasks_move_backwards()
    {
        AddOpen();
        Pass(20);
        Server.Hold(0);
        Server.After(TimeSpan.FromSeconds(2), () => Server.Restart());
        Server.After(TimeSpan.FromSeconds(9), () => Server.Finish(0));
        Assert.That((await Run(Client.WaitForCompletionAsync((TaskTarget)0))).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(() => Run(Client.WaitForCompletionAsync((TaskTarget)9)), Throws.InstanceOf<TaskNotFoundException>());
    }

    [Test]
    public async Task A_refused_connection_means_that_nothing_was_attempted()
    {
        AddOpen();
        Server.Faults.Always().Refuse();
        var outcome = (await Run(Client.CancelAsync((TaskTarget)0))).Accepted.Outcomes[0];
        Assert.That((outcome.Verdict, outcome.Error?.Delivery), Is.EqualTo((CancellationVerdict.NotAttempted, (RequestDelivery?)RequestDelivery.NotSent)));
        Server.Faults.Clear();
        Server.Faults.On("POST", "/tasks/cancel").Refuse();
        var error = await Refusal(Client.CancelAsync(Movies));
        Assert.That((error.Reason, error.Delivery, error.IsDefiniteRefusal), Is.EqualTo((TaskErrorReason.Connection, RequestDelivery.NotSent, true)));
    }
}
