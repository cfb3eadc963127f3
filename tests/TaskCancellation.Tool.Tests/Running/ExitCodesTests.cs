namespace TaskCancellation.Tool.Tests.Running;

internal sealed class ExitCodesTests
{
    [TestCase(CancellationVerdict.Canceled, ExitCode.Done)]
    [TestCase(CancellationVerdict.AlreadyCanceled, ExitCode.Done)]
    [TestCase(CancellationVerdict.CompletedFirst, ExitCode.Done)]
    [TestCase(CancellationVerdict.Ended, ExitCode.Done)]
    [TestCase(CancellationVerdict.Accepted, ExitCode.Partial)]
    [TestCase(CancellationVerdict.StillRunning, ExitCode.Partial)]
    [TestCase(CancellationVerdict.NotFound, ExitCode.Partial)]
    [TestCase(CancellationVerdict.NotCancelable, ExitCode.Partial)]
    [TestCase(CancellationVerdict.Denied, ExitCode.Refused)]
    [TestCase(CancellationVerdict.Rejected, ExitCode.Refused)]
    [TestCase(CancellationVerdict.NotAttempted, ExitCode.Refused)]
    [TestCase(CancellationVerdict.Indeterminate, ExitCode.Indeterminate)]
    public void Each_verdict_has_its_code(CancellationVerdict verdict, ExitCode code) => Assert.That(ExitCodes.Of(verdict), Is.EqualTo(code));

    [TestCase(ExitCode.Done)]
    [TestCase(ExitCode.Done, ExitCode.Done, ExitCode.Done)]
    [TestCase(ExitCode.Refused, ExitCode.Refused, ExitCode.Refused)]
    [TestCase(ExitCode.Partial, ExitCode.Done, ExitCode.Refused)]
    [TestCase(ExitCode.Partial, ExitCode.Done, ExitCode.Partial)]
    [TestCase(ExitCode.Indeterminate, ExitCode.Done, ExitCode.Indeterminate, ExitCode.Refused)]
    public void Several_are_one(ExitCode expected, params ExitCode[] codes) => Assert.That(ExitCodes.Combine(codes), Is.EqualTo(expected));

    [Test]
    public void A_report_that_is_not_whole_is_not_done()
    {
        var done = new CancellationReport { Outcomes = [new() { Target = "1", Verdict = CancellationVerdict.Canceled }], IsComplete = true };
        using var all = Assert.EnterMultipleScope();
        Assert.That(ExitCodes.Of(done), Is.EqualTo(ExitCode.Done));
        Assert.That(ExitCodes.Of(done with { UnlistedCount = 2 }), Is.EqualTo(ExitCode.Partial));
        Assert.That(ExitCodes.Of(done with { IsComplete = false }), Is.EqualTo(ExitCode.Partial));
        Assert.That(ExitCodes.Of(done with { IsIndeterminate = true }), Is.EqualTo(ExitCode.Indeterminate));
    }

    [Test]
    public void A_lost_request_is_refused_only_where_nothing_was_being_canceled()
    {
        var lost = new TaskRequestException("gone") { Reason = TaskErrorReason.Connection };
        using var all = Assert.EnterMultipleScope();
        Assert.That(ExitCodes.Of(lost, mayHaveSent: false), Is.EqualTo(ExitCode.Refused));
        Assert.That(ExitCodes.Of(lost, mayHaveSent: true), Is.EqualTo(ExitCode.Indeterminate));
        Assert.That(ExitCodes.Of(new OperationCanceledException(), mayHaveSent: true), Is.EqualTo(ExitCode.Indeterminate));
    }

    [Test]
    public void The_page_of_the_tool_has_the_same_table()
    {
        var page = Repository.Read("src/TaskCancellation.Tool/README.md").Split('\n');
        using var all = Assert.EnterMultipleScope();
        foreach (var (code, meaning) in ExitCodes.Meanings)
        {
            var row = page.Single(line => line.StartsWith($"| {(int)code} |", StringComparison.Ordinal));
            Assert.That(row, Does.StartWith($"| {(int)code} | {meaning.Split(':')[0]}"));
            Assert.That(Enum.GetValues<CancellationVerdict>().Where(verdict => row.Contains($"`{verdict}`", StringComparison.Ordinal)), Is.EquivalentTo(Enum.GetValues<CancellationVerdict>().Where(verdict => ExitCodes.Of(verdict) == code)));
        }
    }

    [Test]
    public void The_description_has_every_verdict_once()
    {
        var text = string.Join('\n', ExitCodes.Describe());
        foreach (var verdict in Enum.GetNames<CancellationVerdict>())
        {
            Assert.That(text, Does.Match($@"(?m)[ ,]{verdict}(,|$)"));
        }
    }
}
