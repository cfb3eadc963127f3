namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Deletion of apps, spaces and organizations, by jobs that a worker runs.</summary>
internal sealed class Deletion(CloudFoundryEmulator emulator, Store store, Bbs bbs, Lifecycle lifecycle)
{
    private readonly Dictionary<string, Job> jobs = new(StringComparer.Ordinal);
    private readonly Queue<(Job Job, Caller Caller)> waiting = new();

    private DueQueue Due => emulator.Due;

    internal Job? FindJob(string guid) => jobs.GetValueOrDefault(guid);

    /// <summary>Makes the job, which begins when the worker comes to it. Until it commits, all works as ever.</summary>
    internal Job Request(Caller caller, string kind, string guid)
    {
        var job = new Job(store.NextGuid(), kind, guid, Store.Microseconds(Due.Now));
        jobs.Add(job.Guid, job);
        waiting.Enqueue((job, caller));
        RunWaiting();
        return job;
    }

    /// <summary>Runs what waits, if the worker runs.</summary>
    internal void RunWaiting()
    {
        while (emulator.WorkerRuns && waiting.TryDequeue(out var next))
        {
            Due.After(emulator.JobDelay, () => Run(next.Caller, next.Job.ResourceGuid, next.Job));
        }
    }

    /// <summary>One transaction: its events carry the instant of its begin, and nothing of it is seen before its end.</summary>
    internal void Run(Caller caller, string guid, Job? job = null)
    {
        var begin = Due.Now;
        var running = store.Tasks.Where(task => task.State == "RUNNING" && task.App.IsIn(guid)).ToList();
        CancelFrom(0);

        void CancelFrom(int index)
        {
            if (index == running.Count)
            {
                Commit(caller, guid, running, begin, job);
                return;
            }

            // What Diego says to it does not matter.
            bbs.Ask(() => lifecycle.CancelInDiego(running[index].Guid), _ =>
            {
                CancelFrom(index + 1);
                return EmulatedReply.Empty(200);
            });
        }
    }

    private void Commit(Caller caller, string guid, IReadOnlyList<StoredTask> cancelled, DateTimeOffset begin, Job? job)
    {
        foreach (var task in cancelled)
        {
            store.Record("audit.app.task.cancel", caller, task, begin);
        }

        store.RecordDeletion(guid, caller, begin);
        var trouble = store.AppsIn(guid).FirstOrDefault() is { } app && bbs.Trouble is { } found ? Refusal.RunnerUnavailable(app.Guid, store.NextGuid(), found) : null;
        store.Delete(guid);
        job?.End(trouble, Store.Microseconds(Due.Now));
    }
}
