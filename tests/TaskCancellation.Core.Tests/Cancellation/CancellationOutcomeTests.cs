using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class CancellationOutcomeTests
{
    private static readonly TaskSnapshot[] Snapshots =
    [
        Some.Task("t", TaskState.Pending), Some.Task("t", TaskState.Running), Some.Task("t", TaskState.Canceled), Some.Task("t", TaskState.Running) with { Progress = 0.5 },
    ];

    private static readonly TaskRequestException[] Errors = [Some.Error(TaskErrorReason.Timeout), Some.Error(TaskErrorReason.Connection)];

    private static readonly Arbitrary<CancellationOutcome> AnyOutcome = (
        from verdict in Gen.Elements(Enum.GetValues<CancellationVerdict>())
        from sequence in Gen.Choose(0, 3)
        from snapshot in Gen.Elements(Snapshots.Append(null).ToArray())
        from error in Gen.Elements(Errors.Append(null).ToArray())
        from mismatch in Gen.Elements(false, true)
        select new CancellationOutcome { Target = "t", Verdict = verdict, Sequence = sequence, Snapshot = snapshot, Error = error, IdentityMismatch = mismatch }).ToArbitrary();

    [Test]
    public void Merging_does_not_depend_on_the_order_of_the_two() =>
        Prop.ForAll(AnyOutcome, AnyOutcome, (a, b) => a.Merge(b) == b.Merge(a)).QuickCheckThrowOnFailure();

    [Test]
    public void Merging_does_not_depend_on_the_grouping_of_three() =>
        Prop.ForAll(AnyOutcome, AnyOutcome, AnyOutcome, (a, b, c) => a.Merge(b).Merge(c) == a.Merge(b.Merge(c))).QuickCheckThrowOnFailure();

    [Test]
    public void Merging_evidence_with_itself_changes_nothing() =>
        Prop.ForAll(AnyOutcome, a => a.Merge(a) == a).QuickCheckThrowOnFailure();

    [Test]
    public void Merging_gives_one_of_the_two() =>
        Prop.ForAll(AnyOutcome, AnyOutcome, (a, b) => a.Merge(b) is var merged && (merged == a || merged == b)).QuickCheckThrowOnFailure();

    [Test]
    public void A_definite_verdict_is_never_replaced_by_a_weaker_one() =>
        Prop.ForAll(AnyOutcome, AnyOutcome, (a, b) => !(a.IsDefinite && !b.IsDefinite) || (a.Merge(b) == a && b.Merge(a) == a)).QuickCheckThrowOnFailure();

    [Test]
    public void Of_two_definite_verdicts_the_earlier_stands() =>
        Prop.ForAll(AnyOutcome, AnyOutcome, (a, b) => !(a.IsDefinite && b.IsDefinite && a.Sequence < b.Sequence) || (a.Merge(b) == a && b.Merge(a) == a)).QuickCheckThrowOnFailure();

    [Test]
    public void Of_two_open_verdicts_alike_the_later_evidence_stands() =>
        Prop.ForAll(AnyOutcome, AnyOutcome, (a, b) => a.IsDefinite || a.Verdict != b.Verdict || a.Sequence >= b.Sequence || a.Merge(b) == b).QuickCheckThrowOnFailure();

    [TestCase(CancellationVerdict.NotAttempted, CancellationVerdict.Indeterminate)]
    [TestCase(CancellationVerdict.Indeterminate, CancellationVerdict.Accepted)]
    [TestCase(CancellationVerdict.Accepted, CancellationVerdict.StillRunning)]
    [TestCase(CancellationVerdict.StillRunning, CancellationVerdict.CompletedFirst)]
    public void Open_verdicts_give_way_to_stronger_ones_even_to_earlier_ones(CancellationVerdict weaker, CancellationVerdict stronger)
    {
        var late = Some.Outcome(weaker, sequence: 9);
        var early = Some.Outcome(stronger, sequence: 1);

        Assert.That(late.Merge(early), Is.EqualTo(early));
    }

    [Test]
    public void Merging_with_null_is_refused() =>
        Assert.That(() => Some.Outcome(CancellationVerdict.Accepted).Merge(null!), Throws.ArgumentNullException);

    [TestCase(CancellationVerdict.Indeterminate, false, false, false)]
    [TestCase(CancellationVerdict.Accepted, false, false, false)]
    [TestCase(CancellationVerdict.Canceled, true, true, true)]
    [TestCase(CancellationVerdict.AlreadyCanceled, true, true, true)]
    [TestCase(CancellationVerdict.CompletedFirst, true, false, true)]
    [TestCase(CancellationVerdict.Ended, true, false, true)]
    [TestCase(CancellationVerdict.StillRunning, false, false, false)]
    [TestCase(CancellationVerdict.NotFound, true, false, false)]
    [TestCase(CancellationVerdict.NotCancelable, true, false, false)]
    [TestCase(CancellationVerdict.Denied, true, false, false)]
    [TestCase(CancellationVerdict.Rejected, true, false, false)]
    [TestCase(CancellationVerdict.NotAttempted, false, false, false)]
    public void Each_verdict_says_whether_it_is_definite_canceled_and_ended(CancellationVerdict verdict, bool isDefinite, bool isCanceled, bool hasEnded)
    {
        var outcome = Some.Outcome(verdict);

        Assert.That((outcome.IsDefinite, outcome.IsCanceled, outcome.HasEnded), Is.EqualTo((isDefinite, isCanceled, hasEnded)));
    }

    [Test]
    public void An_outcome_names_its_target_and_verdict() =>
        Assert.That(Some.Outcome(CancellationVerdict.Ended, 7).ToString(), Is.EqualTo("7: Ended"));
}
