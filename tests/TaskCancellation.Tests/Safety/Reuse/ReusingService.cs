using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Safety.Reuse;

/// <summary>A service that loses its tasks and gives their ids to those of others, on a clock of its own.</summary>
internal abstract class ReusingService : IDisposable
{
    private readonly Dictionary<TaskId, TaskTarget> ours = [];

    // Nothing here works outside the process.
    internal VirtualClock Clock { get; } = TestClock.Create();

    internal abstract TaskClient Client { get; }

    /// <summary>The ids that belong to others by now.</summary>
    internal List<TaskId> Foreign { get; } = [];

    /// <summary>A filter that addresses ours.</summary>
    internal abstract TaskFilter Filter { get; }

    internal TaskId[] Ours => [.. ours.Keys];

    /// <summary>Lets the service act by itself at that time.</summary>
    internal abstract void After(TimeSpan delay, Action act);

    /// <summary>All tasks are gone, and their ids begin again.</summary>
    internal abstract void Reset();

    /// <summary>A cancel reached the task of another.</summary>
    internal abstract bool IsHit(TaskId foreign);

    /// <summary>Adds tasks of ours, and keeps what they are.</summary>
    internal async Task AddOursAsync(int count, Random random)
    {
        for (var at = 0; at < count; at++)
        {
            var id = Add(random, null);
            ours[id] = (await RunAsync(Client.FindAsync(id)))!.ToTarget();
        }
    }

    /// <summary>Adds the tasks of others, under the ids of ours.</summary>
    internal void AddForeign(Random random)
    {
        // A cancellation of ours that came after the reset has an id, too.
        Foreign.AddRange(ours.Keys.Select(id => Add(random, id)).Where(ours.ContainsKey));
    }

    /// <summary>The task that was seen is not of ours.</summary>
    internal bool IsFromIntermediary(TaskSnapshot task)
    {
        var own = ours[task.Id];
        return own.EnqueuedAt is null ? own.StartedAt != task.StartedAt : own.EnqueuedAt != task.EnqueuedAt;
    }

    /// <summary>Lets time pass until it has ended.</summary>
    internal async Task<T> RunAsync<T>(Task<T> work)
    {
        await Task.Run(() => Clock.AdvanceUntilCompletedAsync(work, limit: TimeSpan.FromHours(5)));
        return await work;
    }

    public abstract void Dispose();

    /// <summary>Adds a task, under the id of one that is gone where that is given.</summary>
    protected abstract TaskId Add(Random random, TaskId? taken);
}
