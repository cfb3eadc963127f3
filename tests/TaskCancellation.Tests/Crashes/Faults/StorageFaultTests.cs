using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Journal.Sqlite.Internal;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>A journal's storage that fails at a write: the run ends in the error that says so, what had been sent is told, and with the storage mended the run ends as if nothing had happened.</summary>
[Category("JournalFaults")]
internal sealed class StorageFaultTests
{
    private static IReadOnlyList<string> All => Services.All;

    [TestCaseSource(nameof(All))]
    public async Task The_file_may_not_grow_at_any_write(string service) =>
        await PlayAsync("file may not grow (max_page_count)", [service], (journal, _) => Ask(journal, "PRAGMA max_page_count = 1"), JournalErrorReason.Full);

    [TestCaseSource(nameof(All))]
    public async Task The_file_becomes_read_only_at_any_write(string service) =>
        await PlayAsync("file becomes read-only (query_only)", [service], (journal, _) => Ask(journal, "PRAGMA query_only = 1"), JournalErrorReason.ReadOnly);

    [Test]
    public async Task The_disk_is_full_at_any_write()
    {
        using var disk = SmallDisk.Mount();
        if (disk is null)
        {
            JournalMatrix.Skip("disk full at a write (a small disk, filled)", "not played: no disk can be mounted here");
            Assert.Ignore("No disk can be mounted here.");
        }

        await PlayAsync("disk full at a write (a small disk, filled)", All, (_, _) => disk.Fill(), JournalErrorReason.Full, disk.Path, disk.Empty);
    }

    [Test]
    public async Task The_disk_is_read_only_when_a_run_is_taken_up()
    {
        using var disk = SmallDisk.Mount();
        if (disk is null)
        {
            JournalMatrix.Skip("disk read-only when the run is opened", "not played: no disk can be mounted here");
            Assert.Ignore("No disk can be mounted here.");
        }

        foreach (var service in All)
        {
            var judge = await FaultJudge.OfAsync(service);
            await using var scene = new FaultScene(service, disk.Path);
            await scene.DieAsync(3, isBefore: false, isClosed: true);
            var known = await scene.ReadAsync();
            disk.SetReadOnly(true);
            var refused = await scene.RunAsync();
            disk.SetReadOnly(false);
            var problems = judge.Judge(scene.Batch, refused, known, isLossy: false, JournalErrorReason.ReadOnly, JournalErrorReason.Unavailable).ToList();
            if (refused.End is null || scene.Batch.Requests.Count != refused.FirstRequest)
            {
                problems.Add($"went on: {refused}");
            }

            problems.AddRange(await ResumeAsync(judge, scene));
            JournalMatrix.Count("disk read-only when the run is opened", refused.Said, problems);
            Assert.That(problems, Is.Empty, service);
        }
    }

    [Test]
    public async Task Another_process_has_the_file_for_a_while_at_any_write()
    {
        using var holder = new LockHolder();
        var judge = await FaultJudge.OfAsync(All[0]);
        for (var write = 1; write <= judge.Writes; write++)
        {
            var at = write;
            await PlayAsync("locked by another process for 0.2 s at a write", FaultRuns.ServicesAt(write), (journal, _) => holder.Lock(journal.File.Path, milliseconds: 200), null, writes: [at]);
        }
    }

    [Test]
    public async Task Another_process_has_the_file_for_too_long_at_any_write()
    {
        using var holder = new LockHolder();
        var judge = await FaultJudge.OfAsync(All[0]);
        for (var write = 1; write <= judge.Writes; write += FaultRuns.IsFull ? 1 : 3)
        {
            var (at, path) = (write, "");
            await PlayAsync("locked by another process past the timeout at a write", FaultRuns.ServicesAt(write), Hold, JournalErrorReason.Busy, lift: () => holder.Free(path), writes: [at]);

            void Hold(SqliteCancellationJournal journal, int _)
            {
                // The library's own patience is half a minute.
                journal.File.Read(connection => connection.DefaultTimeout = 1);
                path = journal.File.Path;
                holder.Lock(path);
            }
        }
    }

    [Test]
    public async Task Another_process_has_the_file_when_a_run_is_taken_up([Values] bool isTooLong)
    {
        if (isTooLong && !FaultRuns.IsFull)
        {
            JournalMatrix.Skip("locked by another process past the timeout when the run is opened", "not played: half a minute; set JOURNAL_RUNS");
            Assert.Ignore("It takes half a minute: set JOURNAL_RUNS.");
        }

        using var holder = new LockHolder();
        var service = All[1];
        var judge = await FaultJudge.OfAsync(service);
        await using var scene = new FaultScene(service);
        await scene.DieAsync(3, isBefore: true, isClosed: true);
        var known = await scene.ReadAsync();
        holder.Lock(scene.Path, isTooLong ? null : 300);
        var run = await scene.RunAsync();
        holder.Free(scene.Path);
        var problems = judge.Judge(scene.Batch, run, known, isLossy: false, isTooLong ? [JournalErrorReason.Busy] : []).ToList();
        if (isTooLong != run.End is JournalException)
        {
            problems.Add($"was not patient as it should be: {run}");
        }

        problems.AddRange(await ResumeAsync(judge, scene));
        JournalMatrix.Count(isTooLong ? "locked by another process past the timeout when the run is opened" : "locked by another process for 0.3 s when the run is opened", run.Said, problems);
        Assert.That(problems, Is.Empty);
    }

    /// <summary>Plays a fault before each write, then lifts it and takes the run up again.</summary>
    /// <param name="fault">The fault, for the table.</param>
    /// <param name="services">The services.</param>
    /// <param name="strike">Plays it.</param>
    /// <param name="expected">What the error says; null where the run goes on.</param>
    /// <param name="parent">Where the journal is.</param>
    /// <param name="lift">Ends it.</param>
    /// <param name="writes">At which writes; null for all.</param>
    private static async Task PlayAsync(
        string fault, IEnumerable<string> services, Action<SqliteCancellationJournal, int> strike, JournalErrorReason? expected, string? parent = null, Action? lift = null, int[]? writes = null)
    {
        var wrongs = new List<string>();
        foreach (var service in services)
        {
            var judge = await FaultJudge.OfAsync(service);
            foreach (var write in writes ?? [.. Enumerable.Range(1, judge.Writes)])
            {
                await using var scene = new FaultScene(service, parent);
                var struck = await scene.RunAsync((journal, at) =>
                {
                    if (at == write)
                    {
                        strike(journal, at);
                    }

                    return Task.CompletedTask;
                });
                lift?.Invoke();
                var problems = judge.Judge(scene.Batch, struck, [], isLossy: false, expected is { } reason ? [reason] : []).ToList();
                if (expected is not null && struck.End is null && fault.StartsWith("disk", StringComparison.Ordinal))
                {
                    problems.Add("nothing failed");
                }

                problems.AddRange(await ResumeAsync(judge, scene));
                JournalMatrix.Count(fault, struck.Said, problems);
                wrongs.AddRange(problems.Select(problem => $"{service}, write {write}: {problem}"));
            }
        }

        Assert.That(wrongs, Is.Empty);
    }

    private static async Task<IReadOnlyList<string>> ResumeAsync(FaultJudge judge, FaultScene scene)
    {
        var known = await scene.ReadAsync();
        return [.. judge.Judge(scene.Batch, await scene.RunAsync(), known, isLossy: false).Select(problem => $"resumed: {problem}")];
    }

    private static void Ask(SqliteCancellationJournal journal, string sql) => journal.File.Read(connection => connection.Execute(sql));
}
