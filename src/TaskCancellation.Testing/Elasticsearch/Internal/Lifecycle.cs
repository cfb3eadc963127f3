namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What becomes of tasks.</summary>
internal sealed class Lifecycle(ElasticsearchEmulator emulator, Cluster cluster)
{
    /// <summary>How often the server itself looks whether what it waits for is over.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private DueQueue Due => emulator.Due;

    /// <summary>The instant of what is happening.</summary>
    internal DateTimeOffset Now => Due.Now;

    /// <summary>Lets everything that is due happen.</summary>
    internal void CatchUp() => Due.AdvanceTo(emulator.ServerNow);

    /// <summary>Answers when it is over, looking again at the instants at which something happens by itself, and in between for what a hook does.</summary>
    internal EmulatedReply When(Func<bool> isOver, Func<EmulatedReply> answer)
    {
        CatchUp();
        if (isOver())
        {
            return answer();
        }

        var next = Due.Next - Now is { } soon && soon < LookInterval ? soon : LookInterval;
        return EmulatedReply.Later(next, () => When(isOver, answer));
    }

    internal void Plan(LiveTask task)
    {
        if (task.Options.RunsFor is { } time)
        {
            Due.At(task.StartedAt + time, () => RunOut(task));
        }
    }

    /// <summary>Flags a task and, through bans, all cancellable descendants; gives the node that could not be told, or null.</summary>
    internal Node? Cancel(LiveTask task, string reason)
    {
        if (!task.IsLive)
        {
            return null;
        }

        task.Cancels++;
        var isFirst = !task.IsCancelled;
        task.CancelReason ??= reason;
        task.CancelledAt ??= Now;
        Node? unreachable = null;
        foreach (var child in cluster.ChildrenOf(task).ToList())
        {
            var node = cluster.FindNode(child.Id.Node);
            if (node?.Failure is not null)
            {
                unreachable = node;
            }
            else if (child.Options.Cancellable)
            {
                unreachable = Cancel(child, reason) ?? unreachable;
            }
        }

        if (isFirst && task.Options.CancelEnds != ElasticsearchCancelEnding.Ignored)
        {
            Due.After(task.Options.CancelDelay, () => Stop(task));
        }

        return unreachable;
    }

    internal void End(LiveTask task, ElasticsearchEnding ending, ElasticsearchError? error = null)
    {
        if (!task.IsLive)
        {
            return;
        }

        task.EndedAt = Now;
        task.Ending = ending;
        cluster.Unregister(task);
        if (task.StoresResult && ending != ElasticsearchEnding.Lost)
        {
            var response = task.Options.ResponseJson ?? (task.IsBulk ? BulkJson.Response(task) : "{}");
            cluster.Store(new StoredResult(task, error is null ? response : null, error));
        }
    }

    /// <summary>A node forgets its tasks; what they had started elsewhere is cancelled.</summary>
    internal void LoseTasks(Node node)
    {
        var lost = cluster.Live.Where(task => task.Id.Node == node.Id).ToList();
        lost.ForEach(task => End(task, ElasticsearchEnding.Lost));
        foreach (var orphan in lost.SelectMany(cluster.ChildrenOf).Where(task => task.Options.Cancellable).ToList())
        {
            Cancel(orphan, "channel was closed");
        }
    }

    internal static ElasticsearchError OwnError(LiveTask task) =>
        task.Options.Failure ?? new ElasticsearchError("illegal_state_exception", "emulated failure");

    /// <summary>Ends a hold; a task whose time has run out meanwhile ends now.</summary>
    internal void Release(LiveTask task)
    {
        task.IsHeld = false;
        if (task.IsOverdue)
        {
            RunOut(task);
        }
    }

    private void RunOut(LiveTask task)
    {
        task.IsOverdue = true;
        if (!task.IsHeld)
        {
            End(task, task.Options.Failure is null ? ElasticsearchEnding.Completed : ElasticsearchEnding.Failed, task.Options.Failure);
        }
    }

    private void Stop(LiveTask task)
    {
        var cancelled = new ElasticsearchError("task_cancelled_exception", $"task cancelled [{task.CancelReason}]");
        switch (task.Options.CancelEnds)
        {
            case ElasticsearchCancelEnding.CompletesAnyway:
                End(task, ElasticsearchEnding.Completed);
                break;
            case ElasticsearchCancelEnding.OwnFailure:
                End(task, ElasticsearchEnding.Failed, OwnError(task));
                break;
            case ElasticsearchCancelEnding.Canceled when task.IsBulk:
                End(task, ElasticsearchEnding.Canceled);
                break;
            default:
                End(task, ElasticsearchEnding.Canceled, cancelled);
                break;
        }
    }
}
