using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>The open file: one connection, used by one caller at a time.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly SqliteConnection connection;
    private readonly EntryWriter writer;
    private bool isDisposed;

    internal JournalFile(string path, SqliteDurability durability)
    {
        Path = path;

        connection = Connect(path);
        try
        {
            connection.Open();
            JournalSchema.Prepare(connection, path, durability);
            writer = new EntryWriter(connection);
        }
        catch (Exception end)
        {
            connection.Dispose();
            throw end as TaskClientException ?? end.ToJournalException(path);
        }
    }

    internal string Path { get; }

    /// <summary>Reads.</summary>
    internal T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, typeof(SqliteCancellationJournal));
            try
            {
                return read(connection);
            }
            catch (Exception error) when (error is not TaskClientException)
            {
                throw error.ToJournalException(Path);
            }
        }
    }

    /// <summary>Writes, all or nothing.</summary>
    internal void Write(Action<SqliteConnection, SqliteTransaction, EntryWriter> write)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, typeof(SqliteCancellationJournal));
            try
            {
                using var transaction = connection.BeginTransaction(deferred: false);
                write(connection, transaction, writer);
                transaction.Commit();
            }
            catch (Exception error) when (error is not TaskClientException)
            {
                throw error.ToJournalException(Path);
            }
        }
    }

    // The first connection of a process loads SQLite itself. A pooled one would keep the file open after it was disposed of.
    private static SqliteConnection Connect(string path)
    {
        try
        {
            return new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        }
        catch (TypeInitializationException cause)
        {
            throw cause.ToJournalException(path);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            writer.Dispose();
            connection.Dispose();
        }
    }
}
