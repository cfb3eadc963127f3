namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>Deletion of apps, spaces and organizations, by jobs that a worker runs.</summary>
internal sealed class Deletion(CloudFoundryEmulator emulator, CloudFoundryStore store, Bbs bbs, CloudFoundryLifecycle lifecycle)
{
    private readonly Dictionary<string, DeletionJob> jobs = new(StringComparer.Ordinal);
    private readonly Queue<(DeletionJob Job, CloudFoundryCaller Caller)> waiting = new();

    private DueQueue Due => emulator.Due;

    internal DeletionJob? FindJob(string guid) => jobs.GetValueOrDefault(guid);

    /// <summary>Makes the job, which begins when the worker comes to it. Until it commits, all works as ever.</summary>
    internal DeletionJob Request(CloudFoundryCaller caller, string kind, string guid)
    {
        var job = new DeletionJob(store.NextGuid(), kind, guid, CloudFoundryStore.Microseconds(Due.Now));
        jobs.Add(job.Guid, job);
        waiting.Enqueue((job, caller));
        RunWaiting();
        return job;
    }

    /// <summary>Runs what waits, if the worker runs.</summary>
    internal void RunWaiting()
    {
        while (emulator.IsWorkerRunning && waiting.TryDequeue(out var next))
        {
            Due.After(emulator.JobDelay, () => Run(next.Caller, next.Job.ResourceGuid, next.Job));
        }
    }

    /// <summary>One transaction: its events carry the instant of its begin, and nothing of it is seen before its end.</summary>
    internal void Run(CloudFoundryCaller caller, string guid, DeletionJob? job = null)
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

    private void Commit(CloudFoundryCaller caller, string guid, IReadOnlyList<CloudFoundryStoredTask> canceled, DateTimeOffset begin, DeletionJob? job)
    {
        foreach (var task in canceled)
        {
            store.Record("audit.app.task.cancel", caller, task, begin);
        }

        store.RecordDeletion(guid, caller, begin);
        var trouble = store.AppsIn(guid).FirstOrDefault() is { } app && bbs.Trouble is { } found ? CloudFoundryRefusal.RunnerUnavailable(app.Guid, store.NextGuid(), found) : null;
        store.Delete(guid);
        job?.End(trouble, CloudFoundryStore.Microseconds(Due.Now));
    }
}

/// <summary>Deletes apps, spaces and organizations, and reports the progress.</summary>
internal sealed class DeletionRoutes(CloudFoundryEmulator emulator, Lookups lookups, Deletion deletion)
{
    internal EmulatedReply Delete(CloudFoundryCaller caller, string collection, string guid)
    {
        var kind = collection[..^1];
        if (kind == "app")
        {
            CloudFoundryPermissions.RequireDevelop(caller, lookups.App(caller, guid).Space);
        }
        else
        {
            CloudFoundryPermissions.RequireDelete(caller, lookups.Container(caller, kind, guid));
        }

        return EmulatedReply.Empty(202).WithHeader("Location", Address(deletion.Request(caller, kind, guid)));
    }

    internal EmulatedReply GetJob(CloudFoundryCaller _, string guid)
    {
        var job = deletion.FindJob(guid) ?? throw CloudFoundryRefusal.NotFound("job");
        return CloudFoundryJson.Reply(200, json =>
        {
            json.WriteString("guid", job.Guid);
            json.WriteString("created_at", CloudFoundryTaskJson.Instant(job.CreatedAt));
            json.WriteString("updated_at", CloudFoundryTaskJson.Instant(job.UpdatedAt));
            json.WriteString("operation", $"{job.Kind}.delete");
            json.WriteString("state", job.State);
            json.WriteErrors(job.Error is { } error ? [error] : []);
            json.WriteStartArray("warnings");
            json.WriteEndArray();
            json.WriteStartObject("links");
            json.WriteLink("self", Address(job));
            if (job.State == "PROCESSING")
            {
                json.WriteLink(job.Kind, emulator.ExternalUrl($"/v3/{job.Kind}s/{job.ResourceGuid}"));
            }

            json.WriteEndObject();
        });
    }

    private string Address(DeletionJob job) => emulator.ExternalUrl($"/v3/jobs/{job.Guid}");
}

/// <summary>A deletion that continues after its request was answered.</summary>
internal sealed class DeletionJob(string guid, string kind, string resourceGuid, DateTimeOffset createdAt)
{
    internal string Guid => guid;

    /// <summary>What is deleted: app, space, organization.</summary>
    internal string Kind => kind;

    internal string ResourceGuid => resourceGuid;

    internal DateTimeOffset CreatedAt { get; } = createdAt;

    internal DateTimeOffset UpdatedAt { get; private set; } = createdAt;

    internal string State { get; private set; } = "PROCESSING";

    internal CloudFoundryRefusal? Error { get; private set; }

    internal void End(CloudFoundryRefusal? error, DateTimeOffset now)
    {
        Error = error;
        State = error is null ? "COMPLETE" : "FAILED";
        UpdatedAt = now;
    }
}
