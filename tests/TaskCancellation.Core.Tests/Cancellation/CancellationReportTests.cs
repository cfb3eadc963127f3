using static TaskCancellation.CancellationVerdict;

namespace TaskCancellation.Core.Tests.Cancellation;

public sealed class CancellationReportTests
{
    private static readonly CancellationReport Good = Some.Report(Canceled, AlreadyCanceled);

    [Test]
    public void Everything_is_canceled_when_every_outcome_says_so_now_or_already()
    {
        Assert.That(Good.EnsureCanceled(), Is.SameAs(Good));
        Assert.That(Some.Report().EnsureCanceled().AllCanceled, Is.True);
    }

    private static IEnumerable<CancellationReport> NotGood() =>
    [
        .. Enum.GetValues<CancellationVerdict>().Where(verdict => verdict is not (Canceled or AlreadyCanceled)).Select(verdict => Some.Report(Canceled, verdict)),
        Good with { UnlistedCount = 1 }, Good with { IsIndeterminate = true }, Good with { IsComplete = false },
    ];

    [TestCaseSource(nameof(NotGood))]
    public void Anything_else_is_thrown_with_the_whole_report(CancellationReport report)
    {
        var error = Assert.Throws<TasksNotCanceledException>(() => report.EnsureCanceled());

        Assert.That(error.Report, Is.SameAs(report));
        Assert.That(error.Message, Does.Contain(report.ToString()));
    }

    [Test]
    public void Nothing_unlisted_is_as_good_as_all_listed() =>
        Assert.That((Good with { UnlistedCount = 0 }).AllCanceled, Is.True);

    [Test]
    public void A_report_reads_like_a_tally()
    {
        Assert.That(Some.Report(CompletedFirst, Canceled, Canceled).ToString(), Is.EqualTo("2 Canceled, 1 CompletedFirst"));
        Assert.That((Some.Report(Canceled) with { UnlistedCount = 3 }).ToString(), Is.EqualTo("1 Canceled, 3 unlisted"));
        Assert.That((Some.Report() with { IsIndeterminate = true, IsComplete = false }).ToString(), Is.EqualTo("the request itself Indeterminate"));
        Assert.That((Some.Report() with { IsComplete = false }).ToString(), Is.EqualTo("accepted, not yet counted"));
        Assert.That(Some.Report().ToString(), Is.EqualTo("nothing addressed"));
        Assert.That((Some.Report() with { PreviewedCount = 1, MatchedCount = 0 }).ToString(), Is.EqualTo("none matched, although 1 was listed just before"));
        Assert.That((Some.Report() with { PreviewedCount = 2, MatchedCount = 0 }).ToString(), Is.EqualTo("none matched, although 2 were listed just before"));
    }

    [Test]
    public void Outcomes_are_counted_by_verdict()
    {
        var report = Some.Report(Canceled, Denied, Canceled);

        Assert.That((report.Count(Canceled), report.Count(Denied), report.Count(Ended)), Is.EqualTo((2, 1, 0)));
    }

    [Test]
    public void Reports_of_the_same_outcomes_are_equal() =>
        Assert.That(Good with { Outcomes = [.. Good.Outcomes] }, Is.EqualTo(Good));
}
