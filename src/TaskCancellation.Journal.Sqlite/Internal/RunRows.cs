using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>The runs of a journal.</summary>
internal static class RunRows
{
    /// <summary>Begins a run, or sees that the one of that name is of the same service.</summary>
    internal static void Open(SqliteConnection connection, JournalRun run, DateTimeOffset now)
    {
        var endpoint = Address(run.Endpoint);
        var (id, service, address, begun) = (ColumnValues.Of(run.Id), ColumnValues.Of(run.ServiceName), ColumnValues.Of(endpoint), ColumnValues.Of((DateTimeOffset?)now));
        if (Find(connection, run.Id) is not { } known)
        {
            connection.Execute(
                "INSERT INTO runs (run_id, service, endpoint, begun_at, checksum) VALUES ($run_id, $service, $endpoint, $begun_at, $checksum)",
                ("$run_id", id), ("$service", service), ("$endpoint", address), ("$begun_at", begun), ("$checksum", RowChecksum.Of(id, service, address, begun)));
        }
        else if (known.Service != run.ServiceName || (endpoint is not null && known.Endpoint != endpoint))
        {
            throw new JournalConflictException($"Run \"{run.Id}\" belongs to {known.Service} at {known.Endpoint ?? "an unknown address"}, not to {run.ServiceName} at {endpoint ?? "an unknown address"}.", run.Id);
        }
        else
        {
            // It changes nothing: a file that cannot be written is better known before anything is done.
            connection.Execute("UPDATE runs SET begun_at = begun_at WHERE run_id = $run_id", ("$run_id", id));
        }
    }

    /// <summary>Sees that the file is whole, and has all entries of a run as they were written.</summary>
    /// <exception cref="FormatException">It is not, or has not.</exception>
    internal static void Verify(SqliteConnection connection, string runId)
    {
        using var check = connection.Command("PRAGMA quick_check(1)");
        if (check.ExecuteScalar() is not "ok" and var complaint)
        {
            throw new FormatException($"{complaint}. Name another file, or restore this one.");
        }

        var missing = CountEntries(connection, runId) - ReadEntries(connection, runId);
        if (missing != 0)
        {
            throw new FormatException($"the number of entries of the run \"{runId}\" is wrong by {missing}. Name another file, or restore this one.");
        }
    }

    internal static bool Contains(SqliteConnection connection, string runId) => Find(connection, runId) is not null;

    internal static bool Delete(SqliteConnection connection, string runId)
    {
        connection.Execute("DELETE FROM entries WHERE run_id = $run_id", ("$run_id", ColumnValues.Of(runId)));
        return connection.Execute("DELETE FROM runs WHERE run_id = $run_id", ("$run_id", ColumnValues.Of(runId))) > 0;
    }

    internal static IReadOnlyList<SqliteJournalRun> List(SqliteConnection connection)
    {
        using var command = connection.Command("""
            SELECT run_id, service, endpoint, begun_at, count(position), count(verdict), runs.checksum
            FROM runs LEFT JOIN entries USING (run_id) GROUP BY run_id ORDER BY run_id
            """);
        using var rows = command.ExecuteReader();
        var runs = new List<SqliteJournalRun>();
        while (rows.Read())
        {
            Check(rows, rows.GetInt64(6));
            runs.Add(new SqliteJournalRun
            {
                Run = new JournalRun
                {
                    Id = Text(0)!,
                    ServiceName = Text(1)!,
                    Endpoint = Text(2) is { } endpoint ? new Uri(endpoint) : null,
                },
                BegunAt = ColumnValues.ToInstant(Text(3)!),
                Outcomes = rows.GetInt64(5),
                Intents = rows.GetInt64(4) - rows.GetInt64(5),
            });
        }

        return runs;

        string? Text(int column) => ColumnValues.ToText(rows.GetValue(column));
    }

    /// <summary>How many entries the run has been given; none where it is not known.</summary>
    private static long CountEntries(SqliteConnection connection, string runId)
    {
        using var command = connection.Command("SELECT entries FROM runs WHERE run_id = $run_id", ("$run_id", ColumnValues.Of(runId)));
        return command.ExecuteScalar() is long entries ? entries : 0;
    }

    /// <summary>Reads all entries of a run, wherever in it they are: one at a wrong position would be asked for by nobody.</summary>
    private static long ReadEntries(SqliteConnection connection, string runId)
    {
        using var command = connection.Command("SELECT * FROM entries WHERE run_id = $run_id ORDER BY position", ("$run_id", ColumnValues.Of(runId)));
        using var rows = command.ExecuteReader();
        var entry = new EntryReader(rows, new RowChecksum());
        var (count, last) = (0L, -1L);
        for (; rows.Read(); count++)
        {
            entry.Verify();
            if (entry.Position <= last)
            {
                throw new FormatException($"the entries of the run \"{runId}\" are out of order at {entry.Position}. Name another file, or restore this one.");
            }

            last = entry.Position;
        }

        return count;
    }

    private static (string? Service, string? Endpoint)? Find(SqliteConnection connection, string runId)
    {
        using var command = connection.Command("SELECT run_id, service, endpoint, begun_at, checksum FROM runs WHERE run_id = $run_id", ("$run_id", ColumnValues.Of(runId)));
        using var rows = command.ExecuteReader();
        if (!rows.Read())
        {
            return null;
        }

        Check(rows, rows.GetInt64(4));
        return (ColumnValues.ToText(rows.GetValue(1)), ColumnValues.ToText(rows.GetValue(2)));
    }

    private static void Check(SqliteDataReader row, long checksum)
    {
        if (RowChecksum.Of(row.GetValue(0), row.GetValue(1), row.GetValue(2), row.GetValue(3)) != checksum)
        {
            throw new FormatException($"the run \"{ColumnValues.ToText(row.GetValue(0))}\" is not as it was written: its checksum does not fit. Name another file, or restore this one.");
        }
    }

    /// <summary>Where the service is, without what could hold a credential.</summary>
    private static string? Address(Uri? endpoint) => endpoint?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
