namespace TaskCancellation;

/// <summary>Remembers what batches did, so that a batch whose process was killed can be taken up again: no target lost, none counted twice, nothing sent again without reading first what became of it.</summary>
/// <remarks>A batch writes what it is about to send before it sends it, and what came of it before it goes on. Implementations are thread-safe, and a write has reached its storage when it returns: what survives a crash of the machine is theirs to say.
/// <c>TaskCancellation.Journal.Sqlite</c> has one that keeps a file.</remarks>
public abstract class CancellationJournal
{
    /// <summary>Begins a run, or takes up the one of that id, for one caller alone until it disposes of what it gets: a batch does when its enumeration ends. Disposing twice does nothing, and throws nothing.</summary>
    /// <exception cref="JournalConflictException">The run of that id belongs to another service or endpoint, or somebody is at it: another batch of this journal, or another process.</exception>
    /// <exception cref="JournalException">The journal cannot be read or written.</exception>
    public abstract ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default);

    /// <summary>The latest entry of each position from <paramref name="from"/> on, below <paramref name="from"/> + <paramref name="count"/>, in ascending order. Positions without an entry are left out.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public abstract ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default);

    /// <summary>Writes entries of a run that is open, all or none; each replaces what its position held. What came of a position is never replaced by an intent.</summary>
    /// <exception cref="JournalConflictException">An entry would replace what came of its position by an intent, or has another task than its position. Nothing was written.</exception>
    /// <exception cref="JournalException">The journal cannot be written. Nothing was.</exception>
    public abstract ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default);
}
