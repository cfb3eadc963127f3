namespace TaskCancellation.Tests.Findings;

/// <summary>A journal in memory whose process dies once, when the first outcomes are to be written.</summary>
internal sealed class StoppingJournal(bool stops = true) : CancellationJournal
{
    private readonly SortedDictionary<long, JournalEntry> entries = [];
    private bool hasStopped = !stops;

    public override ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default) => ValueTask.FromResult<IAsyncDisposable>(new Lease());

    public override ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IReadOnlyList<JournalEntry>>([.. entries.Values.Where(entry => entry.Position >= from && entry.Position < from + count)]);

    public override ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> written, CancellationToken cancellationToken = default)
    {
        if (!hasStopped && written.Any(entry => entry.Outcome is not null))
        {
            hasStopped = true;
            throw new IOException("The process ends here.");
        }

        foreach (var entry in written)
        {
            entries[entry.Position] = entry;
        }

        return ValueTask.CompletedTask;
    }

    private sealed class Lease : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
