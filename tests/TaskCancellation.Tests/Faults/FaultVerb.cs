using TaskCancellation.Tests.Findings;

namespace TaskCancellation.Tests.Faults;

/// <summary>A verb of <see cref="TaskClient"/> as the matrix calls it.</summary>
/// <param name="Name">The name, as the page has it.</param>
/// <param name="CallAsync">Calls it, and gives what it gave.</param>
internal sealed record FaultVerb(string Name, Func<FaultScene, Task<object?>> CallAsync)
{
    private static readonly FaultExtent[] ByCancel = [FaultExtent.Cancel, FaultExtent.Always];
    private static readonly FaultExtent[] WithReads = [FaultExtent.First, FaultExtent.Cancel, FaultExtent.FromCancel, FaultExtent.Always];
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromMinutes(2), Jitter = 0 };

    internal static IReadOnlyList<FaultVerb> All { get; } =
    [
        new("service info", async scene => await scene.Client.GetServiceInfoAsync(scene.Token)),
        new("find", async scene => await scene.Client.FindAsync(scene.One, cancellationToken: scene.Token)),
        new("list", async scene => await scene.Client.ListAsync(scene.Filter, new ReadOptions { PageSize = 1 }, scene.Token).ToListAsync()),
        new("list by ids", async scene => await scene.Client.ListAsync(new TaskFilter { Ids = scene.Two }, cancellationToken: scene.Token).ToListAsync()),
        new("wait", async scene => await scene.Client.WaitForCompletionAsync(scene.One, Brief, scene.Token)) { Ends = true },
        new("watch", async scene => await scene.Client.WatchAsync(scene.Filter, Brief, scene.Token).ToListAsync()) { Ends = true },
        new("plan", async scene => await scene.Client.PlanAsync(scene.Filter, cancellationToken: scene.Token)),
        new("cancel by id", async scene => await scene.Client.CancelAsync(scene.One, scene.Token)) { Extents = ByCancel, Cancels = scene => [scene.One] },
        new("cancel by ids", async scene => await scene.Client.CancelAsync(new TaskFilter { Ids = scene.Two }, cancellationToken: scene.Token)) { Extents = WithReads, Cancels = scene => scene.Two },
        new("cancel by filter, frozen", async scene => await scene.Client.CancelAsync(scene.Filter, new CancelOptions { Selection = CancelSelection.ClientSide }, scene.Token)) { Extents = WithReads, Cancels = scene => scene.All },
        new("cancel by filter, at the server", async scene => await scene.Client.CancelAsync(scene.Filter, new CancelOptions { Selection = CancelSelection.ServerSide }, scene.Token)) { Extents = WithReads, Cancels = scene => scene.All, IsAtServer = true },
        new("plan, then execute", async scene => await scene.Client.ExecuteAsync(await scene.Client.PlanAsync(scene.Filter, cancellationToken: scene.Token), cancellationToken: scene.Token)) { Extents = WithReads, Cancels = scene => scene.All },
        new("batch", async scene => await scene.Client.CancelManyAsync(scene.Two.Select(id => (TaskTarget)id).ToAsyncEnumerable(), cancellationToken: scene.Token).ToListAsync()) { Extents = ByCancel, Cancels = scene => scene.Two },
        new("batch with a journal", async scene => await scene.Client.CancelManyAsync(scene.Two.Select(id => (TaskTarget)id).ToAsyncEnumerable(), new BatchOptions { Journal = new StoppingJournal(stops: false), RunId = "run" }, scene.Token).ToListAsync()) { Extents = ByCancel, Cancels = scene => scene.Two },
        new("wait for an operation", async scene => await scene.Operation!.WaitForCompletionAsync(Brief, scene.Token)) { IsPrepared = true, Cancels = scene => [scene.One] },
        new("run", async scene => await scene.Client.RunToCompletionAsync(_ => Task.FromResult(scene.One), new RunOptions { CancelAfter = TimeSpan.FromSeconds(5), Wait = Brief }, scene.Token)) { Extents = WithReads, Cancels = scene => [scene.One] },
    ];

    /// <summary>The tasks that it may cancel.</summary>
    internal Func<FaultScene, IReadOnlyList<TaskId>> Cancels { get; init; } = _ => [];

    /// <summary>It is for services that cancel by filter.</summary>
    internal bool IsAtServer { get; init; }

    /// <summary>The tasks end by themselves meanwhile.</summary>
    internal bool Ends { get; init; }

    /// <summary>The cancel was sent, and answered, before anything goes wrong.</summary>
    internal bool IsPrepared { get; init; }

    /// <summary>Where faults hit.</summary>
    internal IReadOnlyList<FaultExtent> Extents { get; init; } = [FaultExtent.First, FaultExtent.Second, FaultExtent.Always];

    public override string ToString() => Name;
}

/// <summary>Which requests of a call a fault hits.</summary>
internal enum FaultExtent
{
    /// <summary>The first.</summary>
    First,

    /// <summary>The second.</summary>
    Second,

    /// <summary>The first cancel.</summary>
    Cancel,

    /// <summary>The first cancel and all after it.</summary>
    FromCancel,

    /// <summary>All.</summary>
    Always,

    /// <summary>The first login.</summary>
    Login,

    /// <summary>All logins.</summary>
    Logins,

    /// <summary>All logins after what the first gave was revoked, in the middle of the call.</summary>
    NewLogins,
}
