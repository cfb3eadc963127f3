using TaskCancellation.Journal.Sqlite;

namespace TaskCancellation.Probes;

/// <summary>Opens a run of a journal, says so, and keeps it until it is killed or its input ends.</summary>
internal static class JournalHold
{
    internal const string Name = "journal-hold";

    /// <param name="args">The journal's path, the run's id.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        await using var journal = new SqliteCancellationJournal(args[0]);
        await using var lease = await journal.OpenRunAsync(new JournalRun { Id = args[1], ServiceName = "Probed" });
        await journal.WriteAsync(args[1], [new JournalEntry { Position = 0, Target = "held" }]);
        await Console.Out.WriteLineAsync("open");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
