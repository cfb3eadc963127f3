using Microsoft.Data.Sqlite;

namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>The runs of a journal.</summary>
internal static class RunRows
{
    /// <summary>Begins a run, or sees that the one of that name is of the same service.</summary>
    internal static void Open(SqliteConnection connection, JournalRun run, DateTimeOffset now)
    {
        var (id, endpoint) = (ColumnValues.Of(run.Id), Address(run.Endpoint));
        if (Find(connection, run.Id) is not { } known)
        {
            connection.Execute(
                "INSERT INTO runs (run_id, service, endpoint, begun_at) VALUES ($run_id, $service, $endpoint, $begun_at)",
                ("$run_id", id), ("$service", ColumnValues.Of(run.ServiceName)), ("$endpoint", ColumnValues.Of(endpoint)), ("$begun_at", ColumnValues.Of((DateTimeOffset?)now)));
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

    internal static bool Contains(SqliteConnection connection, string runId) => Find(connection, runId) is not null;

    internal static bool Delete(SqliteConnection connection, string runId)
    {
        connection.Execute("DELETE FROM entries WHERE run_id = $run_id", ("$run_id", ColumnValues.Of(runId)));
        return connection.Execute("DELETE FROM runs WHERE run_id = $run_id", ("$run_id", ColumnValues.Of(runId))) > 0;
    }

    internal static IReadOnlyList<SqliteJournalRun> List(SqliteConnection connection)
    {
        using var command = connection.Command("""
            SELECT run_id, service, endpoint, begun_at, count(position), count(verdict)
            FROM runs LEFT JOIN entries USING (run_id) GROUP BY run_id ORDER BY run_id
            """);
        using var rows = command.ExecuteReader();
        var runs = new List<SqliteJournalRun>();
        while (rows.Read())
        {
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

    private static (string? Service, string? Endpoint)? Find(SqliteConnection connection, string runId)
    {
        using var command = connection.Command("SELECT service, endpoint FROM runs WHERE run_id = $run_id", ("$run_id", ColumnValues.Of(runId)));
        using var rows = command.ExecuteReader();
        return rows.Read() ? (ColumnValues.ToText(rows.GetValue(0)), ColumnValues.ToText(rows.GetValue(1))) : null;
    }

    /// <summary>Where the service is, without what could hold a credential.</summary>
    private static string? Address(Uri? endpoint) => endpoint?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
