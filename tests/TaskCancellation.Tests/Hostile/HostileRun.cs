using System.Runtime.CompilerServices;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Conformance;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Hostile;

/// <summary>One call on one service, some of whose replies are hostile, held against the service's own record.</summary>
internal sealed class HostileRun : IAsyncDisposable
{
    private const int MostTold = 3_000;
    private const int LinesOfTrace = 6;
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromMinutes(2), Jitter = 0 };

    /// <summary>What says how a task ended: of another form, it may be a lie that nobody could tell from the truth.</summary>
    private static readonly HashSet<string> Words =
    [
        "", "status", "state", "completed", "response", "error", "canceled", "cancelled", "failures", "slices", "result", "failure_reason", "errors", "message", "code", "type",
        "details", "matchedTasks", "canceledTasks", "canceledBy", "responseStatus", "job_status", "data", "task", "job", "jobs", "tasks", "nodes", "finished", "timed_out", "node_failures", "task_failures",
    ];

    private readonly Random random;
    private readonly VirtualClock clock = TestClock.Create();
    private readonly HostileTransport transport;
    private readonly ServiceHarness service;
    private readonly List<TaskId> ours;
    private readonly List<TaskId> foreign;
    private readonly HashSet<TaskId> addressed = [];
    private readonly List<string> wrongs = [];
    private string what = "";

    private HostileRun(string name, int seed)
    {
        random = new Random(seed);
        transport = new HostileTransport(clock, random.Next());
        service = Services.Create(name, clock, transport);
        ours = [service.AddRunning(), service.AddRunning(), service.AddPending()];
        foreign = [service.AddRunning(service.OtherScope), service.AddRunning(service.OtherScope)];
        service.AddEnded(TaskState.Succeeded);
    }

    /// <summary>Plays a seed; null, or what is wrong with it.</summary>
    internal static async Task<string?> PlayAsync(string name, int seed)
    {
        await using var run = new HostileRun(name, seed);
        await run.PlayAsync();
        return run.wrongs.Count == 0 ? null : $"{name} {seed}: {run.what}\n  {string.Join("\n  ", run.wrongs)}\n  {string.Join("\n  ", run.transport.Between?.Story ?? [])}";
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    private TaskClient Client => service.Client;

    private TaskFilter Filter => service.FilterBy(service.Scope);

    private async Task PlayAsync()
    {
        var play = Draw();
        try
        {
            await service.RunAsync(play);
            await play;
        }
        catch (TaskClientException)
        {
            // Said, and documented.
        }
        catch (Exception undocumented)
        {
            wrongs.Add($"threw {string.Join("\n    ", undocumented.ToString().Split('\n').Where(line => !line.Contains(" at System.", StringComparison.Ordinal)).Take(LinesOfTrace))}");
        }

        if (transport.Between is { IsEndless: true })
        {
            wrongs.Add("did not come to an end");
        }

        foreach (var id in ours.Concat(foreign).Where(id => !addressed.Contains(id)))
        {
            if (service.Truth(id) is TaskState.Canceled or TaskState.Canceling)
            {
                wrongs.Add($"{id} was canceled and was not meant");
            }
        }
    }

    private Task Draw()
    {
        var one = ours[random.Next(ours.Count)];
        var way = random.Next(12);
        what = way.ToString(System.Globalization.CultureInfo.InvariantCulture);
        switch (way)
        {
            case 0:
                return FindAsync(one);
            case 1:
                return ListAsync(Filter);
            case 2:
                return ListAsync(new TaskFilter { Ids = [ours[0], ours[1]] });
            case 3:
                return CancelAsync([one], () => Client.CancelAndWaitAsync(one, Brief), outcome => [outcome]);
            case 4:
                return CancelAsync(ours, () => Client.CancelAndWaitAsync(Filter, null, Brief), report => report.Outcomes);
            case 5:
                return CancelAsync(ours, () => Client.CancelAndWaitAsync(Filter, new CancelOptions { Selection = CancelSelection.Frozen }, Brief), report => report.Outcomes);
            case 6:
                return CancelAsync([ours[0], ours[1]], () => Client.CancelAndWaitAsync(new TaskFilter { Ids = [ours[0], ours[1]] }, null, Brief), report => report.Outcomes);
            case 7:
                return CancelAsync(ours, PlanAndExecuteAsync, report => report.Outcomes);
            case 8:
                return CancelAsync([ours[0], ours[1]], () => Client.WaitManyAsync(Client.CancelManyAsync(new TaskTarget[] { ours[0], ours[1], ours[0] }.ToAsyncEnumerable()), Brief).ToListAsync().AsTask(), outcomes => outcomes);
            case 9:
                return WaitAsync(one);
            case 10:
                return WatchAsync();
            default:
                return CancelAsync([one], () => RunAsync(one), _ => []);
        }
    }

    private async Task FindAsync(TaskId id)
    {
        if (await Client.FindAsync(id) is { } found && found.Id != id)
        {
            wrongs.Add($"asked for {id}, was given {found.Id}");
        }
    }

    private async Task ListAsync(TaskFilter filter)
    {
        await foreach (var task in Client.ListAsync(filter))
        {
            if (foreign.Contains(task.Id))
            {
                wrongs.Add($"the list holds {task.Id}, which the filter does not match");
            }
        }
    }

    private async Task<CancellationReport> PlanAndExecuteAsync()
    {
        var plan = await Client.PlanAsync(Filter);
        var operation = await Client.ExecuteAsync(plan);
        return await operation.WaitForCompletionAsync(Brief);
    }

    private async Task WaitAsync(TaskId id)
    {
        clock.CreateTimer(_ => service.Finish(id), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        var ended = await Client.WaitForCompletionAsync(id, Brief);
        if (ended.Id != id || (IsTold && service.Truth(id) != ended.State))
        {
            wrongs.Add($"waited for {id}, was told {ended.Id} {ended.State} {ended.RawState} while it is {service.Truth(id)}");
        }
    }

    private async Task WatchAsync()
    {
        clock.CreateTimer(_ => ours.ForEach(service.Finish), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        await foreach (var task in Client.WatchAsync(Filter, Brief))
        {
            if (foreign.Contains(task.Id))
            {
                wrongs.Add($"watched {task.Id}, which the filter does not match");
            }
        }
    }

    private async Task<TaskSnapshot?> RunAsync(TaskId id)
    {
        try
        {
            return await Client.RunToCompletionAsync(_ => Task.FromResult(id), new RunOptions { CancelAfter = TimeSpan.FromSeconds(5), Wait = Brief });
        }
        catch (RunTimeoutException timeout)
        {
            Judge(timeout.Outcome is { } outcome ? [outcome] : []);
            return null;
        }
    }

    private async Task CancelAsync<T>(IEnumerable<TaskId> meant, Func<Task<T>> call, Func<T, IReadOnlyList<CancellationOutcome>> outcomes, [CallerArgumentExpression(nameof(call))] string text = "")
    {
        what = text;
        addressed.UnionWith(meant);
        Judge(outcomes(await call()));
    }

    // Whether what the service says of ends reached the client as it was.
    private bool IsTold => transport.Between is not { } between || !between.Changed.Overlaps(Words);

    private void Judge(IReadOnlyList<CancellationOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            var truth = service.Truth(outcome.Target.Id);
            var isTrue = outcome.Verdict switch
            {
                CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled => truth == TaskState.Canceled,
                CancellationVerdict.CompletedFirst => truth is TaskState.Succeeded or TaskState.Failed,
                CancellationVerdict.NotFound => truth is null,
                CancellationVerdict.Ended => truth is null or TaskState.Succeeded or TaskState.Failed or TaskState.Canceled,
                CancellationVerdict.NotAttempted or CancellationVerdict.Rejected or CancellationVerdict.Denied or CancellationVerdict.NotCancelable => truth is not (TaskState.Canceled or TaskState.Canceling),
                _ => true,
            };
            if (!isTrue && IsTold)
            {
                wrongs.Add($"{outcome.Verdict} of {outcome.Target.Id}, which is {truth?.ToString() ?? "not there"}: {outcome.Error?.Message}");
            }

            if (outcome.Error is { } error && (error.Message.Length > MostTold || error.Message.AsSpan().ContainsAny('\r', '\n')))
            {
                wrongs.Add($"a message of {error.Message.Length} characters, or of several lines");
            }
        }
    }
}
