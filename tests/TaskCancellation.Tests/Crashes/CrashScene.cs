using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Journal.Sqlite;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;

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
        harness = service switch
        {
            "CloudFoundry" => new CloudFoundryHarness(transport.Clock, transport: transport),
            "Elasticsearch" => new ElasticsearchHarness(transport.Clock, transport: transport),
            "Meilisearch" => new MeilisearchHarness(transport.Clock, transport: transport),
            "TopazImage" => new TopazImageHarness(transport.Clock, transport: transport),
            _ => new VeevaVaultHarness(transport.Clock, transport: transport),
        };
        if (harness.Emulator is VeevaVaultEmulator vault)
        {
            vault.PollInterval = TimeSpan.Zero; // on a clock that stands still, the next read of a job would never be allowed
        }

        transport.Serve(harness.Emulator);
        Ids = [.. AddTasks(harness).Select(id => id.Value)];
        File.WriteAllText(PathOf("ids"), JsonSerializer.Serialize(Ids));
    }

    internal IReadOnlyList<string> Ids { get; }

    internal IReadOnlyList<EmulatedRequest> Requests => [.. harness.Emulator.Requests.Select(line => line.Request)];

    /// <summary>What the service itself says of the tasks.</summary>
    internal IEnumerable<TaskState?> Truth => Ids.Where(id => !harness.MalformedIds.Contains(id)).Select(id => harness.Truth(id));

    internal static async Task<CrashScene> OpenAsync(string service) => new(service, await HostedTransport.OpenAsync());

    /// <summary>How many cancels reached the service.</summary>
    internal int Cancels => Requests.Count(harness.IsCancel);

    /// <summary>Runs the batch, or takes it up again, in a process of its own.</summary>
    internal Task<ProbeRun> RunAsync(Death? death = null)
    {
        Process? process = null;
        if (death is { IsDuringCancel: true })
        {
            // The service goes on with the request; nobody is left to read its reply. No other is under way, which could be taken for one of the next life.
            OnCancel(death.At, () => process!.Kill());
        }

        string[] own = death is { IsDuringCancel: false } ? [death.When, Text(death.At)] : [];
        return ProbeRun.RunAsync(
            started => process = started,
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

    /// <summary>The ids that a request cancels.</summary>
    internal IEnumerable<string> CanceledBy(EmulatedRequest request) => harness.IsCancel(request) ? Ids.Distinct().Where(id => Names(request, id)) : [];

    /// <summary>Whether a request reads the task: by its id, or as one of all.</summary>
    internal bool Reads(EmulatedRequest request, string id) =>
        !harness.IsCancel(request) && (Names(request, id) || (request.Method == "GET" && !Ids.Any(other => Names(request, other)) && IsListOfAll(request)));

    public async ValueTask DisposeAsync()
    {
        await harness.DisposeAsync();
        harness.Emulator.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>Running, waiting, ended in each way, in a state that takes no cancel or no known one, unknown, malformed, and some of them twice: near and far.</summary>
    private static IEnumerable<TaskId> AddTasks(ServiceHarness harness)
    {
        var (running, pending, ended) = (harness.AddRunning(), harness.AddPending(), harness.AddEnded(TaskState.Succeeded));
        return
        [
            running, harness.AddEnded(TaskState.Canceled), harness.AddRunning(), running, harness.MalformedIds.First(id => id.Length > 1),
            harness.AddRunningFor(TimeSpan.FromDays(1)), pending, harness.UnknownId, harness.AddRunning(), harness.AddEnded(TaskState.Failed),
            ended, harness.AddRunning(), running, harness.AddStuck(), harness.AddPending(),
            harness.AddRunning(), pending, ended, harness.AddInUnknownState() ?? harness.AddRunning(),
        ];
    }

    private static bool IsListOfAll(EmulatedRequest request) => Regex.IsMatch(request.Path, "/(_?tasks|jobs|jobs/[a-z_]+|status)$");

    private static bool Names(EmulatedRequest request, string id) =>
        Regex.IsMatch(Uri.UnescapeDataString($"{request.Path}?{request.RawQuery} {request.BodyText}"), $@"(?<![\w-]){Regex.Escape(id)}(?![\w-])");

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
