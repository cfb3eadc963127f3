using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Hostile;

/// <summary>Replies that are hostile or merely odd, thousands of them by seed, in the middle of every verb on every service: no exception but the documented ones, no verdict that the record denies, no cancel of what was not meant, no list without end, no text that is long, of several lines, or shows the credential.</summary>
/// <remarks>HOSTILE_RUNS says how many (a minute's worth by default; 400,000 take about an hour), HOSTILE_SEED where to begin, HOSTILE_SERVICE on which service alone (see <see cref="HostileService.All"/>). How many there were, and what is wrong, is told whole in hostile-runs.md beside the tests.</remarks>
[Category("Hostile")]
[NonParallelizable]
internal sealed class HostileReplyTests
{
    private const int Usual = 7_000;
    private const int MostTold = 20;

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("HOSTILE_RUNS"), out var runs) ? runs : Usual;

    private static IReadOnlyList<string> Chosen => Environment.GetEnvironmentVariable("HOSTILE_SERVICE") is { Length: > 0 } one ? [one] : HostileService.All;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("HOSTILE_SEED"), out var seed) ? seed : 1;

    [Test]
    public async Task No_reply_is_believed_that_cannot_be()
    {
        var wrongs = new List<string>();
        var (services, runs) = (Chosen, Runs);
        for (var at = 0; at < runs; at++)
        {
            if (await HostileRun.PlayAsync(services[at % services.Count], Seed + (at / services.Count)) is { } wrong)
            {
                wrongs.Add(wrong);
            }
        }

        var told = string.Create(CultureInfo.InvariantCulture, $"hostile runs {runs}, violations {wrongs.Count}");
        await TestContext.Progress.WriteLineAsync(told);
        await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "hostile-runs.md"), [told, .. wrongs.Select(wrong => $"\n{wrong}")], Encoding.UTF8);
        Assert.That(wrongs, Is.Empty, string.Join("\n\n", wrongs.Take(MostTold)));
    }
}
