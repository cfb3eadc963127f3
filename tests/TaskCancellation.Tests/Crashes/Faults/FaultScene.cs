using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>A batch over a service in this process, with its journal in a folder where faults can be played.</summary>
internal sealed class FaultScene : IAsyncDisposable
{
    internal const string RunId = "faulty";
    private const string FileName = "journal.db";

    // What a disk would have kept is not in question here, so that none is waited for.
    private static readonly string Memory = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();

    private readonly DirectoryInfo folder;
    private readonly ServiceHarness harness;

    internal FaultScene(string service, string? parent = null)
    {
        folder = Directory.CreateDirectory(System.IO.Path.Combine(parent ?? Memory, $"fault-{Guid.NewGuid():N}"));
        harness = Services.Create(service, new VirtualClock { Patience = TimeSpan.FromMilliseconds(10) }, transport: null);
        Batch = new BatchScene(harness);
        Path = PathOf(FileName);
    }

    internal BatchScene Batch { get; }

    /// <summary>The journal's file.</summary>
    internal string Path { get; set; }

    /// <summary>What the run is called in the journal.</summary>
    internal JournalRun Run => new() { Id = RunId, ServiceName = harness.Client.Capabilities.ServiceName, Endpoint = harness.Client.Endpoint };

    internal string PathOf(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>Opens the journal and runs the batch, or takes it up again.</summary>
    /// <param name="before">Done before each write of the journal.</param>
    /// <param name="after">Done after each write.</param>
    internal async Task<FaultRun> RunAsync(Func<SqliteCancellationJournal, int, Task>? before = null, Func<int, Task>? after = null)
    {
        var run = new FaultRun { FirstRequest = Batch.Requests.Count };
        try
        {
            await using var file = new SqliteCancellationJournal(Path);
            var journal = new MortalJournal(file) { Before = write => before?.Invoke(file, write) ?? Task.CompletedTask, After = write => after?.Invoke(write) ?? Task.CompletedTask };
            try
            {
                var running = EnumerateAsync(journal, run.Outcomes);
                await harness.RunAsync(running);
                await running;
            }
            finally
            {
                run.Writes = journal.Writes;
            }
        }
        catch (Exception end)
        {
            run.End = end;
        }

        return run;
    }

    /// <summary>Runs the batch until its process ends, before or after a write. Then the folder is as a killed process leaves it; with <paramref name="isClosed"/>, as one leaves it that closes its files.</summary>
    internal async Task DieAsync(int write, bool isBefore, bool isClosed)
    {
        var image = PathOf("image");
        var run = await RunAsync(
            isBefore ? (_, at) => Die(at) : null,
            isBefore ? null : Die);
        if (run.End is not DeathException)
        {
            throw new InvalidOperationException($"The batch has ended before write {write}: {run}");
        }

        if (!isClosed)
        {
            foreach (var file in Directory.EnumerateFiles(image))
            {
                File.Move(file, PathOf(System.IO.Path.GetFileName(file)), overwrite: true);
            }
        }

        Task Die(int at)
        {
            if (at == write)
            {
                Copy(image);
                throw new DeathException();
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>What the journal holds, read from a copy, which leaves the journal itself as it is.</summary>
    internal async Task<IReadOnlyList<JournalEntry>> ReadAsync()
    {
        var copy = PathOf("copy");
        Copy(copy);
        await using var journal = new SqliteCancellationJournal(System.IO.Path.Combine(copy, FileName));
        return await journal.ReadAsync(RunId, 0, int.MaxValue);
    }

    public async ValueTask DisposeAsync()
    {
        await harness.DisposeAsync();
        harness.Emulator.Dispose();
        folder.Delete(recursive: true);
    }

    private void Copy(string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(folder.FullName).Where(file => System.IO.Path.GetFileName(file) is FileName or FileName + "-wal"))
        {
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)), overwrite: true);
        }
    }

    private async Task EnumerateAsync(CancellationJournal journal, List<CancellationOutcome> outcomes)
    {
        var options = new BatchOptions { Journal = journal, RunId = RunId, Window = 5, MaxConcurrency = 2 };
        await foreach (var outcome in harness.Client.CancelManyAsync(Batch.Ids.Select(id => new TaskId(id)), options))
        {
            outcomes.Add(outcome);
        }
    }
}
