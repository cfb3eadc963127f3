namespace TaskCancellation.Core.Tests;

/// <summary>A journal in memory that fails when it is told to, as if the process had been killed.</summary>
internal sealed class MemoryJournal : CancellationJournal
{
    private readonly Dictionary<string, (JournalRun Run, SortedDictionary<long, JournalEntry> Entries)> runs = [];

    /// <summary>What was asked of it, in order: "open", "read 0+3", "intents 2", "outcomes 3".</summary>
    internal List<string> Calls { get; } = [];

    /// <summary>Told before each call is carried out, and after.</summary>
    internal Action<string> Before { get; set; } = _ => { };

    internal Action<string> After { get; set; } = _ => { };

    /// <summary>The runs that somebody is at.</summary>
    internal HashSet<string> Open { get; } = [];

    internal IReadOnlyCollection<JournalEntry> Entries(string runId) => runs[runId].Entries.Values;

    internal JournalRun Run(string runId) => runs[runId].Run;

    public override ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Do("open", () =>
        {
            if ((!runs.TryAdd(run.Id, (run, [])) && runs[run.Id].Run != run) || Open.Contains(run.Id))
            {
                throw new JournalConflictException("another's", run.Id);
            }
        });
        Open.Add(run.Id);
        return ValueTask.FromResult<IAsyncDisposable>(new Lease(() => Open.Remove(run.Id)));
    }

    public override ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<JournalEntry> found = [];
        cancellationToken.ThrowIfCancellationRequested();
        Do($"read {from}+{count}", () => found = [.. runs[runId].Entries.Values.Where(entry => entry.Position >= from && entry.Position < from + count)]);
        return ValueTask.FromResult(found);
    }

    public override ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Do($"{(entries.All(entry => entry.Outcome is null) ? "intents" : "outcomes")} {entries.Count}", () =>
        {
            // It may fire in the middle of it too.
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var entry in entries)
            {
                runs[runId].Entries[entry.Position] = entry;
            }
        });
        return ValueTask.CompletedTask;
    }

    private void Do(string call, Action work)
    {
        Before(call);
        Calls.Add(call);
        work();
        After(call);
    }

    private sealed class Lease(Action release) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            release();
            return ValueTask.CompletedTask;
        }
    }
}
