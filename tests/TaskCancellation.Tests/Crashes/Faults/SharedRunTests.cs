using System.Diagnostics;
using TaskCancellation.Journal.Sqlite.Internal;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>Two at one run: one has it, and the other gets a conflict and sends nothing; when the first is gone, however it went, the next takes the run over.</summary>
[Category("JournalFaults")]
internal sealed class SharedRunTests
{
    private static IReadOnlyList<string> All => Services.All;

    [TestCaseSource(nameof(All))]
    public async Task A_process_that_has_the_run_keeps_it_until_it_is_killed(string service)
    {
        var judge = await FaultJudge.OfAsync(service);
        await using var scene = new FaultScene(service);
        await scene.DieAsync(3, isBefore: false, isClosed: true);
        var known = await scene.ReadAsync();
        using var holder = Process.Start(new ProcessStartInfo(
            "dotnet", [Repository.Program("tests/TaskCancellation.Probes"), "journal-hold", scene.Path, scene.Run.Id, scene.Run.ServiceName, scene.Run.Endpoint!.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.That(await holder.StandardOutput.ReadLineAsync(), Is.EqualTo("open"));
        var refused = await RefuseAsync(judge, scene, known, "run held by another process");

        // Whoever takes the lock's file away does not get the run either.
        File.Move(RunLock.PathOf(scene.Path, FaultScene.RunId), scene.PathOf("stolen"));
        var robbed = await RefuseAsync(judge, scene, known, "run held by another process, its lock file taken away");
        File.Move(scene.PathOf("stolen"), RunLock.PathOf(scene.Path, FaultScene.RunId));

        holder.Kill();
        await holder.WaitForExitAsync();
        var run = await scene.RunAsync();
        var problems = judge.Judge(scene.Batch, run, known, isLossy: false);
        JournalMatrix.Count("run held by another process, which was killed", run.Said, problems);
        Assert.That(problems.Concat(refused).Concat(robbed), Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public async Task Two_batches_at_once_share_nothing(string service)
    {
        var judge = await FaultJudge.OfAsync(service);
        await using var scene = new FaultScene(service);
        FaultRun? second = null;
        var first = await scene.RunAsync(async (_, write) => second ??= write == 2 ? await Task.Run(() => scene.RunAsync()) : null);
        var problems = judge.Judge(scene.Batch, first, [], isLossy: false).ToList();
        if (second is not { End: JournalConflictException, Outcomes.Count: 0 })
        {
            problems.Add($"the second was not refused: {second}");
        }

        JournalMatrix.Count("two threads at one run", second?.Said ?? "nothing", problems);
        Assert.That(problems, Is.Empty);
    }

    private static async Task<IReadOnlyList<string>> RefuseAsync(FaultJudge judge, FaultScene scene, IReadOnlyList<JournalEntry> known, string fault)
    {
        var run = await scene.RunAsync();
        var problems = judge.Judge(scene.Batch, run, known, isLossy: false, JournalErrorReason.Conflict).ToList();
        if (run is not { End: JournalConflictException, Outcomes.Count: 0 } || scene.Batch.Requests.Count != run.FirstRequest)
        {
            problems.Add($"was not refused: {run}");
        }

        JournalMatrix.Count(fault, run.Said, problems);
        return problems;
    }
}
