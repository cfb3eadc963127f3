using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace TaskCancellation.Model.Tests;

/// <summary>Thousands of random schedules on one service: nothing that the library answers is outside of what the records allow.</summary>
/// <remarks>MODEL_SCHEDULES says how many, MODEL_SEED plays that one only and prints it.</remarks>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(ServiceKinds), nameof(ServiceKinds.All))]
internal sealed class ModelTests(ServiceKind service)
{
    private const int Usual = 20_000;
    private const double LeastShare = 0.01;

    // An outdated read can make almost anything of a refusal that gives no reason.
    private const double MostUnreachable = 0.001;
    private const double LeastFinishes = 0.2;
    private static readonly ConcurrentDictionary<string, string> Rows = new();

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("MODEL_SCHEDULES"), out var all) ? Math.Max(1, all / ServiceKinds.All.Count) : Usual;

    [Test]
    public async Task Every_answer_is_one_that_the_records_allow()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("MODEL_SEED"), out var seed))
        {
            await ReplayAsync(seed);
            return;
        }

        var began = TimeProvider.System.GetTimestamp();
        var verdicts = new long[Enum.GetValues<CancellationVerdict>().Length];
        var (finishes, requests) = (0, 0L);
        for (var at = 1; at <= Count; at++)
        {
            var schedule = Generator.Draw(service, at);
            var result = await Runner.PlayAsync(schedule);
            if (result.Wrongs.Count > 0)
            {
                Assert.Fail(await Failure.DescribeAsync(schedule));
            }

            requests += result.Requests;
            finishes += result.HasFinishInWindow ? 1 : 0;
            for (var verdict = 0; verdict < verdicts.Length; verdict++)
            {
                verdicts[verdict] += result.Verdicts[verdict];
            }
        }

        Tell(verdicts, finishes, requests, TimeProvider.System.GetElapsedTime(began));
        TestContext.Out.WriteLine($"{Environment.CpuUsage.TotalTime.TotalSeconds:0} s of processor time so far, {GC.GetTotalMemory(forceFullCollection: true) / 1_000_000} MB held");
        Assert.Multiple(() =>
        {
            foreach (var verdict in Enum.GetValues<CancellationVerdict>())
            {
                var share = verdicts[(int)verdict] / (double)verdicts.Sum();
                Assert.That(share, service.Unreachable.ContainsKey(verdict) ? Is.LessThan(MostUnreachable) : Is.GreaterThanOrEqualTo(LeastShare), $"{verdict}");
            }

            Assert.That(finishes / (double)Count, Is.GreaterThanOrEqualTo(LeastFinishes), "runs in which a task ends by itself while its cancel is under way");
        });
    }

    private async Task ReplayAsync(int seed)
    {
        var schedule = Generator.Draw(service, seed);
        var result = await Runner.PlayAsync(schedule, isTranscribed: true);
        TestContext.Out.WriteLine($"{schedule}\n\n{result.Transcript}");
        Assert.That(result.Wrongs, Is.Empty);
    }

    private void Tell(long[] verdicts, int finishes, long requests, TimeSpan time)
    {
        var row = new StringBuilder();
        row.Append(CultureInfo.InvariantCulture, $"| {service.Name} | {Count} | {requests} | {time.TotalSeconds:0} s | {finishes / (double)Count:P1} |");
        foreach (var verdict in Enum.GetValues<CancellationVerdict>())
        {
            row.Append(service.Unreachable.ContainsKey(verdict) ? " – |" : string.Create(CultureInfo.InvariantCulture, $" {verdicts[(int)verdict] / (double)verdicts.Sum():P1} |"));
        }

        Rows[service.Name] = row.ToString();
        var table = new StringBuilder("| service | schedules | requests | time | ended meanwhile |");
        table.AppendJoin("", Enum.GetNames<CancellationVerdict>().Select(name => $" {name} |")).Append("\n| --- | --- | --- | --- | --- |");
        table.Insert(table.Length, " --- |", verdicts.Length).Append('\n');
        table.AppendJoin('\n', ServiceKinds.All.Select(one => Rows.GetValueOrDefault(one.Name)).OfType<string>()).Append("\n\n");
        table.AppendJoin('\n', ServiceKinds.All.SelectMany(one => one.Unreachable.Select(pair => $"{pair.Key} cannot be had on {one.Name}: {pair.Value}"))).Append('\n');
        lock (Rows)
        {
            File.WriteAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "model-coverage.md"), table.ToString());
        }

        TestContext.Out.WriteLine(table);
    }
}
