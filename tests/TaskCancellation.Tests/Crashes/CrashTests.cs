using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Crashes;

/// <summary>A journaled batch whose process is killed, and which the same command takes up again.</summary>
internal sealed class CrashTests
{
    /// <summary>As many children as the smallest machine has cores.</summary>
    private const int AtOnce = 2;

    private static readonly string[] Services = ["CloudFoundry", "Elasticsearch", "Meilisearch", "TopazImage", "VeevaVault"];

    [TestCaseSource(nameof(Services))]
    public async Task Killed_before_or_after_any_write_of_the_journal_it_ends_as_if_it_never_was(string service)
    {
        var (expected, truth) = await RunUninterruptedAsync(service);
        string[][] deaths = [.. Enumerable.Range(1, expected.Writes).SelectMany(write => new[] { "before", "after" }.Select(when => new[] { when, write.ToString(CultureInfo.InvariantCulture) }))];
        var problems = new List<string>[deaths.Length];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            for (var index = Interlocked.Increment(ref next); index < deaths.Length; index = Interlocked.Increment(ref next))
            {
                problems[index] = await KillAndResumeAsync(service, deaths[index], expected, truth);
            }
        }));

        await TestContext.Out.WriteLineAsync($"| {service} | {expected.Writes} writes, {deaths.Length} kill points | {expected.Tallies} |");
        Assert.That(problems.SelectMany(one => one), Is.Empty);
    }

    [TestCaseSource(nameof(Services))]
    public async Task Killed_again_and_again_it_ends_as_if_it_never_was(string service)
    {
        var (expected, truth) = await RunUninterruptedAsync(service);
        await using var scene = await CrashScene.OpenAsync(service);
        var problems = new List<string>();
        var kills = 0;
        ProbeRun run;
        do
        {
            // Two writes a life: what was about to be sent, and what came of it.
            run = await ResumeAsync(scene, problems, "after", "2");
            kills++;
        }
        while (run.ExitCode == ProbeRun.Killed && kills < 50);

        Compare(run, expected, scene, truth, problems);
        await TestContext.Out.WriteLineAsync($"| {service} | killed {kills - 1} times | {expected.Tallies} |");
        Assert.That(kills, Is.GreaterThan(2));
        Assert.That(problems, Is.Empty);
    }

    private static async Task<(ProbeRun Run, IReadOnlyList<TaskState?> Truth)> RunUninterruptedAsync(string service)
    {
        await using var scene = await CrashScene.OpenAsync(service);
        var run = await scene.RunAsync();
        Assert.That(run.ExitCode, Is.Zero, run.ToString());
        Assert.That(run.Writes, Is.GreaterThan(4), "there are several waves");
        Assert.That(run.Positions, Is.EqualTo(scene.Ids.Index()));
        return (run, [.. scene.Truth]);
    }

    private static async Task<List<string>> KillAndResumeAsync(string service, string[] death, ProbeRun expected, IReadOnlyList<TaskState?> truth)
    {
        var problems = new List<string>();
        await using var scene = await CrashScene.OpenAsync(service);
        var killed = await scene.RunAsync(death);
        if (killed.ExitCode != ProbeRun.Killed)
        {
            problems.Add($"was not killed: {killed}");
        }

        if (!killed.Positions.SequenceEqual(scene.Ids.Index().Take(killed.Positions.Count())) || !killed.Verdicts.SequenceEqual(expected.Verdicts.Take(killed.Verdicts.Count())))
        {
            problems.Add($"yielded something else before it was killed: {killed}");
        }

        Compare(await ResumeAsync(scene, problems), expected, scene, truth, problems);
        return [.. problems.Select(problem => $"{string.Join(' ', death)}: {problem}")];
    }

    /// <summary>Takes the batch up again, and sees that nothing is sent for what is finished, nor for what may have been sent before it was read.</summary>
    private static async Task<ProbeRun> ResumeAsync(CrashScene scene, List<string> problems, params string[] death)
    {
        var entries = await scene.ReadJournalAsync();
        var open = entries.Where(entry => entry.Outcome is null).Select(entry => entry.Target.Id.Value).ToHashSet();
        var finished = entries.Where(entry => entry.Outcome is not null).Select(entry => entry.Position).ToHashSet();
        var done = scene.Ids.Index().GroupBy(one => one.Item, one => (long)one.Index).Where(positions => positions.All(finished.Contains)).Select(positions => positions.Key).ToHashSet();
        var before = scene.Requests.Count;

        var run = await scene.RunAsync(death);

        HashSet<string> read = [];
        foreach (var request in scene.Requests.Skip(before))
        {
            read.UnionWith(open.Where(id => scene.Reads(request, id)));
            foreach (var id in scene.CanceledBy(request))
            {
                if (done.Contains(id))
                {
                    problems.Add($"{id} was finished and was sent again: {request}");
                }

                if (open.Contains(id) && !read.Contains(id))
                {
                    problems.Add($"{id} may have been sent and was sent again unread: {request}");
                }
            }
        }

        return run;
    }

    private static void Compare(ProbeRun run, ProbeRun expected, CrashScene scene, IReadOnlyList<TaskState?> truth, List<string> problems)
    {
        if (run.ExitCode != 0)
        {
            problems.Add($"did not end: {run}");
            return;
        }

        if (!run.Positions.SequenceEqual(scene.Ids.Index()))
        {
            problems.Add($"positions are lost, doubled or moved: {run}");
        }

        if (run.Tallies != expected.Tallies || !run.Verdicts.SequenceEqual(expected.Verdicts))
        {
            var differences = new StringBuilder();
            foreach (var (position, (now, then)) in run.Verdicts.Zip(expected.Verdicts).Index().Where(one => one.Item.First != one.Item.Second))
            {
                differences.Append(CultureInfo.InvariantCulture, $"; {position} is {now}, not {then}");
            }

            problems.Add($"tallies are {run.Tallies}, not {expected.Tallies}{differences}");
        }

        if (!scene.Truth.SequenceEqual(truth))
        {
            problems.Add($"the service has {string.Join(", ", scene.Truth)}, not {string.Join(", ", truth)}");
        }
    }
}
