using Quickstart;
using TaskCancellation;
using TaskCancellation.Testing;

namespace CancelByFilter;

/// <summary>Where tasks are canceled: on an emulator in this process, or on a real service.</summary>
internal sealed class Place : IDisposable
{
    private readonly Scene? scene;
    private readonly VirtualClock? clock;

    private Place(TaskClient client, Scene? scene, VirtualClock? clock) => (Client, this.scene, this.clock) = (client, scene, clock);

    internal TaskClient Client { get; }

    /// <summary>What to cancel when no filter is given; null: say it.</summary>
    internal TaskFilter? Filter => scene?.Filter;

    internal bool IsEmulated => scene is not null;

    // Time stands still but for waiting: every run finds the same tasks, begun at the same instants, and a plan of one fits the next.
    internal static Place Emulated(Service service)
    {
        var clock = new VirtualClock();
        var scene = service.CreateScene(clock);
        return new Place(scene.Client, scene, clock);
    }

    internal static Place Real(Service service, Uri endpoint) => new(service.Connect(endpoint), null, null);

    /// <summary>Does it, and lets time pass meanwhile.</summary>
    internal Task<T> RunAsync<T>(Func<Task<T>> work) => clock?.RunAsync(work) ?? work();

    /// <summary>The emulator's own record of a task, and whether a verdict says the same; null on a real service, which keeps its record to itself.</summary>
    internal (string Record, bool Agrees)? Check(CancellationOutcome outcome) =>
        scene is null ? null : (scene.Record(outcome.Target.Id) ?? "(no such task)", scene.Agrees(outcome.Verdict, scene.Record(outcome.Target.Id)));

    public void Dispose()
    {
        scene?.Dispose();
        (Client as IDisposable)?.Dispose();
    }
}
