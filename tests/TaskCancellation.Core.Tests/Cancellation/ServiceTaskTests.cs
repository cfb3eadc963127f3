namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>A cancel by filter that the service carries out as a task of its own.</summary>
public sealed class ServiceTaskTests : WaitFixture
{
    private static readonly TaskFilter Named = Some.Kinds("named");
    private static readonly TaskFilter Unfinished = Some.Kinds("k") with { States = [TaskState.Running] };

    private CancelReply reply = new() { ServiceTask = 100, Named = Named, Unfinished = Unfinished };

    public ServiceTaskTests()
    {
        Client.Can = Scripted.ByFilter;
        Client.OnCancel = (_, _) => Task.FromResult(reply);
    }

    [Test]
    public async Task Until_it_has_ended_the_report_is_not_complete()
    {
        var operation = await Client.CancelAsync(Some.Kinds("k"));

        Assert.That((operation.ServiceTask, operation.Accepted.IsComplete, operation.Accepted.AllCanceled), Is.EqualTo(((TaskId?)100, false, false)));
        Assert.That(operation.Accepted.ToString(), Is.EqualTo("accepted, not yet counted"));
    }

    [Test]
    public async Task It_is_followed_to_its_end_and_then_the_tasks_it_canceled_are_named()
    {
        Client.ReadsGive(ServiceTask(TaskState.Pending, 3), ServiceTask(TaskState.Running, 3), ServiceTask(TaskState.Succeeded, 3, 2));
        ListsGive([CanceledTask(1), CanceledTask(2)]);

        var report = await CancelAsync();

        Assert.That(Client.Reads.Select(read => read.Id.Value), Is.All.EqualTo("100"));
        Assert.That(Client.ReadSeconds, Is.EqualTo([1, 2.5, 4.75]));
        Assert.That(report.Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "1: Canceled", "2: Canceled" }));
        Assert.That((report.MatchedCount, report.UnlistedCount, report.IsComplete, report.AllCanceled), Is.EqualTo(((long?)3, (long?)1, true, false)));
        Assert.That(report.ToString(), Is.EqualTo("2 Canceled, 1 unlisted"));
    }

    [Test]
    public async Task When_it_names_all_that_it_matched_all_are_canceled()
    {
        Client.ReadsGive(ServiceTask(TaskState.Succeeded, 1, 1));
        ListsGive([CanceledTask(1)]);

        Assert.That((await CancelAsync()).EnsureCanceled().Outcomes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_task_that_is_named_and_not_canceled_is_not_called_so()
    {
        Client.ReadsGive(ServiceTask(TaskState.Succeeded, 3, 3));
        ListsGive([Some.Task(1, TaskState.Succeeded, "named"), Some.Task(2, TaskState.Running, "named"), CanceledTask(3)]);

        Assert.That((await CancelAsync()).Outcomes.Select(outcome => outcome.Verdict), Is.EqualTo(new[] { CancellationVerdict.CompletedFirst, CancellationVerdict.Accepted, CancellationVerdict.Canceled }));
    }

    [Test]
    public async Task What_the_list_of_named_tasks_leaves_to_check_is_checked()
    {
        Client.Inexact = FilterFields.Names;
        reply = reply with { Named = new TaskFilter { Names = ["n"] } };
        Client.ReadsGive(ServiceTask(TaskState.Succeeded, 1, 1));
        ListsGive([CanceledTask(1) with { Name = "n" }, CanceledTask(2) with { Name = "another" }]);

        Assert.That((await CancelAsync()).Outcomes.Select(outcome => outcome.Target.Id.Value), Is.EqualTo(new[] { "1" }));
    }

    [Test]
    public async Task At_the_deadline_what_is_known_is_reported_and_not_called_complete()
    {
        Client.ReadsGive(ServiceTask(TaskState.Running, 3));

        var report = await CancelAsync(Within(3));

        Assert.That((report.Outcomes.Count, report.MatchedCount, report.UnlistedCount, report.IsComplete, report.Error), Is.EqualTo((0, (long?)3, default(long?), false, default(TaskRequestException))));
    }

    [Test]
    public async Task A_service_task_that_cannot_be_read_is_waited_for_by_what_is_unfinished()
    {
        Client.ReadsGive([null]);
        var looks = 0;
        Client.OnList = translation => translation.Filter.States is null
            ? looks < 3 ? [] : [CanceledTask(1)]
            : ++looks < 3 ? [Some.Task(1, kind: "k")] : [];

        var report = await CancelAsync();

        Assert.That(looks, Is.EqualTo(3));
        Assert.That((report.Outcomes.Count, report.MatchedCount, report.UnlistedCount, report.IsComplete), Is.EqualTo((1, default(long?), default(long?), false)));
    }

    [Test]
    public async Task A_service_task_that_cannot_be_read_has_ended_once_it_shows_on_any_task()
    {
        Client.ReadsGive([null]);
        ListsGive([CanceledTask(1)], () => [Some.Task(2, kind: "k")]);

        var report = await CancelAsync();

        Assert.That((report.Outcomes.Count, report.MatchedCount, report.IsComplete, report.AllCanceled), Is.EqualTo((1, default(long?), false, false)));
        Assert.That(Client.Reads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_service_task_that_cannot_be_read_and_leaves_nothing_to_look_at_is_not_waited_for()
    {
        reply = reply with { Unfinished = null, Named = null };
        Client.ReadsGive([null]);

        var report = await CancelAsync();

        Assert.That((report.Outcomes.Count, report.IsComplete, report.AllCanceled), Is.EqualTo((0, false, false)));
        Assert.That(Client.Reads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_count_in_the_reply_does_not_make_an_unread_end_complete()
    {
        reply = reply with { Unfinished = null, MatchedCount = 0 };
        Client.ReadsGive([null]);
        ListsGive([]);

        Assert.That((await CancelAsync()).AllCanceled, Is.False);
    }

    [Test]
    public async Task Passing_errors_are_waited_out_with_their_hints()
    {
        Client.ReadsGive(Some.Error(TaskErrorReason.Throttled, retryAfter: 8), ServiceTask(TaskState.Running, 1) with { PollAfter = Some.Seconds(3) }, ServiceTask(TaskState.Succeeded, 1, 1));
        ListsGive([CanceledTask(1)]);

        var report = await CancelAsync();

        Assert.That(Client.ReadSeconds, Is.EqualTo([1.0, 9, 12]));
        Assert.That((report.IsComplete, report.Error), Is.EqualTo((true, default(TaskRequestException))));
    }

    [Test]
    public async Task A_passing_error_at_the_deadline_is_in_the_report()
    {
        Client.ReadsGive(Some.Error(TaskErrorReason.Connection));

        var report = await CancelAsync(Within(2));

        Assert.That((report.Error?.Reason, report.IsComplete), Is.EqualTo(((TaskErrorReason?)TaskErrorReason.Connection, false)));
    }

    [Test]
    public async Task An_error_that_repeating_does_not_mend_ends_the_wait()
    {
        Client.ReadsGive(Some.Error(TaskErrorReason.Authorization));

        var report = await CancelAsync();

        Assert.That((report.Error?.Reason, report.IsComplete, report.UnlistedCount), Is.EqualTo(((TaskErrorReason?)TaskErrorReason.Authorization, false, default(long?))));
        Assert.That(Client.Reads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_error_does_not_lose_the_tasks_that_the_reply_named()
    {
        reply = reply with { Items = [new CancelReplyItem(5, CancelDisposition.Denied)] };
        Client.ReadsGive(Some.Error(TaskErrorReason.Authorization));

        Assert.That((await CancelAsync()).Outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "5: Denied" }));
    }

    [Test]
    public async Task A_read_that_hangs_is_given_up_after_the_deadline()
    {
        Client.ReadsHang();

        var report = await CancelAsync(Within(2));

        Assert.That(report.Error?.Reason, Is.EqualTo(TaskErrorReason.Timeout));
        Assert.That(Now, Is.InRange(7, 7.2));
    }

    [Test]
    public async Task For_a_cancel_by_id_the_task_itself_is_followed()
    {
        reply = reply with { Items = [new CancelReplyItem("t", CancelDisposition.Acknowledged)] };
        Client.ReadsGive(Some.Task("t", TaskState.Canceled));

        var outcome = await CancelAndWaitAsync();

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Client.Reads.Select(read => read.Id.Value), Is.All.EqualTo("t"));
    }

    [Test]
    [Category("Finding A10")]
    public async Task One_that_matched_nothing_is_not_waited_for()
    {
        Client.ReadsGive(ServiceTask(TaskState.Pending, 0));

        var report = await CancelAsync();

        Assert.That((Client.Reads.Count, report.MatchedCount, report.UnlistedCount, report.IsComplete), Is.EqualTo((1, (long?)0, (long?)0, true)));
    }

    [TestCase(TaskState.Canceled)]
    [TestCase(TaskState.Failed)]
    [Category("Finding M4")]
    public async Task One_that_was_canceled_or_failed_leaves_what_it_addressed_as_it_was(TaskState end)
    {
        Client.ReadsGive(ServiceTask(TaskState.Pending, 2), ServiceTask(end, 2, 0));
        ListsGive([], () => [Some.Task(1, kind: "k")]);

        var report = await CancelAsync();

        Assert.That(report.Outcomes.Select(outcome => (outcome.ToString(), outcome.Error?.Reason)), Is.EqualTo(new[] { ("1: Rejected", (TaskErrorReason?)TaskErrorReason.Conflict) }));
        Assert.That((report.UnlistedCount, report.IsComplete), Is.EqualTo(((long?)1, true)));
    }

    [Test]
    [Category("Finding M4")]
    public async Task One_that_left_more_than_it_addressed_names_none_of_them()
    {
        Client.ReadsGive(ServiceTask(TaskState.Canceled, 1, 0));
        ListsGive([], () => [Some.Task(1, kind: "k"), Some.Task(2, kind: "k")]);

        Assert.That(await CancelAsync(), Has.Property("Outcomes").Empty.And.Property("UnlistedCount").EqualTo(1));
    }

    [Test]
    [Category("Finding M2")]
    public async Task Another_task_under_its_id_ends_the_wait_and_is_not_believed()
    {
        reply = reply with { AcceptedAt = Clock.GetUtcNow() };
        Client.ReadsGive(ServiceTask(TaskState.Succeeded, 1, 1) with { EnqueuedAt = Clock.GetUtcNow().AddSeconds(1) });
        ListsGive([CanceledTask(1)]);

        var report = await CancelAsync();

        Assert.That((report.Outcomes.Count, report.IsComplete, report.Error?.Reason), Is.EqualTo((0, false, (TaskErrorReason?)TaskErrorReason.NotFound)));
    }

    private static TaskSnapshot ServiceTask(TaskState state, long matched, long? canceled = null) =>
        Some.Task(100, state) with { Details = new Counts(matched, canceled) };

    private static TaskSnapshot CanceledTask(TaskId id) => Some.Task(id, TaskState.Canceled, "named") with { CanceledBy = 100 };

    private void ListsGive(TaskSnapshot[] named, Func<TaskSnapshot[]>? unfinished = null) =>
        Client.OnList = translation => translation.Filter.States is null ? named : unfinished?.Invoke() ?? [];

    private Task<CancellationReport> CancelAsync(WaitOptions? options = null) =>
        OnClockAsync(() => Client.CancelAndWaitAsync(Some.Kinds("k"), waitOptions: options ?? Scripted.Exactly));
}
