using Microsoft.Data.Sqlite;
using TaskCancellation.Journal.Sqlite.Internal;

namespace TaskCancellation.Journal.Sqlite;

/// <summary>A journal in one SQLite file, which the sqlite3 command line can read, while a batch is at it too. Holds no credential.</summary>
/// <remarks>
/// <para>Thread-safe. Calls work on the caller's thread and are done when they return; the token is looked at before, not during. A write is one transaction. What it survives, <see cref="SqliteDurability"/> says.</para>
/// <para>A file holds any number of runs. A run belongs to one batch at a time: until its enumeration ends, the journal is disposed of, or its process ends, however it ends,
/// any other batch, here or in another process, gets a <see cref="JournalConflictException"/> for it. Other runs of the file are free. An empty .lock file beside the journal serves for that, one a run; it stays until the run is deleted, and a run whose file was taken away is refused until it is there again.</para>
/// <para>Outcomes are read back as they were written, but for <see cref="TaskSnapshot.Details"/> and <see cref="TaskSnapshot.Raw"/>, for <see cref="TaskSnapshot.PollAfter"/> and <see cref="TaskRequestException.RetryAfter"/>, which count from a reply long past, and of an error's inner exceptions all but the <see cref="TimeoutException"/> of a timeout and the <see cref="ArgumentException"/> of a malformed id.</para>
/// </remarks>
public sealed class SqliteCancellationJournal : CancellationJournal, IDisposable, IAsyncDisposable
{
    // Both ends are the index's: else a read goes through all that follows in the run.
    internal const string SelectRange = "SELECT * FROM entries WHERE run_id = $run_id AND position BETWEEN $from AND $last ORDER BY position";

    private readonly Lock gate = new();
    private readonly Dictionary<string, RunLock> held = new(StringComparer.Ordinal);
    private readonly TimeProvider clock;

    /// <summary>Opens the file, and creates it when it is not there. Its folder must be.</summary>
    /// <exception cref="JournalException">It cannot be opened, is no journal, or one of a later version.</exception>
    public SqliteCancellationJournal(string path)
        : this(new SqliteJournalOptions { Path = path })
    {
    }

    /// <summary>Opens the file, and creates it when it is not there. Its folder must be.</summary>
    /// <exception cref="JournalException">It cannot be opened, is no journal, or one of a later version.</exception>
    public SqliteCancellationJournal(SqliteJournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        clock = options.TimeProvider;
        File = new JournalFile(Resolve(options.Path), options.Durability);
    }

    internal JournalFile File { get; }

    /// <inheritdoc/>
    /// <exception cref="JournalConflictException">The run belongs to another service or endpoint, is open already, here or elsewhere, or has lost its .lock file.</exception>
    public override ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var taken = Take(run.Id);
            try
            {
                File.Write((connection, _, _) =>
                {
                    RequireWhole(connection, taken, run.Id);
                    RunRows.Open(connection, run, clock.GetUtcNow());
                });
                held.Add(run.Id, taken);
                return ValueTask.FromResult<IAsyncDisposable>(new RunLease(() => Release(run.Id, taken)));
            }
            catch
            {
                taken.Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(string runId, long from, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        cancellationToken.ThrowIfCancellationRequested();
        var last = from <= long.MaxValue - count ? from + count - 1 : long.MaxValue;
        return ValueTask.FromResult(File.Read(connection =>
        {
            using var command = connection.Command(SelectRange, ("$run_id", ColumnValues.Of(runId)), ("$from", from), ("$last", last));
            using var rows = command.ExecuteReader();
            var entries = new List<JournalEntry>();
            while (rows.Read())
            {
                entries.Add(new EntryReader(rows).Read());
            }

            return (IReadOnlyList<JournalEntry>)entries;
        }));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The run is not open here.</exception>
    public override ValueTask WriteAsync(string runId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        ArgumentNullException.ThrowIfNull(entries);
        cancellationToken.ThrowIfCancellationRequested();
        RequireOpen(runId);
        File.Write((_, transaction, writer) =>
        {
            foreach (var entry in entries)
            {
                if (!writer.Write(transaction, runId, entry))
                {
                    throw new JournalConflictException($"Position {entry.Position} of run \"{runId}\" was dealt with already, or holds another task than {entry.Target}. Nothing was written.", runId);
                }
            }
        });
        return ValueTask.CompletedTask;
    }

    /// <summary>The runs of the file, those of others included, by name. Reads every entry of the file to count them.</summary>
    /// <exception cref="JournalException">The file cannot be read.</exception>
    public ValueTask<IReadOnlyList<SqliteJournalRun>> ListRunsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(File.Read(RunRows.List));
    }

    /// <summary>Forgets a run, and deletes its .lock file: the next batch of that name begins anew, so delete it only once nothing is to be resumed.</summary>
    /// <returns>False when there was none.</returns>
    /// <exception cref="JournalConflictException">The run is open, here or elsewhere.</exception>
    /// <exception cref="JournalException">The file cannot be written.</exception>
    public ValueTask<bool> DeleteRunAsync(string runId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runId);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            using var taken = Take(runId);
            var isFound = false;
            File.Write((connection, _, _) =>
            {
                RequireWhole(connection, taken, runId);
                isFound = RunRows.Delete(connection, runId);
            });
            taken.Delete();
            return ValueTask.FromResult(isFound);
        }
    }

    /// <summary>Closes the file, and lets go of the runs that were opened.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            File.Dispose();
            foreach (var one in held.Values)
            {
                one.Dispose();
            }

            held.Clear();
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    // Two names of one file must not make two locks.
    private static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        try
        {
            return System.IO.File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (Exception end) when (end is IOException or UnauthorizedAccessException)
        {
            return full;
        }
    }

    // A lock keeps out this process too, but not on every system.
    private RunLock Take(string runId) => !held.ContainsKey(runId)
        ? RunLock.Take(File.Path, runId)
        : throw new JournalConflictException($"Run \"{runId}\" is open already: another batch of this journal is at it.", runId);

    // A run keeps its lock file. Without it a batch that is at the run could not be told from one that has ended.
    private void RequireWhole(SqliteConnection connection, RunLock taken, string runId)
    {
        if (taken.IsNew && RunRows.Contains(connection, runId))
        {
            taken.Delete();
            throw new JournalConflictException($"The lock file of run \"{runId}\" is gone, so that another batch may be at it. If none is, make {RunLock.PathOf(File.Path, runId)} again, as an empty file.", runId);
        }
    }

    private void Release(string runId, RunLock taken)
    {
        lock (gate)
        {
            if (held.TryGetValue(runId, out var current) && current == taken)
            {
                held.Remove(runId);
                taken.Dispose();
            }
        }
    }

    private void RequireOpen(string runId)
    {
        lock (gate)
        {
            if (!held.ContainsKey(runId))
            {
                throw new InvalidOperationException($"Run \"{runId}\" is not open: call OpenRunAsync first.");
            }
        }
    }
}
