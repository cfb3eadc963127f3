using System.Globalization;
using System.Text.Json;
using TaskCancellation.Journal.Sqlite;

namespace TaskCancellation.Probes;

/// <summary>Cancels the tasks that a file names, in a journaled batch, and says as lines of JSON what came of each. May be told to kill itself on the way.</summary>
internal static class JournalBatch
{
    internal const string Name = "journal-batch";

    /// <param name="args">The service, its address, a key, the journal's path, the run's id, the file of ids (a JSON array), the window, the concurrency; then, perhaps, before or after, and the number of the journal's write to be killed at.</param>
    internal static async Task<int> RunAsync(string[] args)
    {
        using var client = Services.Connect(args[0], new Uri(args[1]), args[2]);
        await using var file = new SqliteCancellationJournal(args[3]);
        var journal = new LethalJournal(file, args is [.., "before", _] ? Count(args[^1]) : null, args is [.., "after", _] ? Count(args[^1]) : null);
        var ids = JsonSerializer.Deserialize<string[]>(await File.ReadAllBytesAsync(args[5]))!;
        var options = new BatchOptions { Journal = journal, RunId = args[4], Window = Count(args[6]), MaxConcurrency = Count(args[7]) };
        var verdicts = new Dictionary<string, int>();
        var position = 0;
        await foreach (var outcome in client.CancelManyAsync(ids.Select(id => new TaskId(id)), options))
        {
            var verdict = outcome.Verdict.ToString();
            verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
            Print(new { position = position++, id = outcome.Target.Id.Value, verdict, state = outcome.Snapshot?.State.ToString(), error = outcome.Error?.Message, followsDoubtfulTry = outcome.Error?.FollowsAmbiguousAttempt });
        }

        Print(new { tallies = verdicts, writes = journal.Writes });
        return 0;
    }

    private static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Print(object line) => Console.Out.WriteLine(JsonSerializer.Serialize(line));
}
