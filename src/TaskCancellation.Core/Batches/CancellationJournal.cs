namespace TaskCancellation;

/// <summary>Records the progress of batches, so that a batch whose process was terminated can be resumed.</summary>
/// <remarks>
/// <para>No target is lost or counted twice, and nothing is sent again before a read has shown what became of it. A batch writes what it is about to send before it sends it, and the result before it continues.</para>
/// <para>Implementations are thread-safe. A write has reached the storage when it returns; each implementation documents which failures of the machine the storage survives. The package <c>TaskCancellation.Journal.Sqlite</c> provides an implementation that keeps a file.</para>
/// </remarks>
public abstract class CancellationJournal
{
    /// <summary>Starts a run, or resumes the run with that id, for the exclusive use of the caller.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>An object that releases the run when it is disposed of. A batch disposes of it when its enumeration ends. Disposing of it again has no effect and throws nothing.</returns>
    /// <exception cref="JournalConflictException">The run belongs to another service or endpoint, or is in use by another batch of this journal or by another process.</exception>
    /// <exception cref="JournalException">The journal cannot be read or written.</exception>
    public abstract ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default);

    /// <summary>Reads the latest entry of each position in a range.</summary>
    /// <param name="runId">The id of the run.</param>
    /// <param name="from">The first position.</param>
    /// <param name="count">The number of positions.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entries from <paramref name="from"/> up to, but not including, <paramref name="from"/> + <paramref name="count"/>, in ascending order. Positions without an entry are left out.</returns>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public abstract ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default);

    /// <summary>Writes entries of an open run, either all of them or none.</summary>
    /// <remarks>Each entry replaces the entry at its position. An outcome is never replaced by an intent.</remarks>
    /// <param name="runId">The id of the run.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="JournalConflictException">An entry would replace an outcome by an intent, or has another task than its position. Nothing was written.</exception>
    /// <exception cref="JournalException">The journal cannot be written. Nothing was written.</exception>
    public abstract ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default);
}
