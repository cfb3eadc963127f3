using Microsoft.Data.Sqlite;
using TaskCancellation.Testing;

namespace TaskCancellation.Journal.Sqlite.Tests;

/// <summary>A folder of its own for a test, and the journals in it.</summary>
internal sealed class JournalFolder : IDisposable
{
    internal static readonly JournalRun Run = new() { Id = "run", ServiceName = "Service", Endpoint = new Uri("https://service.test/base") };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("journal-");
    private readonly List<SqliteCancellationJournal> journals = [];

    internal VirtualClock Clock { get; } = TestClock.Create();

    internal string PathOf(string name = "journal.db") => Path.Combine(folder.FullName, name);

    internal SqliteCancellationJournal Open(string name = "journal.db", SqliteDurability durability = SqliteDurability.Normal)
    {
        var journal = new SqliteCancellationJournal(new SqliteJournalOptions { Path = PathOf(name), Durability = durability, TimeProvider = Clock });
        journals.Add(journal);
        return journal;
    }

    /// <summary>A journal with the run open.</summary>
    internal async Task<SqliteCancellationJournal> OpenRunAsync(JournalRun? run = null)
    {
        var journal = Open();
        await journal.OpenRunAsync(run ?? Run);
        return journal;
    }

    /// <summary>Asks a file as somebody else would; one line a row.</summary>
    internal List<string> Ask(string sql, string name = "journal.db")
    {
        using var connection = new SqliteConnection($"Data Source={PathOf(name)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var lines = new List<string>();
        while (rows.Read())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(column => rows.GetValue(column))));
        }

        return lines;
    }

    /// <summary>Everything that lies in the folder but for the locks, which nobody else may open, as bytes of text.</summary>
    internal string Everything() => string.Concat(folder.EnumerateFiles().Where(file => file.Extension != ".lock").Select(file =>
    {
        using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }));

    public void Dispose()
    {
        journals.ForEach(journal => journal.Dispose());
        folder.Delete(recursive: true);
    }
}
