namespace TaskCancellation.Probes.Soak;

/// <summary>One call by chance, on a scene of its own.</summary>
internal sealed class SoakVerbs(TaskClient client, SoakScene scene, Random random)
{
    private static readonly WaitOptions Brief = new() { Timeout = TimeSpan.FromSeconds(1.5), FirstDelay = TimeSpan.FromMilliseconds(50), MaxDelay = TimeSpan.FromMilliseconds(500) };

    private readonly TaskId[] ids = [.. scene.Ids.Select(id => new TaskId(id))];

    internal string Verb { get; private set; } = "";

    internal List<SoakTask> Seen { get; } = [];

    internal List<SoakOutcome> Outcomes { get; } = [];

    /// <summary>The tasks of the scene. What no service lists (Topaz) is named.</summary>
    private TaskFilter Filter => scene.Service switch
    {
        "Meilisearch" => new TaskFilter { Scopes = [scene.Mark] },
        "Elasticsearch" => new TaskFilter { Kinds = [scene.Mark] },
        "TopazImage" => new TaskFilter { Ids = ids, Scopes = [scene.Mark] },
        _ => new TaskFilter { Names = [scene.Mark] },
    };

    /// <summary>Calls it. The token may fire on the way.</summary>
    internal Task CallAsync(CancellationTokenSource token)
    {
        var verb = random.Next(11);
        if (verb is 9 or 10 || random.Next(5) == 0)
        {
            token.CancelAfter(TimeSpan.FromMilliseconds(random.Next(1, 80)));
        }

        return verb switch
        {
            0 => Named("find", FindAsync(token.Token)),
            1 => Named("list", ListAsync(client.ListAsync(Filter, cancellationToken: token.Token))),
            2 => Named("cancel by id", OperateAsync(client.CancelAsync(ids[0], token.Token))),
            3 => Named("cancel by id and wait", TakeAsync(client.CancelAndWaitAsync(ids[0], Brief, token.Token))),
            4 => Named("cancel by filter and wait", TakeAsync(client.CancelAndWaitAsync(Filter, null, Brief, token.Token))),
            5 => Named("plan, execute and wait", PlanAsync(token.Token)),
            6 => Named("batch and wait", BatchAsync(token.Token)),
            7 => Named("wait", WaitAsync(token.Token)),
            8 => Named("watch", ListAsync(client.WatchAsync(Filter, Brief, token.Token))),
            9 => Named("run, token fired", RunAsync(token.Token)),
            _ => Named("cancel when token fires", LinkAsync(token.Token)),
        };
    }

    /// <summary>An outcome that an exception tells.</summary>
    internal void Take(Exception end)
    {
        if ((end as RunCanceledException)?.Outcome is { } canceled)
        {
            Take(canceled);
        }

        if ((end as RunTimeoutException)?.Outcome is { } late)
        {
            Take(late);
        }
    }

    private Task Named(string verb, Task call)
    {
        Verb = verb;
        return call;
    }

    private async Task FindAsync(CancellationToken token) => See(await client.FindAsync(ids[0], cancellationToken: token));

    private async Task ListAsync(IAsyncEnumerable<TaskSnapshot> tasks)
    {
        await foreach (var task in tasks)
        {
            See(task);
        }
    }

    private async Task OperateAsync(Task<CancellationOperation> call) => Take((await call).Accepted);

    private async Task TakeAsync(Task<CancellationOutcome> call) => Take(await call);

    private async Task TakeAsync(Task<CancellationReport> call) => Take(await call);

    private async Task PlanAsync(CancellationToken token)
    {
        var plan = await client.PlanAsync(Filter, cancellationToken: token);
        var operation = await client.ExecuteAsync(plan, cancellationToken: token);
        Take(await operation.WaitForCompletionAsync(Brief, token));
    }

    private async Task BatchAsync(CancellationToken token)
    {
        var options = new BatchOptions { Linger = TimeSpan.FromMilliseconds(5) };
        await foreach (var outcome in client.WaitManyAsync(client.CancelManyAsync(ids, options, token), Brief, token))
        {
            Take(outcome);
        }

        if (!Outcomes.Select(outcome => outcome.Id).SequenceEqual(scene.Ids))
        {
            throw new InvalidOperationException($"A batch of {string.Join(", ", scene.Ids)} has yielded {string.Join(", ", Outcomes)}.");
        }
    }

    private async Task WaitAsync(CancellationToken token) => See(await client.WaitForCompletionAsync(ids[0], Brief, token));

    private async Task RunAsync(CancellationToken token) =>
        See(await client.RunToCompletionAsync(_ => Task.FromResult(ids[0]), new RunOptions { Grace = TimeSpan.FromSeconds(2), Wait = Brief }, token));

    private async Task LinkAsync(CancellationToken token)
    {
        await using var link = client.CancelWhen(token, ids[0], new RunOptions { Grace = TimeSpan.FromSeconds(2), Wait = Brief });
        if (await link.Outcome is { } outcome)
        {
            Take(outcome);
        }
    }

    private void See(TaskSnapshot? task)
    {
        if (task is not null)
        {
            Seen.Add(new SoakTask(task.Id.Value, scene.Service switch
            {
                "Meilisearch" or "TopazImage" => task.Scope,
                "Elasticsearch" => task.Kind,
                _ => task.Name,
            }));
        }
    }

    private void Take(CancellationReport report)
    {
        foreach (var outcome in report.Outcomes)
        {
            Take(outcome);
        }
    }

    private void Take(CancellationOutcome outcome)
    {
        Outcomes.Add(new SoakOutcome(outcome.Target.Id.Value, outcome.Verdict.ToString()));
        See(outcome.Snapshot);
    }
}
