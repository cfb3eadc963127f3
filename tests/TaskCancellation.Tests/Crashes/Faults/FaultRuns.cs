using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>How much is played: JOURNAL_RUNS bit flips, 400 by default. With more of them, the other faults are played in full too: on every service, and past SQLite's own patience of half a minute.</summary>
internal static class FaultRuns
{
    private const int Usual = 400;
    private static readonly int[] Found = [750, 3262, 3773, 4195];

    internal static int Flips { get; } = int.TryParse(Environment.GetEnvironmentVariable("JOURNAL_RUNS"), out var runs) ? runs : Usual;

    /// <summary>The seeds of the flips; always those that found a fault in the library once.</summary>
    internal static IEnumerable<int> Seeds => Enumerable.Range(1, Flips).Union(Found);

    internal static bool IsFull => Flips > Usual;

    /// <summary>The services to play the nth cell on: all of them in full, or each in its turn.</summary>
    internal static IEnumerable<string> ServicesAt(int cell) => IsFull ? Services.All : [Services.All[cell % Services.All.Count]];
}
