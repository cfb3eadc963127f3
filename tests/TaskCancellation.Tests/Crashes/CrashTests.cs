using System.Globalization;
using System.Text;
using TaskCancellation.Tests.Crashes.Faults;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Crashes;

/// <summary>A journaled batch whose process is killed, and which the same command takes up again.</summary>
[Category("JournalFaults")]
internal sealed class CrashTests
{
    /// <summary>As many children as the smallest machine has cores.</summary>
    private const int AtOnce = 2;

    /// <summary>How often a kill point is played at which a connection broke, which says nothing of the journal.</summary>
    private const int MostTries = 3;

    /// <summary>From less than the tables take to less than the whole log.</summary>
    private static readonly int[] LimitsInBlocks = FaultRuns.IsFull ? [.. Enumerable.Range(1, 24).Select(step => step * 8)] : [8, 104];

    private static IReadOnlyList<string> All => Services.All;

    [TestCaseSource(nameof(All))]
    public async Task Killed_at_any_write_of_the_journal_or_any_cancel_it_ends_as_if_it_never_was(string service)
    {
        var (expected, cancels, truth) = await RunUninterruptedAsync(service);
        Death[] deaths =
        [
            .. Enumerable.Range(1, expected.Writes).SelectMany(write => new[] { Death.Before(write), Death.After(write) }),
            .. Enumerable.Range(1, cancels).Select(Death.During),
        ];
        var results = new CrashResult[deaths.Length];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            for (var index = Interlocked.Increment(ref next); index < deaths.Length; index = Interlocked.Increment(ref next))
            {
                results[index] = await KillAndResumeAsync(service, deaths[index], expected, truth);
            }
        }));

        foreach (var result in results)
        {
            JournalMatrix.Count($"process killed (SIGKILL) {result.Death!.When} a {(result.Death.IsDuringCancel ? "cancel" : "write")}, run resumed", "the whole report", result.Problems);
        }

        var (met, resent) = (results.Sum(result => result.Intents), results.Sum(result => result.Resent));
        await TestContext.Out.WriteLineAsync($"| {service} | {expected.Writes} writes, {cancels} cancels, {deaths.Length} kill points | {met} intents met, {resent} sent again | {expected.Tallies} |");
        Assert.That(results.SelectMany(result => result.Problems), Is.Empty);
        Assert.That(resent, Is.GreaterThan(0).And.LessThanOrEqualTo(met), "what was about to be sent, and perhaps was not");
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public async Task With_a_limit_to_its_files_it_ends_in_the_journals_error_and_later_as_if_it_never_had()
    {
        var problems = new List<string>();
        foreach (var (at, blocks) in LimitsInBlocks.Index())
        {
            foreach (var service in FaultRuns.ServicesAt(at))
            {
                var (expected, _, truth) = await RunUninterruptedAsync(service);
                var result = await KillAndResumeAsync(service, Death.Limited(blocks), expected, truth);
                JournalMatrix.Count("file may not grow (RLIMIT_FSIZE), run resumed", result.HasEnded ? "the whole report" : nameof(JournalException), result.Problems);
                problems.AddRange(result.Problems.Select(problem => $"{service}: {problem}"));
            }
        }

        Assert.That(problems, Is.Empty);
    }

    [TestCaseSource(nameof(All))]
    public async Task Killed_again_and_again_it_ends_as_if_it_never_was(string service)
    {
        var (expected, _, truth) = await RunUninterruptedAsync(service);
        await using var scene = await CrashScene.OpenAsync(service);
        var result = new CrashResult();
        var lives = 0;
        ProbeRun run;
        do
        {
            // Two writes a life: what was about to be sent, and what came of it.
            run = await ResumeAsync(scene, result, Death.After(2));
            lives++;
        }
        while (run.ExitCode == ProbeRun.Killed && lives < 50);

        Compare(run, expected, scene, truth, result);
        await TestContext.Out.WriteLineAsync($"| {service} | killed {lives - 1} times | {expected.Tallies} |");
        JournalMatrix.Count("process killed after every other write, until the run had ended", "the whole report", result.Problems);
        Assert.That(lives, Is.GreaterThan(2));
        Assert.That(result.Problems, Is.Empty);
    }

    private static async Task<(ProbeRun Run, int Cancels, IReadOnlyList<TaskState?> Truth)> RunUninterruptedAsync(string service)
    {
        await using var scene = await CrashScene.OpenAsync(service);
        var run = await scene.RunAsync();
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Writes, Is.GreaterThan(4), "there are several waves");
        Assert.That(run.Positions, Is.EqualTo(scene.Batch.Ids.Index()));
        return (run, scene.Batch.Cancels, [.. scene.Batch.Truth]);
    }

    private static async Task<CrashResult> KillAndResumeAsync(string service, Death death, ProbeRun expected, IReadOnlyList<TaskState?> truth, int tries = 1)
    {
        var result = new CrashResult { Death = death };
        await using var scene = await CrashScene.OpenAsync(service);
        var killed = await scene.RunAsync(death);
        if (death.IsLimit && killed.ExitCode == 0)
        {
            // All of it was within the limit.
            result.HasEnded = true;
            Compare(killed, expected, scene, truth, result);
        }
        else if (killed.ExitCode != death.ExitCode || (death.IsLimit && !killed.Complaint.Contains(nameof(JournalException), StringComparison.Ordinal)))
        {
            result.Add($"was not killed: {killed}");
        }

        if (!killed.Positions.SequenceEqual(scene.Batch.Ids.Index().Take(killed.Positions.Count())) || killed.Verdicts.Zip(expected.Verdicts).Any(pair => pair.First != pair.Second && !(death.IsLimit && pair.First is nameof(CancellationVerdict.NotAttempted) or nameof(CancellationVerdict.Indeterminate))))
        {
            result.Add($"yielded something else before it was killed: {killed}");
        }

        var resumed = await ResumeAsync(scene, result);
        if ((killed.HasBrokenTry || resumed.HasBrokenTry) && tries < MostTries)
        {
            await TestContext.Out.WriteLineAsync($"{service}, {death}: a connection broke, played again");
            return await KillAndResumeAsync(service, death, expected, truth, tries + 1);
        }

        Compare(resumed, expected, scene, truth, result);
        return result;
    }

    /// <summary>Takes the batch up again, and sees that nothing is sent for what is finished, nor for what may have been sent before it was read.</summary>
    private static async Task<ProbeRun> ResumeAsync(CrashScene scene, CrashResult result, Death? death = null)
    {
        var entries = await scene.ReadJournalAsync();
        var open = entries.Where(entry => entry.Outcome is null).Select(entry => entry.Target.Id.Value).ToHashSet();
        var finished = entries.Where(entry => entry.Outcome is not null).Select(entry => entry.Position).ToHashSet();
        var done = scene.Batch.Ids.Index().GroupBy(one => one.Item, one => (long)one.Index).Where(positions => positions.All(finished.Contains)).Select(positions => positions.Key).ToHashSet();
        var before = scene.Batch.Requests.Count;

        var run = await scene.RunAsync(death);

        HashSet<string> read = [];
        HashSet<string> resent = [];
        foreach (var request in scene.Batch.Requests.Skip(before))
        {
            read.UnionWith(open.Where(id => scene.Batch.Reads(request, id)));
            foreach (var id in scene.Batch.CanceledBy(request))
            {
                resent.Add(id);
                if (done.Contains(id))
                {
                    result.Add($"{id} was finished and was sent again: {request}");
                }

                if (open.Contains(id) && !read.Contains(id))
                {
                    result.Add($"{id} may have been sent and was sent again unread: {request}");
                }
            }
        }

        result.Intents += open.Count;
        result.Resent += open.Count(resent.Contains);
        return run;
    }

    private static void Compare(ProbeRun run, ProbeRun expected, CrashScene scene, IReadOnlyList<TaskState?> truth, CrashResult result)
    {
        if (run.ExitCode != 0)
        {
            result.Add($"did not end: {run}");
            return;
        }

        if (!run.Positions.SequenceEqual(scene.Batch.Ids.Index()))
        {
            result.Add($"positions are lost, doubled or moved: {run}");
        }

        if (run.Tallies != expected.Tallies || !run.Verdicts.SequenceEqual(expected.Verdicts))
        {
            var differences = new StringBuilder();
            foreach (var (position, (now, then)) in run.Verdicts.Zip(expected.Verdicts).Index().Where(one => one.Item.First != one.Item.Second))
            {
                differences.Append(CultureInfo.InvariantCulture, $"; {position} is {now}, not {then}");
            }

            result.Add($"tallies are {run.Tallies}, not {expected.Tallies}{differences}: {run}");
        }

        if (!scene.Batch.Truth.SequenceEqual(truth))
        {
            result.Add($"the service has {string.Join(", ", scene.Batch.Truth)}, not {string.Join(", ", truth)}");
        }
    }
}
