using TaskCancellation.Providers;

namespace TaskCancellation.Benchmarks.Growth;

/// <summary>A journal that costs as little as one can: what is measured is the batch around it.</summary>
internal sealed class MemoryJournal : CancellationJournal, IAsyncDisposable
{
    private readonly List<JournalEntry> entries = [];

    public override ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default) => ValueTask.FromResult<IAsyncDisposable>(this);

    public override ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<JournalEntry>>(from >= entries.Count ? [] : entries.GetRange((int)from, Math.Min(count, entries.Count - (int)from)));

    // Positions come in order; a later entry of the same position replaces the earlier one.
    public override ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default)
    {
        foreach (var entry in entries)
        {
            if (entry.Position < this.entries.Count)
            {
                this.entries[(int)entry.Position] = entry;
            }
            else
            {
                this.entries.Add(entry);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
