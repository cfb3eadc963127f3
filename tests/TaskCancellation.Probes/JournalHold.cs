using TaskCancellation.Journal.Sqlite;

namespace TaskCancellation.Probes;

/// <summary>Opens a run of a journal, says so, and keeps it until it is killed or its input ends.</summary>
internal static class JournalHold
{
    internal const string Name = "journal-hold";

    /// <param name="args">The journal's path, the run's id; then, perhaps, the service and the endpoint of the run, in which nothing is written then.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        await using var journal = new SqliteCancellationJournal(args[0]);
        var isProbed = args.Length == 2;
        await using var lease = await journal.OpenRunAsync(new JournalRun { Id = args[1], ServiceName = isProbed ? "Probed" : args[2], Endpoint = isProbed ? null : new Uri(args[3]) });
        if (isProbed)
        {
            await journal.WriteAsync(args[1], [new JournalEntry { Position = 0, Target = "held" }]);
        }

        await Console.Out.WriteLineAsync("open");
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
