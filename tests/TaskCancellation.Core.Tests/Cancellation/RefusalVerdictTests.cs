using static TaskCancellation.CancellationVerdict;
using static TaskCancellation.RequestDelivery;
using static TaskCancellation.TaskErrorReason;

namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>What a failed cancel request of one target amounts to when reading cannot tell more.</summary>
public sealed class RefusalVerdictTests
{
    private readonly ScriptedTaskClient client = new();

    // kind, verdict when answered, verdict when answered after an ambiguous attempt, whether each of the two reads back first
    private static readonly (TaskErrorReason Kind, CancellationVerdict Answered, bool Reconciles)[] Expected =
    [
        (Unknown, Indeterminate, true),
        (InvalidRequest, Rejected, false),
        (Authentication, Denied, false),
        (Authorization, Denied, false),
        (TaskErrorReason.NotFound, CancellationVerdict.NotFound, false),
        (Conflict, Ended, false),
        (Throttled, Rejected, false),
        (ServerError, Indeterminate, true),
        (TaskErrorReason.Timeout, Indeterminate, true),
        (Connection, Indeterminate, true),
        (Tls, Indeterminate, true),
        (Protocol, Indeterminate, true),
    ];

    private static IEnumerable<TestCaseData> Table()
    {
        foreach (var (kind, answered, reconciles) in Expected)
        {
            yield return new TestCaseData(kind, Answered, false, answered, reconciles);
            yield return new TestCaseData(kind, Answered, true, kind == Conflict ? Ended : Indeterminate, kind != Conflict);
            yield return new TestCaseData(kind, NotSent, false, NotAttempted, false);
            yield return new TestCaseData(kind, NotSent, true, Indeterminate, true);
            yield return new TestCaseData(kind, MaybeSent, false, Indeterminate, true);
            yield return new TestCaseData(kind, MaybeSent, true, Indeterminate, true);
        }
    }

    [Test]
    public void The_table_names_every_kind_of_error() =>
        Assert.That(Expected.Select(row => row.Kind), Is.EquivalentTo(Enum.GetValues<TaskErrorReason>()));

    [TestCaseSource(nameof(Table))]
    public async Task A_failure_amounts_to(TaskErrorReason kind, RequestDelivery delivery, bool isAmbiguous, CancellationVerdict verdict, bool reconciles)
    {
        var failure = Some.Error(kind, delivery, isAmbiguous);
        var scripted = new ScriptedTaskClient();
        scripted.CancelsFail(failure);

        var outcome = (await scripted.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Error), Is.EqualTo((verdict, failure)));
        Assert.That(scripted.Reconciles, Has.Count.EqualTo(reconciles ? 1 : 0));
        Assert.That(scripted.Cancels, Has.Count.EqualTo(1));
    }

    [TestCase(TaskErrorReason.InvalidRequest, "ended", CancellationVerdict.CompletedFirst)]
    [TestCase(TaskErrorReason.InvalidRequest, "fixed", CancellationVerdict.NotCancelable)]
    [TestCase(TaskErrorReason.Conflict, "fixed", CancellationVerdict.NotCancelable)]
    [TestCase(TaskErrorReason.NotFound, "ended", CancellationVerdict.CompletedFirst)]
    [TestCase(TaskErrorReason.InvalidRequest, "never heard of", CancellationVerdict.Rejected)]
    public async Task A_code_that_the_lifecycle_knows_says_more_than_the_status(TaskErrorReason kind, string code, CancellationVerdict verdict)
    {
        client.Tasks.Add(Some.Task("t", TaskState.Succeeded));
        client.CancelsFail(Some.Error(kind, code: code));

        Assert.That((await client.CancelAsync("t")).Accepted.Outcomes.Single().Verdict, Is.EqualTo(verdict));
    }

    [TestCase(false, TaskState.Canceled, CancellationVerdict.AlreadyCanceled)]
    [TestCase(false, TaskState.Succeeded, CancellationVerdict.CompletedFirst)]
    [TestCase(false, TaskState.Failed, CancellationVerdict.CompletedFirst)]
    [TestCase(false, TaskState.Canceling, CancellationVerdict.Accepted)]
    [TestCase(false, TaskState.Running, CancellationVerdict.NotCancelable)]
    [TestCase(false, TaskState.Unknown, CancellationVerdict.NotCancelable)]
    [TestCase(true, TaskState.Canceled, CancellationVerdict.Canceled)]
    [TestCase(true, TaskState.Succeeded, CancellationVerdict.CompletedFirst)]
    [TestCase(true, TaskState.Canceling, CancellationVerdict.Accepted)]
    [TestCase(true, TaskState.Running, CancellationVerdict.Indeterminate)]
    public async Task A_refusal_because_it_has_ended_is_read_up(bool isAmbiguous, TaskState state, CancellationVerdict verdict)
    {
        client.Tasks.Add(Some.Task("t", state));
        client.CancelsFail(Some.Error(Conflict, isAmbiguous: isAmbiguous, code: "ended"));

        var outcome = (await client.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.Snapshot?.State), Is.EqualTo((verdict, (TaskState?)state)));
        Assert.That(client.Reads, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task An_end_that_was_lost_track_of_is_only_ended()
    {
        client.Tasks.Add(Some.Task("t", TaskState.Failed) with { IsEndUnknown = true });
        client.CancelsFail(Some.Error(Conflict, code: "ended"));

        Assert.That((await client.CancelAsync("t")).Accepted.Outcomes.Single().Verdict, Is.EqualTo(Ended));
    }

    [Test]
    public async Task A_refusal_that_cannot_be_read_up_keeps_both_errors()
    {
        var reading = Some.Error(ServerError);
        var refusal = Some.Error(Conflict, code: "ended");
        client.ReadsGive(reading);
        client.CancelsFail(refusal);

        var outcome = (await client.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That(outcome.Verdict, Is.EqualTo(Ended));
        Assert.That(((AggregateException)outcome.Error!.InnerException!).InnerExceptions, Is.EqualTo(new[] { refusal, reading }));
    }

    [TestCase(false, CancellationVerdict.Rejected)]
    [TestCase(true, CancellationVerdict.Indeterminate)]
    public async Task A_conflict_of_unknown_meaning_that_cannot_be_read_up_says_nothing_of_an_end(bool isAmbiguous, CancellationVerdict verdict)
    {
        client.ReadsGive(Some.Error(ServerError));
        client.CancelsFail(Some.Error(Conflict, isAmbiguous: isAmbiguous, code: "never heard of"));

        var outcome = (await client.CancelAsync("t")).Accepted.Outcomes.Single();

        Assert.That((outcome.Verdict, outcome.HasEnded), Is.EqualTo((verdict, false)));
        Assert.That(outcome.Error!.Message, Does.Contain("scripted ServerError"));
    }

    [Test]
    public async Task A_refusal_after_a_doubtful_try_that_says_nothing_of_an_end_is_read_back_first()
    {
        client.CancelsFail(Some.Error(Conflict, isAmbiguous: true, code: "fixed"));
        client.OnReconcile = lost => new CancelReply { Items = [new CancelReplyItem(lost.Targets[0], CancelDisposition.Acknowledged, Some.Task("t", TaskState.Canceled))] };

        Assert.That((await client.CancelAsync("t")).Accepted.Outcomes.Single().Verdict, Is.EqualTo(Canceled));
    }
}
