namespace TaskCancellation.Core.Tests.Batches;

/// <summary>The journal of a batch whose outcomes are waited for holds the ends.</summary>
public sealed class JournaledWaitTests : JournalFixture
{
    [Test]
    public async Task The_ends_are_written_where_the_acceptances_were()
    {
        var canceled = Client.CancelManyAsync(new TaskTarget[] { "running", "pending", "done", "r1" }.ToAsyncEnumerable(), Journaled);
        var all = await canceled.ToListAsync();
        Assert.That(Verdicts(), Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.Canceled, CancellationVerdict.CompletedFirst, CancellationVerdict.Accepted }));

        Becomes("running", TaskState.Canceled);
        Becomes("r1", TaskState.Succeeded);
        var ends = await Client.WaitManyAsync(all.ToAsyncEnumerable(), new WaitOptions { Timeout = TimeSpan.Zero, FirstDelay = TimeSpan.Zero }).ToListAsync();

        Assert.Multiple(() =>
        {
            Assert.That(Verdicts(), Is.EqualTo(new[] { CancellationVerdict.Canceled, CancellationVerdict.Canceled, CancellationVerdict.CompletedFirst, CancellationVerdict.CompletedFirst }));
            Assert.That(Verdicts(), Is.EqualTo(ends.Select(end => end.Verdict)));
            Assert.That(Journal.Open, Is.Empty);
        });
    }

    [Test]
    public async Task What_has_not_ended_stays_accepted()
    {
        var all = await Client.CancelManyAsync(new TaskTarget[] { "running" }.ToAsyncEnumerable(), Journaled).ToListAsync();

        var ends = await Client.WaitManyAsync(all.ToAsyncEnumerable(), new WaitOptions { Timeout = TimeSpan.Zero, FirstDelay = TimeSpan.Zero }).ToListAsync();

        Assert.That((ends[0].Verdict, Verdicts().Single()), Is.EqualTo((CancellationVerdict.StillRunning, CancellationVerdict.Accepted)));
    }

    [Test]
    public async Task A_wait_that_runs_along_with_its_batch_writes_into_the_run_that_is_open()
    {
        Client.OnRead = (id, _, _) => Task.FromResult(Find(id) is { } task && id == "running" && Sent.Contains("running") ? task with { State = TaskState.Canceled } : Find(id));

        var ends = await Client.WaitManyAsync(Client.CancelManyAsync(new TaskTarget[] { "running", "done" }.ToAsyncEnumerable(), Journaled), new WaitOptions { Timeout = TimeSpan.Zero, FirstDelay = TimeSpan.Zero }).ToListAsync();

        Assert.That(Verdicts(), Is.EqualTo(ends.Select(end => end.Verdict)).And.Contain(CancellationVerdict.Canceled));
    }

    private IEnumerable<CancellationVerdict> Verdicts() => Journal.Entries("run").Select(entry => entry.Outcome!.Verdict);
}
