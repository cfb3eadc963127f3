using TaskCancellation.Meilisearch;

namespace TaskCancellation.Tests.Meilisearch.Client;

/// <summary>Cancels by a filter that the server evaluates.</summary>
public sealed class CancelAtServerTests : ClientTest
{
    private static readonly TaskFilter Movies = new() { Scopes = ["movies"] };

    [Test]
    [Category("MS-8.33"), Category("MS-8.20")]
    public async Task Canceled_tasks_are_named_and_the_rest_is_numbered()
    {
        AddOpen();
        AddOpen("books");
        AddOpen();
        Server.IsSchedulerPaused = true;
        Server.BeforeCancel = _ => Server.Finish(2);
        var operation = await Run(Client.CancelAsync(Movies));
        Assert.That((operation.Accepted.IsComplete, operation.Accepted.AllCanceled, operation.Accepted.Selection), Is.EqualTo((false, false, CancelSelection.ServerSide)));
        Server.IsSchedulerPaused = false;
        var report = await Run(operation.WaitForCompletionAsync());
        Assert.That((Verdicts(report), report.MatchedCount, report.UnlistedCount, report.IsComplete, report.AllCanceled), Is.EqualTo(("0:Canceled", (long?)1, (long?)0, true, true)));
        Assert.That(report.Outcomes[0].Snapshot!.CanceledBy, Is.EqualTo(operation.ServiceTask));
        Assert.That(Status(1), Is.EqualTo("processing"));
    }

    [Test]
    [Category("MS-8.54")]
    public async Task What_ends_before_the_stop_is_noticed_is_unlisted()
    {
        AddOpen();
        Pass(20);
        Server.AfterCancel = _ => Server.Finish(0);
        var report = await Cancel(Movies);
        Assert.That((Verdicts(report), report.MatchedCount, report.UnlistedCount, report.AllCanceled), Is.EqualTo(("", (long?)1, (long?)1, false)));
        Assert.That(() => report.EnsureCanceled(), Throws.InstanceOf<TasksNotCanceledException>());
    }

    [Test]
    public async Task A_running_task_is_stopped_and_named()
    {
        AddOpen();
        Pass(20);
        Assert.That(Status(0), Is.EqualTo("processing"));
        var report = await Cancel(new TaskFilter { States = [TaskState.Running] });
        Assert.That((Verdicts(report), report.AllCanceled), Is.EqualTo(("0:Canceled", true)));
    }

    [Test]
    [Category("MS-8.51")]
    public async Task Of_two_cancels_the_later_owns_the_tasks()
    {
        AddOpen();
        Server.IsSchedulerPaused = true;
        var first = await Run(Client.CancelAsync(Movies));
        var second = await Run(Client.CancelAsync(Movies));
        Server.IsSchedulerPaused = false;
        var late = await Run(second.WaitForCompletionAsync());
        var early = await Run(first.WaitForCompletionAsync());
        Assert.That((Verdicts(late), late.UnlistedCount, late.AllCanceled), Is.EqualTo(("0:Canceled", (long?)0, true)));
        Assert.That((Verdicts(early), early.MatchedCount, early.UnlistedCount, early.AllCanceled), Is.EqualTo(("", (long?)1, (long?)1, false)));
    }

    [Test]
    [Category("MS-8.52")]
    public async Task A_cancellation_that_was_canceled_itself_canceled_nothing()
    {
        AddOpen();
        Server.IsSchedulerPaused = true;
        var first = await Run(Client.CancelAsync(Movies));
        var second = await Run(Client.CancelAsync(new TaskFilter { Kinds = ["taskCancelation"] }));
        Server.IsSchedulerPaused = false;
        Assert.That(Verdicts(await Run(second.WaitForCompletionAsync())), Is.EqualTo("1:Canceled"));
        var report = await Run(first.WaitForCompletionAsync());
        Assert.That((Verdicts(report), report.MatchedCount, report.UnlistedCount, report.IsComplete, report.AllCanceled), Is.EqualTo(("0:Rejected", (long?)1, (long?)0, true, false)), "and goes on");
    }

    [Test]
    [Category("MS-8.47")]
    public async Task A_filter_that_matches_nothing_cancels_nothing_and_says_so()
    {
        var report = await Cancel(new TaskFilter { Scopes = ["nothing-here"] });
        Assert.That((report.Outcomes.Count, report.MatchedCount, report.UnlistedCount, report.AllCanceled), Is.EqualTo((0, (long?)0, (long?)0, true)));
    }

    [Test]
    public async Task Ended_tasks_are_addressed_only_by_an_ended_state()
    {
        Add(status: "succeeded");
        Assert.That((await Cancel(Movies)).MatchedCount, Is.Zero);
        var report = await Cancel(new TaskFilter { Scopes = ["movies"], States = [TaskState.Succeeded] }, CancelSelection.ServerSide);
        Assert.That((report.MatchedCount, report.UnlistedCount), Is.EqualTo(((long?)1, (long?)1)));
    }

    [Test]
    public async Task A_state_the_service_does_not_have_addresses_nothing_and_asks_nothing()
    {
        AddOpen();
        var report = await Cancel(new TaskFilter { States = [TaskState.Canceling] });
        Assert.That((report.Outcomes.Count, report.AllCanceled, Sent.Count), Is.EqualTo((0, true, 0)));
    }

    [TestCase("upgradeDatabase")]
    [TestCase("networkTopologyChange")]
    [TestCase("taskCancelation")]
    public async Task A_protected_task_in_the_way_makes_the_cancel_frozen_and_is_spared(string kind)
    {
        Server.IsSchedulerPaused = true;
        AddOpen();
        AddOpen(kind: kind);
        var operation = await Run(Client.CancelAsync(new TaskFilter { States = [TaskState.Pending] }));
        Assert.That(operation.Accepted.Protected.Select(task => task.Kind), Is.EqualTo(new[] { kind }));
        Assert.That(operation.Accepted.Selection, Is.EqualTo(CancelSelection.ClientSide));
        Assert.That(Posts, Is.EqualTo(new[] { "POST /tasks/cancel?uids=0" }));
    }

    [Test]
    public async Task A_protected_task_in_the_way_is_refused_where_only_the_server_may_pick()
    {
        Server.IsSchedulerPaused = true;
        AddOpen(kind: "upgradeDatabase");
        var error = Assert.ThrowsAsync<UnsafeFilterException>(() => Run(Client.CancelAsync(new TaskFilter { States = [TaskState.Pending] }, new CancelOptions { Selection = CancelSelection.ServerSide })));
        Assert.That(error!.Message, Does.Contain("upgradeDatabase").And.Contain("Name the kinds that are meant"));
        Assert.That(Posts, Is.Empty);
        await Task.CompletedTask;
    }

    [Test]
    public async Task A_protected_kind_is_addressed_when_it_is_named()
    {
        Server.IsSchedulerPaused = true;
        AddOpen(kind: "upgradeDatabase");
        await Run(Client.CancelAsync(new TaskFilter { Kinds = ["upgradeDatabase"] }));
        Assert.That(Posts, Has.Count.EqualTo(1).And.All.StartsWith("POST /tasks/cancel?types=upgradeDatabase&"));
    }

    [Test]
    public async Task A_filter_by_index_cannot_reach_protected_kinds()
    {
        AddOpen();
        AddOpen(kind: "upgradeDatabase");
        Assert.That((await Cancel(Movies)).Protected, Is.Empty);
        Assert.That(Posts, Has.Count.EqualTo(1));
    }

    [TestCase("1.11.0")]
    [TestCase("1.12")]
    [TestCase("1.29")]
    [TestCase("1.50")]
    [Category("MS-8.66")]
    public async Task Servers_that_do_not_know_a_protected_kind_are_asked_kind_by_kind(string version)
    {
        Server.Version = version;
        AddOpen();
        var report = await Cancel(new TaskFilter { States = [TaskState.Pending, TaskState.Running] });
        Assert.That((Verdicts(report), report.Selection, report.AllCanceled), Is.EqualTo(("0:Canceled", CancelSelection.ServerSide, true)));
        Assert.That(Posts, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Batches_are_refused_by_a_server_that_has_none()
    {
        Server.Version = "1.11.0";
        var error = await Refusal(Client.CancelAsync(new MeilisearchTaskFilter { BatchIds = [1] }));
        Assert.That((error.ErrorCode, error.Reason), Is.EqualTo(("bad_request", TaskErrorReason.InvalidRequest)));
        Assert.That(error.Message, Does.Contain("Unknown parameter `batchUids`"));
    }

    [Test]
    [Category("MS-8.50")]
    public async Task A_running_batch_can_be_canceled_by_its_number()
    {
        AddOpen();
        AddOpen();
        Server.StartBatch(0, 1);
        var report = await Cancel(new MeilisearchTaskFilter { BatchIds = [Server.Rows[0].BatchUid!.Value], States = [TaskState.Running] });
        Assert.That((Verdicts(report), report.AllCanceled), Is.EqualTo(("1:Canceled 0:Canceled", true)));
    }

    [TestCase(-10)]
    [TestCase(0)]
    [TestCase(10)]
    public async Task The_clocks_of_server_and_client_are_never_compared(int minutes)
    {
        Server.Skew = TimeSpan.FromMinutes(minutes);
        AddOpen();
        AddOpen("books");
        var byFilter = await Cancel(Movies);
        Assert.That((Verdicts(byFilter), byFilter.AllCanceled), Is.EqualTo(("0:Canceled", true)));
        var one = await Run(Client.CancelAndWaitAsync((TaskTarget)1));
        Assert.That(one.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That((await Run(Client.CancelAndWaitAsync((TaskTarget)1))).Verdict, Is.EqualTo(CancellationVerdict.AlreadyCanceled));
        Server.Faults.On("POST", "/tasks/cancel").Times(1).ResetAfterActing();
        AddOpen();
        Assert.That((await Cancel(Movies)).AllCanceled, Is.True);
    }

    [Test]
    public async Task An_operation_is_resumed_from_its_state()
    {
        AddOpen();
        var operation = await Run(Client.CancelAsync(Movies));
        var resumed = NewClient().Restore(operation.State);
        Assert.That(resumed.ServiceTask, Is.EqualTo((TaskId)1));
        Assert.That(Verdicts(await Run(resumed.WaitForCompletionAsync())), Is.EqualTo("0:Canceled"));
    }
}
