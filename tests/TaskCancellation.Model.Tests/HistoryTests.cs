using System.Globalization;

namespace TaskCancellation.Model.Tests;

/// <summary>The schedules that the model judges, recorded: the history of a right client fits some order of what happened.</summary>
/// <remarks>HISTORY_RUNS says how many are played on all services together; HISTORY_SEED plays that one only.</remarks>
[Parallelizable(ParallelScope.Self)]
[TestFixtureSource(typeof(ServiceKinds), nameof(ServiceKinds.All))]
internal sealed class HistoryTests(ServiceKind service)
{
    private const int Usual = 1_500;

    private static int Count => Math.Max(1, (Number("HISTORY_RUNS") ?? Usual) / ServiceKinds.All.Count);

    [Test]
    public async Task The_history_of_a_right_client_is_consistent()
    {
        var (first, last) = Number("HISTORY_SEED") is { } seed ? (seed, seed) : (1, Count);
        var (began, lines) = (TimeProvider.System.GetTimestamp(), 0L);
        for (var at = first; at <= last; at++)
        {
            var schedule = Generator.Draw(service, at);
            var check = (await Recording.PlayAsync(schedule)).Check;
            lines += check.LineCount;
            Assert.That(check.IsConsistent, $"HISTORY_SEED={at} on {schedule}\n\n{check}");
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{service.Name}: {last - first + 1} histories of {lines} lines in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s"));
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
