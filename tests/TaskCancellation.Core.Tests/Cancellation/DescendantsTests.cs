namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>A service whose cancels reach all that a task has started.</summary>
public sealed class DescendantsTests : WaitFixture
{
    private static readonly TaskFilter Started = Some.Kinds("work*");

    [SetUp]
    public void CancelsDescendants() => Client.Can = Client.Can with { CancelsDescendants = true };

    [Test]
    public async Task A_target_below_a_target_gets_no_request_and_still_an_outcome()
    {
        Have(("child", "top"), ("grandchild", "child"), ("top", null), ("other", null));

        var outcomes = await CancelAsync();

        Assert.That(Sent, Is.EqualTo(new[] { "top", "other" }));
        Assert.That(outcomes.Select(one => one.ToString()), Is.EqualTo(new[] { "child: Accepted", "grandchild: Accepted", "top: Accepted", "other: Accepted" }));
        Assert.That(outcomes[1].Snapshot, Is.EqualTo(Client.Tasks[1]));
    }

    [TestCase(TaskState.Canceled, CancellationVerdict.Canceled)]
    [TestCase(TaskState.Succeeded, CancellationVerdict.CompletedFirst)]
    [Category("Finding E7")]
    public async Task It_follows_the_one_above_of_which_there_is_a_record(TaskState end, CancellationVerdict verdict)
    {
        Have(("top", null), ("child", "top"));
        var operation = await Client.CancelAsync(Started);
        Client.Tasks[0] = Client.Tasks[0] with { State = end };
        Client.Tasks.RemoveAt(1);

        var report = await OnClockAsync(() => operation.WaitForCompletionAsync(Scripted.Exactly));

        Assert.That(report.Outcomes.Select(one => one.Verdict), Is.EqualTo(new[] { verdict, verdict }));
        Assert.That(report.AllCanceled, Is.EqualTo(verdict == CancellationVerdict.Canceled));
    }

    [Test]
    [Category("Finding E7")]
    public async Task A_child_that_cannot_be_canceled_itself_follows_too()
    {
        Client.Tasks.AddRange([Some.Task("top", kind: "work"), Some.Task("child", kind: "stubborn") with { ParentId = "top" }]);
        var operation = await Client.CancelAsync(Some.Kinds("work", "stubborn"));
        var accepted = operation.Accepted.Outcomes.Select(one => one.Verdict).ToList();
        Client.Tasks[0] = Client.Tasks[0] with { State = TaskState.Canceled };
        Client.Tasks.RemoveAt(1);

        var report = await OnClockAsync(() => operation.WaitForCompletionAsync(Scripted.Exactly));

        Assert.That(accepted, Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.Accepted }));
        Assert.That((report.AllCanceled, Sent.Count()), Is.EqualTo((true, 1)));
    }

    [Test]
    public async Task The_way_up_may_lead_through_a_task_that_is_no_target()
    {
        Have(("top", null), ("grandchild", "between"));
        Client.OnCollateral = _ => [Some.Task("between") with { ParentId = "top" }];

        await CancelAsync();

        Assert.That(Sent, Is.EqualTo(new[] { "top" }));
    }

    [TestCase(CancelDisposition.NotFound, CancellationVerdict.Ended)]
    [TestCase(CancelDisposition.Denied, CancellationVerdict.Denied)]
    [TestCase(CancelDisposition.Unknown, CancellationVerdict.Indeterminate)]
    public async Task Where_the_cancel_above_did_not_get_through_each_gets_its_own(CancelDisposition above, CancellationVerdict expected)
    {
        Have(("top", null), ("child", "top"), ("grandchild", "child"));
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, request.Targets[0].Id == "top" ? above : CancelDisposition.Acknowledged));

        var outcomes = await CancelAsync();

        Assert.That(Sent, Is.EqualTo(new[] { "top", "child", "grandchild" }));
        Assert.That(outcomes.Select(one => one.Verdict), Is.EqualTo(new[] { expected, CancellationVerdict.Accepted, CancellationVerdict.Accepted }));
    }

    [Test]
    public async Task A_parent_that_cannot_be_canceled_covers_nobody()
    {
        Client.Tasks.AddRange([Some.Task("top", kind: "stubborn"), Some.Task("child", kind: "work") with { ParentId = "top" }]);

        var report = (await Client.CancelAsync(Some.Kinds("stubborn", "work"))).Accepted;

        Assert.That(Sent, Is.EqualTo(new[] { "child" }));
        Assert.That(report.Outcomes.Select(one => one.Verdict), Is.EqualTo(new[] { CancellationVerdict.NotCancelable, CancellationVerdict.Accepted }));
    }

    [Test]
    public async Task Tasks_that_are_above_themselves_are_each_asked_for()
    {
        Have(("a", "b"), ("b", "a"), ("c", "c"));

        await CancelAsync();

        Assert.That(Sent, Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task On_other_services_each_gets_its_own()
    {
        Client.Can = Scripted.Capabilities;
        Have(("top", null), ("child", "top"));

        await CancelAsync();

        Assert.That(Sent, Is.EqualTo(new[] { "top", "child" }));
    }

    private IEnumerable<string> Sent => Client.Cancels.SelectMany(request => request.Targets).Select(target => target.Id.Value);

    private void Have(params (string Id, string? Parent)[] tasks) =>
        Client.Tasks.AddRange(tasks.Select(task => Some.Task(task.Id, kind: "work") with { ParentId = task.Parent is { } parent ? new TaskId(parent) : default(TaskId?) }));

    private async Task<IReadOnlyList<CancellationOutcome>> CancelAsync() => (await Client.CancelAsync(Started, new CancelOptions { MaxConcurrency = 1 })).Accepted.Outcomes;
}
