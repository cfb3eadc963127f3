using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace TaskCancellation.Probes;

/// <summary>Keeps others from writing to databases, as its input says: lock MILLISECONDS PATH (- for as long as it takes), or free - PATH. Answers each line once it is done.</summary>
internal static class JournalLock
{
    internal const string Name = "journal-lock";

    private static readonly ConcurrentDictionary<string, SqliteConnection> Held = new(StringComparer.Ordinal);

    internal static async Task<int> RunAsync(string[] args)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var (order, time, path) = line.Split(' ', 3) switch { [var first, var second, var third] => (first, second, third), _ => throw new ArgumentException($"\"{line}\" is no order.", nameof(args)) };
            if (order == "lock")
            {
                var connection = new SqliteConnection($"Data Source={path};Pooling=False");
                await connection.OpenAsync();
                using var begin = connection.CreateCommand();
                begin.CommandText = "BEGIN IMMEDIATE";
                await begin.ExecuteNonQueryAsync();
                Held[path] = connection;
                if (int.TryParse(time, CultureInfo.InvariantCulture, out var milliseconds))
                {
                    _ = FreeLaterAsync(path, milliseconds);
                }
            }
            else
            {
                Free(path);
            }

            await Console.Out.WriteLineAsync("done");
        }

        return 0;
    }

    private static async Task FreeLaterAsync(string path, int milliseconds)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System);
        Free(path);
    }

    private static void Free(string path)
    {
        if (Held.TryRemove(path, out var connection))
        {
            connection.Dispose();
        }
    }
}
