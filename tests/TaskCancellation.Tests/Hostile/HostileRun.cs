using System.Runtime.CompilerServices;
using TaskCancellation.Testing;
using TaskCancellation.Tests.Findings;
using TaskCancellation.Tests.Safety;

namespace TaskCancellation.Tests.Hostile;

/// <summary>One call on one service, some of whose replies are hostile, held against the service's own record.</summary>
internal sealed class HostileRun : IAsyncDisposable
{
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromMinutes(2), Jitter = 0 };
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(30);

    private readonly Random random;

    // Nothing is waited for outside the process.
    private readonly VirtualClock clock = new() { Patience = TimeSpan.FromMilliseconds(10) };
    private readonly HostileTransport transport;
    private readonly HostileService service;
    private readonly List<TaskId> ours;
    private readonly List<TaskId> foreign;
    private readonly HashSet<TaskId> addressed = [];
    private HostileJudge? judge;
    private string what = "";

    private HostileRun(string name, int seed)
    {
        random = new Random(seed);
        transport = new HostileTransport(clock, name.Split('/')[0], random.Next());
        var harness = Services.Create(name.Split('/')[0], clock, transport);
        service = HostileService.Create(name, transport, clock, harness);
        ours = [harness.AddRunning(), harness.AddRunning(), harness.AddPending()];
        foreign = [harness.AddRunning(harness.OtherScope), harness.AddRunning(harness.OtherScope)];
        harness.AddEnded(TaskState.Succeeded);
    }

    /// <summary>Plays a seed: how many replies were hostile, and what is wrong with the call, if anything is.</summary>
    internal static async Task<(int Hostile, string? Wrong)> PlayAsync(string name, int seed)
    {
        await using var run = new HostileRun(name, seed);
        await run.PlayAsync();
        var between = run.transport.Between!;
        return (between.Hostile, run.Result.Wrongs.Count == 0 ? null : $"{name} {seed}: {run.what}\n  {string.Join("\n  ", run.Result.Wrongs)}\n  {string.Join("\n  ", between.Story)}");
    }

    public ValueTask DisposeAsync() => service.Harness.DisposeAsync();

    private TaskClient Client => service.Client;

    private HostileJudge Result => judge ??= new HostileJudge(service, transport.Between!);

    private TaskFilter Filter => service.Harness.FilterBy(service.Harness.Scope);

    private async Task PlayAsync()
    {
        _ = Client;
        var began = clock.GetUtcNow();
        try
        {
            var play = Draw();
            await service.Harness.RunAsync(play);
            await play;
        }
        catch (Exception thrown)
        {
            Result.Judge(thrown);
        }

        if (transport.Between is { IsEndless: true })
        {
            Result.Wrongs.Add("did not come to an end");
        }

        if (clock.GetUtcNow() - began > LongestCall)
        {
            Result.Wrongs.Add($"took {clock.GetUtcNow() - began}");
        }

        foreach (var id in ours.Concat(foreign).Where(id => !addressed.Contains(id)))
        {
            if (service.Harness.Truth(id) is TaskState.Canceled or TaskState.Canceling)
            {
                Result.Wrongs.Add($"{id} was canceled and was not meant");
            }
        }
    }

    private Task Draw()
    {
        var one = ours[random.Next(ours.Count)];
        TaskId[] two = [ours[0], ours[1]];
        var frozen = new CancelOptions { Selection = CancelSelection.ClientSide };
        switch (random.Next(14))
        {
            case 0:
                return FindAsync(one);
            case 1:
                return ListAsync(Filter, ours);
            case 2:
                return ListAsync(new TaskFilter { Ids = two }, two);
            case 3:
                return CancelAsync([one], () => CancelStoredAsync(Client.CancelAsync(one)));
            case 4:
                return CancelAsync(ours, () => Client.CancelAndWaitAsync(Filter, null, Brief));
            case 5:
                return CancelAsync(ours, () => Client.CancelAndWaitAsync(Filter, frozen, Brief));
            case 6:
                return CancelAsync(two, () => CancelStoredAsync(Client.CancelAsync(new TaskFilter { Ids = two })));
            case 7:
                return CancelAsync(ours, PlanAndExecuteAsync);
            case 8:
                return CancelManyAsync(two);
            case 9:
                return WaitAsync(one);
            case 10:
                return WatchAsync();
            case 11:
                return CancelAsync([one], async () => new CancellationReport { Outcomes = [await Client.CancelAndWaitAsync(one, Brief)] });
            case 12:
                return InfoAsync();
            default:
                return RunAsync(one);
        }
    }

    private async Task FindAsync(TaskId id)
    {
        what = "find";
        Result.Judge(id, await Client.FindAsync(id));
    }

    private async Task ListAsync(TaskFilter filter, IReadOnlyList<TaskId> due)
    {
        what = $"list {filter}";
        var listed = await Client.ListAsync(filter).ToListAsync();
        foreach (var task in listed.Where(task => due.Contains(task.Id)))
        {
            Result.Judge(task.Id, task);
        }

        Result.Wrongs.AddRange(listed.Where(task => foreign.Contains(task.Id)).Select(task => $"the list holds {task.Id}, which the filter does not match"));
        if (Result.IsShown)
        {
            Result.Wrongs.AddRange(due.Where(id => !listed.Any(task => task.Id == id)).Select(id => $"the list lacks {id}, and says nothing of it"));
        }
    }

    private async Task InfoAsync()
    {
        what = "service info";
        var info = await Client.GetServiceInfoAsync();
        Result.Read(info.Product);
        Result.Read(info.Version);
    }

    private async Task<CancellationReport> PlanAndExecuteAsync()
    {
        var stored = CancellationJson.Serialize(await Client.PlanAsync(Filter));
        Result.ReadSecrets(stored);
        return await CancelStoredAsync(Client.ExecuteAsync(CancellationJson.DeserializePlan(stored)));
    }

    private async Task<CancellationReport> CancelStoredAsync(Task<CancellationOperation> canceling)
    {
        var stored = CancellationJson.Serialize((await canceling).State);
        Result.ReadSecrets(stored);
        return await Client.Restore(CancellationJson.DeserializeOperation(stored)).WaitForCompletionAsync(Brief);
    }

    private async Task CancelManyAsync(TaskId[] two)
    {
        what = "cancel many";
        addressed.UnionWith(two);
        var options = random.Next(2) == 0 ? null : new BatchOptions { Journal = new StoppingJournal(stops: false), RunId = "run" };
        await foreach (var outcome in Client.WaitManyAsync(Client.CancelManyAsync(new TaskTarget[] { two[0], two[1], two[0] }.ToAsyncEnumerable(), options), Brief))
        {
            Result.Judge(outcome);
        }
    }

    private async Task WaitAsync(TaskId id)
    {
        what = "wait";
        clock.CreateTimer(_ => service.Harness.Finish(id), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        Result.Judge(id, await Client.WaitForCompletionAsync(id, Brief));
    }

    private async Task WatchAsync()
    {
        what = "watch";
        clock.CreateTimer(_ => ours.ForEach(service.Harness.Finish), null, TimeSpan.FromSeconds(20), Timeout.InfiniteTimeSpan);
        await foreach (var task in Client.WatchAsync(Filter, Brief))
        {
            if (foreign.Contains(task.Id))
            {
                Result.Wrongs.Add($"watched {task.Id}, which the filter does not match");
            }
        }
    }

    private async Task RunAsync(TaskId id)
    {
        what = "run";
        addressed.Add(id);
        await Client.RunToCompletionAsync(_ => Task.FromResult(id), new RunOptions { CancelAfter = TimeSpan.FromSeconds(5), Wait = Brief });
    }

    private async Task CancelAsync(IReadOnlyList<TaskId> meant, Func<Task<CancellationReport>> call, [CallerArgumentExpression(nameof(call))] string text = "")
    {
        what = text;
        addressed.UnionWith(meant);
        Result.Judge(await call(), meant);
    }
}
