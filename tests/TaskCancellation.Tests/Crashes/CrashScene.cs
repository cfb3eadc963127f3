using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Crashes;

/// <summary>A service with tasks of every kind, held still, and a journaled batch over them that runs in processes of its own.</summary>
internal sealed class CrashScene : IAsyncDisposable
{
    private const string RunId = "crashed";
    private const int Window = 5;
    private const int Concurrency = 2;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("crash-");
    private readonly string service;
    private readonly ServiceHarness harness;

    private CrashScene(string service, HostedTransport transport)
    {
        this.service = service;
        harness = Services.Create(service, transport.Clock, transport);
        transport.Serve(harness.Emulator);
        Batch = new BatchScene(harness);
        File.WriteAllText(PathOf("ids"), JsonSerializer.Serialize(Batch.Ids));
    }

    internal BatchScene Batch { get; }

    internal static async Task<CrashScene> OpenAsync(string service) => new(service, await HostedTransport.OpenAsync());

    /// <summary>Runs the batch, or takes it up again, in a process of its own.</summary>
    internal Task<ProbeRun> RunAsync(Death? death = null)
    {
        Process? process = null;
        if (death is { IsDuringCancel: true })
        {
            // The service goes on with the request; nobody is left to read its reply. No other is under way, which could be taken for one of the next life.
            OnCancel(death.At, () => process!.Kill());
        }

        string[] own = death is { IsDuringCancel: false, IsLimit: false } ? [death.When, Text(death.At)] : [];
        return ProbeRun.RunAsync(
            started => process = started,
            death is { IsLimit: true } ? death.At : null,
            ["journal-batch", service, harness.Emulator.BaseAddress.ToString(), harness.Key, PathOf("journal.db"), RunId, PathOf("ids"), Text(Window), Text(death is { IsDuringCancel: true } ? 1 : Concurrency), .. own]);
    }

    internal async Task<IReadOnlyList<JournalEntry>> ReadJournalAsync()
    {
        // The reader would make the file.
        if (!File.Exists(PathOf("journal.db")))
        {
            return [];
        }

        await using var journal = new SqliteCancellationJournal(PathOf("journal.db"));
        return await journal.ReadAsync(RunId, 0, int.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        await harness.DisposeAsync();
        harness.Emulator.Dispose();
        folder.Delete(recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Does something when the nth cancel from now arrives.</summary>
    private void OnCancel(int nth, Action action) => harness.BeforeCancel(() =>
    {
        if (nth == 1)
        {
            action();
        }
        else
        {
            OnCancel(nth - 1, action);
        }
    });

    private string PathOf(string name) => Path.Combine(folder.FullName, name);
}
