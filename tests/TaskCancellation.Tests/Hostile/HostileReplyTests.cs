using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace TaskCancellation.Tests.Hostile;

/// <summary>Replies that are hostile or merely odd, thousands of them by seed, in the middle of every verb on every service: no exception but the documented ones, no verdict that the record denies, no cancel of what was not meant, no list without end, no text that is long, of several lines, or shows the credential.</summary>
/// <remarks>HOSTILE_RUNS says in how many calls (a minute's worth by default), HOSTILE_SEED where to begin, HOSTILE_SERVICE on which service alone (see <see cref="HostileService.All"/>). How many there were, and what is wrong, is told whole in hostile-runs.md beside the tests.</remarks>
[Category("Hostile")]
[NonParallelizable]
internal sealed class HostileReplyTests
{
    private const int Usual = 7_000;
    private const int MostTold = 20;

    /// <summary>Runs mostly wait for their clocks to be sure that nothing happens; meanwhile others go on.</summary>
    private const int AtOnce = 16;

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("HOSTILE_RUNS"), out var runs) ? runs : Usual;

    private static IReadOnlyList<string> Chosen => Environment.GetEnvironmentVariable("HOSTILE_SERVICE") is { Length: > 0 } one ? [one] : HostileService.All;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("HOSTILE_SEED"), out var seed) ? seed : 1;

    [Test]
    public async Task No_reply_is_believed_that_cannot_be()
    {
        var wrongs = new ConcurrentBag<string>();
        var (services, runs, hostile) = (Chosen, Runs, 0);
        await Parallel.ForAsync(0, runs, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, _) =>
        {
            var (replies, wrong) = await HostileRun.PlayAsync(services[at % services.Count], Seed + (at / services.Count));
            Interlocked.Add(ref hostile, replies);
            if (wrong is not null)
            {
                wrongs.Add(wrong);
            }
        });

        var told = string.Create(CultureInfo.InvariantCulture, $"hostile replies {hostile:N0} in {runs:N0} calls, violations {wrongs.Count}");
        Summary.Write("hostile-replies", told);
        await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "hostile-runs.md"), [told, .. wrongs.Select(wrong => $"\n{wrong}")], Encoding.UTF8);
        Assert.That(wrongs, Is.Empty, string.Join("\n\n", wrongs.Take(MostTold)));
    }
}
