using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Crashes;

/// <summary>A journaled batch whose process is killed, and which the same command takes up again.</summary>
internal sealed class CrashTests
{
    /// <summary>As many children as the smallest machine has cores.</summary>
    private const int AtOnce = 2;

    /// <summary>How often a kill point is played at which a connection broke, which says nothing of the journal.</summary>
    private const int MostTries = 3;

    private static readonly string[] Services = ["CloudFoundry", "Elasticsearch", "Meilisearch", "TopazImage", "VeevaVault"];

    [TestCaseSource(nameof(Services))]
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

        var (met, resent) = (results.Sum(result => result.Intents), results.Sum(result => result.Resent));
        await TestContext.Out.WriteLineAsync($"| {service} | {expected.Writes} writes, {cancels} cancels, {deaths.Length} kill points | {met} intents met, {resent} sent again | {expected.Tallies} |");
        Assert.That(results.SelectMany(result => result.Problems), Is.Empty);
        Assert.That(resent, Is.GreaterThan(0).And.LessThanOrEqualTo(met), "what was about to be sent, and perhaps was not");
    }

    [TestCaseSource(nameof(Services))]
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
        Assert.That(lives, Is.GreaterThan(2));
        Assert.That(result.Problems, Is.Empty);
    }

    private static async Task<(ProbeRun Run, int Cancels, IReadOnlyList<TaskState?> Truth)> RunUninterruptedAsync(string service)
    {
        await using var scene = await CrashScene.OpenAsync(service);
        var run = await scene.RunAsync();
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Writes, Is.GreaterThan(4), "there are several waves");
        Assert.That(run.Positions, Is.EqualTo(scene.Ids.Index()));
        return (run, scene.Cancels, [.. scene.Truth]);
    }

    private static async Task<CrashResult> KillAndResumeAsync(string service, Death death, ProbeRun expected, IReadOnlyList<TaskState?> truth, int tries = 1)
    {
        var result = new CrashResult { Death = death };
        await using var scene = await CrashScene.OpenAsync(service);
        var killed = await scene.RunAsync(death);
        if (killed.ExitCode != ProbeRun.Killed)
        {
            result.Add($"was not killed: {killed}");
        }

        if (!killed.Positions.SequenceEqual(scene.Ids.Index().Take(killed.Positions.Count())) || !killed.Verdicts.SequenceEqual(expected.Verdicts.Take(killed.Verdicts.Count())))
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
        var done = scene.Ids.Index().GroupBy(one => one.Item, one => (long)one.Index).Where(positions => positions.All(finished.Contains)).Select(positions => positions.Key).ToHashSet();
        var before = scene.Requests.Count;

        var run = await scene.RunAsync(death);

        HashSet<string> read = [];
        HashSet<string> resent = [];
        foreach (var request in scene.Requests.Skip(before))
        {
            read.UnionWith(open.Where(id => scene.Reads(request, id)));
            foreach (var id in scene.CanceledBy(request))
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

        if (!run.Positions.SequenceEqual(scene.Ids.Index()))
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

        if (!scene.Truth.SequenceEqual(truth))
        {
            result.Add($"the service has {string.Join(", ", scene.Truth)}, not {string.Join(", ", truth)}");
        }
    }
}
