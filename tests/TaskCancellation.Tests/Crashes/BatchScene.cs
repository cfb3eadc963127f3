using System.Text.RegularExpressions;
using TaskCancellation.Testing;
using TaskCancellation.Testing.VeevaVault;
using TaskCancellation.Tests.Conformance;

namespace TaskCancellation.Tests.Crashes;

/// <summary>A service with tasks of every kind, held still, for a batch over them; and what its requests say.</summary>
internal sealed class BatchScene
{
    private readonly ServiceHarness harness;
    private readonly IReadOnlyList<TaskId> others;

    internal BatchScene(ServiceHarness harness)
    {
        this.harness = harness;
        if (harness.Emulator is VeevaVaultEmulator vault)
        {
            vault.PollInterval = TimeSpan.Zero; // on a clock that stands still, the next read of a job would never be allowed
        }

        Ids = [.. AddTasks(harness).Select(id => id.Value)];
        others = [harness.AddRunning(harness.OtherScope), harness.AddPending(harness.OtherScope)];
    }

    internal IReadOnlyList<string> Ids { get; }

    internal IReadOnlyList<EmulatedRequest> Requests => [.. harness.Emulator.Requests.Select(line => line.Request)];

    /// <summary>What the service itself says of the tasks.</summary>
    internal IEnumerable<TaskState?> Truth => Ids.Where(id => !harness.MalformedIds.Contains(id)).Select(id => harness.Truth(id));

    /// <summary>How many cancels reached the service.</summary>
    internal int Cancels => Requests.Count(harness.IsCancel);

    /// <summary>Tasks that the batch does not name and that were canceled all the same.</summary>
    internal IEnumerable<TaskId> Struck => others.Where(id => harness.Truth(id) is TaskState.Canceled or TaskState.Canceling);

    /// <summary>Cancels such a task.</summary>
    internal Task StrikeAsync() => harness.RunAsync(harness.Client.CancelAsync(others[0]));

    /// <summary>What the service says of one of them; null for none.</summary>
    internal TaskState? TruthOf(string id) => harness.MalformedIds.Contains(id) ? null : harness.Truth(id);

    /// <summary>The ids that a request cancels.</summary>
    internal IEnumerable<string> CanceledBy(EmulatedRequest request) => harness.IsCancel(request) ? Ids.Distinct().Where(id => Names(request, id)) : [];

    /// <summary>Whether a request reads the task: by its id, or as one of all.</summary>
    internal bool Reads(EmulatedRequest request, string id) =>
        !harness.IsCancel(request) && (Names(request, id) || (request.Method == "GET" && !Ids.Any(other => Names(request, other)) && IsListOfAll(request)));

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
}
