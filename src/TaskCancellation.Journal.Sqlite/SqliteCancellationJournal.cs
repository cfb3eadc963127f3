using Microsoft.Data.Sqlite;
using TaskCancellation.Journal.Sqlite.Internal;

namespace TaskCancellation.Journal.Sqlite;

/// <summary>A journal in one SQLite file. Contains no credential.</summary>
/// <remarks>
/// <para>Thread-safe. Calls run on the caller's thread and are complete when they return; the cancellation token is checked before, not during, a call. A write is one transaction; <see cref="SqliteDurability"/> specifies what it survives. The sqlite3 command line can read the file, even while a batch is using it.</para>
/// <para>A file holds any number of runs. A run belongs to one batch at a time: until the enumeration of that batch ends, the journal is disposed of, or its process ends in any way, every other batch, in this process or in another one, gets a <see cref="JournalConflictException"/> for it. Other runs of the file are not affected. An empty .lock file beside the journal, one for each run, serves this purpose. It remains until the run is deleted; a run whose .lock file was removed is refused until the file exists again.</para>
/// <para>Outcomes are read back as they were written, with these exceptions: <see cref="TaskSnapshot.Details"/> and <see cref="TaskSnapshot.Raw"/>; <see cref="TaskSnapshot.PollAfter"/> and <see cref="TaskRequestException.RetryAfter"/>, which count from a reply in the past; and the inner exceptions of an error, other than the <see cref="TimeoutException"/> of a timeout and the <see cref="ArgumentException"/> of a malformed id.</para>
/// <para>Each row has a checksum. When a run is taken up, the file and all entries of the run are read and checked, and each entry again when it is used; values that have changed since they were written, or entries that are missing, end in a <see cref="JournalException"/> with <see cref="JournalErrorReason.Damaged"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// string[] ids = ["7", "8", "9"];
/// using var journal = new SqliteCancellationJournal("run.db");
/// var options = new BatchOptions { Journal = journal, RunId = "nightly-cleanup" };
/// await foreach (var outcome in client.CancelManyAsync(ids, options))
/// {
///     Console.WriteLine(outcome);
/// }
/// </code>
/// </example>
public sealed class SqliteCancellationJournal : CancellationJournal, IDisposable, IAsyncDisposable
{
    // Both ends are the index's: else a read goes through all that follows in the run.
    internal const string SelectRange = "SELECT * FROM entries WHERE run_id = $run_id AND position BETWEEN $from AND $last ORDER BY position";

    private readonly Lock gate = new();
    private readonly Dictionary<string, RunLock> held = new(StringComparer.Ordinal);
    private readonly HashSet<string> verified = new(StringComparer.Ordinal);
    private readonly TimeProvider clock;

    /// <summary>Initializes a new instance of the <see cref="SqliteCancellationJournal"/> class that opens a file, or creates it.</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <exception cref="JournalException">The file cannot be opened, is not a journal, or was written by a newer version.</exception>
    public SqliteCancellationJournal(string path)
        : this(new SqliteJournalOptions { Path = path })
    {
    }

    /// <summary>Initializes a new instance of the <see cref="SqliteCancellationJournal"/> class that opens a file, or creates it.</summary>
    /// <param name="options">The options. The folder of the file must exist.</param>
    /// <exception cref="JournalException">The file cannot be opened, is not a journal, or was written by a newer version.</exception>
    public SqliteCancellationJournal(SqliteJournalOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        clock = options.TimeProvider;
        File = new JournalFile(Resolve(options.Path), options.Durability);
    }

    internal JournalFile File { get; }

    /// <inheritdoc/>
    /// <exception cref="JournalConflictException">The run belongs to another service or endpoint, is already open in this process or in another one, or has lost its .lock file.</exception>
    public override ValueTask<IAsyncDisposable> OpenRunAsync(JournalRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var taken = Take(run.Id);
            try
            {
                VerifyOnce(run.Id);
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
            var checksum = new RowChecksum();
            var entries = new List<JournalEntry>();
            while (rows.Read())
            {
                entries.Add(new EntryReader(rows, checksum).Read());
            }

            return (IReadOnlyList<JournalEntry>)entries;
        }));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The run is not open in this journal.</exception>
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

    /// <summary>Lists the runs of the file by name, including those of other journals.</summary>
    /// <remarks>Reads every entry of the file to count the entries.</remarks>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The runs.</returns>
    /// <exception cref="JournalException">The file cannot be read.</exception>
    public ValueTask<IReadOnlyList<SqliteJournalRun>> ListRunsAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(File.Read(RunRows.List));
    }

    /// <summary>Deletes a run and its .lock file.</summary>
    /// <remarks>The next batch of that name starts from the beginning. Delete a run only when it need not be resumed.</remarks>
    /// <param name="runId">The id of the run.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><see langword="false"/> when there was no such run.</returns>
    /// <exception cref="JournalConflictException">The run is open, in this process or in another one.</exception>
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

    /// <summary>Closes the file and releases the runs that were opened.</summary>
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
        : throw new JournalConflictException($"Run \"{runId}\" is open already: another batch of this journal is at it. Let it end first, or use another RunId.", runId);

    // A run keeps its lock file. Without it a batch that is at the run could not be told from one that has ended.
    private void RequireWhole(SqliteConnection connection, RunLock taken, string runId)
    {
        if (taken.IsNew && RunRows.Contains(connection, runId))
        {
            taken.Delete();
            throw new JournalConflictException($"The lock file of run \"{runId}\" is gone, so that another batch may be at it. If none is, make {RunLock.PathOf(File.Path, runId)} again, as an empty file.", runId);
        }
    }

    // It reads the whole file, so it is done before a run is taken up and not again before each write of a late outcome.
    private void VerifyOnce(string runId)
    {
        if (!verified.Contains(runId))
        {
            File.Read(connection =>
            {
                RunRows.Verify(connection, runId);
                return true;
            });
            verified.Add(runId);
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
