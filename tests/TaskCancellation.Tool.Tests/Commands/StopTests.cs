using TaskCancellation.Testing.CloudFoundry;
using TaskCancellation.Tool.Tests.Bench;

namespace TaskCancellation.Tool.Tests.Commands;

/// <summary>Ctrl+C: what was and was not attempted is told.</summary>
internal sealed class StopTests
{
    private ToolBench bench = null!;
    private CloudFoundryEmulator emulator = null!;
    private string[] ids = [];

    [SetUp]
    public async Task SetUp()
    {
        bench = new ToolBench("cloudfoundry", hasTasks: false);
        emulator = (CloudFoundryEmulator)bench.Emulator;
        ids = [.. Enumerable.Range(0, 10).Select(_ => emulator.Add(new() { Name = "migrate" }))];
        await File.WriteAllLinesAsync(bench.PathOf("ids.txt"), ids);
    }

    [TearDown]
    public void TearDown() => bench.Dispose();

    [Test]
    public async Task A_batch_ends_with_an_outcome_for_each_id_and_can_be_resumed()
    {
        StopAtCancel(3);
        string[] rest = [bench.PathOf("ids.txt"), "--journal", bench.PathOf("run.db"), "--concurrency", "1", "--yes", "--json"];
        var stopped = await bench.OnServiceAsync(["batch", .. rest]);
        var sent = bench.Cancels.Count();
        using var all = Assert.EnterMultipleScope();
        Assert.That(sent, Is.EqualTo(3));
        Assert.That(stopped.Values("id"), Is.EqualTo(ids));
        Assert.That(stopped.Values("verdict")[3..], Is.All.EqualTo("NotAttempted"));
        Assert.That(stopped.Values("verdict")[..3], Has.None.EqualTo("NotAttempted"));
        Assert.That(stopped.Error, Does.Contain("Stopped: 3 attempted, 7 not attempted.").And.Contain("Go on with: taskcancel resume"));
        Assert.That(stopped.Code, Is.EqualTo(ExitCode.Partial));

        bench.Restart();
        var resumed = await bench.OnServiceAsync(["resume", .. rest]);
        Assert.That(resumed.Values("id"), Is.EqualTo(ids));
        Assert.That(resumed.Values("verdict"), Is.All.EqualTo("Canceled"));
        Assert.That(bench.Cancels.Count(), Is.EqualTo(10), "the seven that were left, and none twice");
    }

    [Test]
    public async Task A_cancel_by_filter_reads_back_what_was_reached()
    {
        StopAtCancel(3);
        var stopped = await bench.OnServiceAsync("cancel", "--name", "migrate", "--concurrency", "1", "--yes", "--json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(stopped.Code, Is.EqualTo(ExitCode.Indeterminate));
        Assert.That(stopped.Json, Has.Count.EqualTo(10));
        Assert.That(stopped.Error, Does.Contain("Stopped while canceling").And.Match(@"\d+ of 10 are canceled, being canceled or ended; \d+ run on"));
        Assert.That(bench.Cancels.Count(), Is.LessThan(10));
    }

    [Test]
    public async Task A_wait_says_that_everything_was_sent()
    {
        var slow = emulator.Add(new() { Name = "slow", CancelDelay = TimeSpan.FromHours(1) });
        bench.StopAfter(TimeSpan.FromSeconds(10));
        var stopped = await bench.OnServiceAsync("cancel", "--id", slow, "--yes", "--json");
        using var all = Assert.EnterMultipleScope();
        Assert.That(stopped.Values("verdict"), Is.EqualTo(new[] { "Accepted" }));
        Assert.That(stopped.Error, Does.Contain("Stopped while waiting. Every request had been sent"));
        Assert.That(stopped.Code, Is.EqualTo(ExitCode.Partial));
    }

    [Test]
    public async Task A_batch_that_waits_tells_what_was_sent()
    {
        string[] slow = [.. Enumerable.Range(0, 30).Select(_ => emulator.Add(new() { CancelDelay = TimeSpan.FromMinutes(4) }))];
        await File.WriteAllLinesAsync(bench.PathOf("slow.txt"), slow);
        string[] rest = [bench.PathOf("slow.txt"), "--journal", bench.PathOf("run.db"), "--yes", "--json"];
        bench.StopAfter(TimeSpan.FromMinutes(1));
        var stopped = await bench.OnServiceAsync(["batch", .. rest]);
        bench.Restart();
        var resumed = await bench.OnServiceAsync(["resume", .. rest]);
        using var all = Assert.EnterMultipleScope();
        Assert.That(stopped.Values("id"), Is.EqualTo(slow));
        Assert.That(stopped.Values("verdict"), Is.All.EqualTo("Accepted"));
        Assert.That(stopped.Error, Does.Contain("Stopped: 30 attempted, 0 not attempted."));
        Assert.That(stopped.Code, Is.EqualTo(ExitCode.Partial));
        Assert.That(resumed.Values("verdict"), Is.All.EqualTo("Canceled"));
        Assert.That(resumed.Code, Is.EqualTo(ExitCode.Done));
        Assert.That(bench.Cancels.Count(), Is.EqualTo(30), "nothing is sent twice");
    }

    [Test]
    public async Task A_journal_that_fails_on_the_way_does_not_hide_what_was_sent()
    {
        // The run is deleted under the batch: its next write has no place.
        using var thief = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={bench.PathOf("run.db")};Pooling=False");
        var seen = 0;
        emulator.AfterCancel = _ =>
        {
            if (++seen == 3)
            {
                thief.Open();
                using var drop = thief.CreateCommand();
                drop.CommandText = "DROP TABLE entries";
                drop.ExecuteNonQuery();
            }
        };
        var result = await bench.OnServiceAsync("batch", bench.PathOf("ids.txt"), "--journal", bench.PathOf("run.db"), "--concurrency", "1", "--yes");
        using var all = Assert.EnterMultipleScope();
        Assert.That(result.Code, Is.AnyOf(ExitCode.Indeterminate), result.Error);
        Assert.That(result.Error, Does.Contain("Go on with: taskcancel resume").And.Not.Contain("Unexpected"));
    }

    [Test]
    public async Task A_wait_for_tasks_can_be_stopped()
    {
        bench.StopAfter(TimeSpan.FromSeconds(10));
        var stopped = await bench.OnServiceAsync("wait", ids[0], ids[1]);
        Assert.That(stopped, Has.Property("Code").EqualTo(ExitCode.Partial).And.Property("Error").Contains("Stopped waiting."));
    }

    [TestCase("list")]
    [TestCase("plan", "--all")]
    [TestCase("info")]
    public async Task A_read_says_that_nothing_was_canceled(params string[] arguments)
    {
        bench.Stop();
        var result = await bench.OnServiceAsync(arguments);
        Assert.That(result, Has.Property("Code").EqualTo(ExitCode.Refused).And.Property("Error").Contains("Stopped. Nothing was canceled."));
    }

    [Test]
    public async Task A_question_that_is_interrupted_cancels_nothing()
    {
        bench.Typed = "y\n";
        bench.Stop();
        var result = await bench.OnServiceAsync("cancel", ids[0]);
        Assert.That(result.Code, Is.EqualTo(ExitCode.Refused));
        Assert.That(bench.Cancels, Is.Empty);
    }

    private void StopAtCancel(int number)
    {
        var seen = 0;
        emulator.BeforeCancel = _ =>
        {
            if (++seen == number)
            {
                bench.Stop();
            }
        };
    }
}
