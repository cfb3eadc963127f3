using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>The state machine of tasks: their start, cancellation, and end.</summary>
internal sealed class ElasticsearchLifecycle(ElasticsearchEmulator emulator, ElasticsearchStore cluster)
{
    /// <summary>How often the server itself looks whether what it waits for is over.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    private DueQueue Due => emulator.Due;

    /// <summary>The instant of what is happening.</summary>
    internal DateTimeOffset Now => Due.Now;

    /// <summary>Runs all due work.</summary>
    internal void CatchUp() => Due.AdvanceTo(emulator.ServerNow);

    /// <summary>Answers when the condition holds. It checks at the instants of planned work, and in between for the effect of hooks.</summary>
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

    internal void Plan(ElasticsearchStoredTask task)
    {
        if (task.Options.RunDuration is { } time)
        {
            Due.At(task.StartedAt + time, () => RunOut(task));
        }
    }

    /// <summary>Flags a task and, through bans, all cancelable descendants. Returns the node that could not be reached, or null.</summary>
    internal StoredNode? Cancel(ElasticsearchStoredTask task, string reason)
    {
        if (!task.IsLive)
        {
            return null;
        }

        task.Cancels++;
        var isFirst = !task.IsCanceled;
        task.CancelReason ??= reason;
        task.CanceledAt ??= Now;
        StoredNode? unreachable = null;
        foreach (var child in cluster.ChildrenOf(task).ToList())
        {
            var node = cluster.FindNode(child.Id.Node);
            if (node?.Failure is not null)
            {
                unreachable = node;
            }
            else if (child.Options.IsCancelable)
            {
                unreachable = Cancel(child, reason) ?? unreachable;
            }
        }

        // A request that is canceled while it waits is over; its answer follows.
        if (isFirst && task.IsOwn)
        {
            End(task, ElasticsearchEnding.Canceled);
        }

        // A leader does nothing itself: it ends with the last of its slices.
        if (isFirst && task.Slices is null && task.Options.CancelEnding != ElasticsearchCancelEnding.Ignored)
        {
            Due.After(task.Options.CancelDelay, () => Stop(task));
        }

        return unreachable;
    }

    internal void End(ElasticsearchStoredTask task, ElasticsearchEnding ending, ElasticsearchError? error = null)
    {
        if (!task.IsLive)
        {
            return;
        }

        task.EndedAt = Now;
        task.Ending = ending;
        task.Error = error;
        cluster.Unregister(task);
        if (task.StoresResult && ending != ElasticsearchEnding.Lost)
        {
            var response = task.Options.ResponseJson ?? (task.IsBulk ? BulkJson.Response(task, emulator.WireVersion.NamesTypes) : "{}");
            cluster.Store(new StoredResult(task, error is null ? response : null, error));
        }

        if (task.Leader is { IsLive: true, Slices: { } slices } leader && !slices.Any(slice => slice.IsLive))
        {
            EndLeader(leader, slices);
        }
    }

    /// <summary>A leader has failed when a slice has, and is canceled only when it was canceled itself.</summary>
    private void EndLeader(ElasticsearchStoredTask leader, IReadOnlyList<ElasticsearchStoredTask> slices)
    {
        var failed = slices.FirstOrDefault(slice => slice.Ending == ElasticsearchEnding.Failed || slice.Error is not null);
        End(leader, failed?.Ending ?? (leader.IsCanceled ? ElasticsearchEnding.Canceled : ElasticsearchEnding.Completed), failed?.Error);
    }

    /// <summary>A node forgets its tasks; what they had started elsewhere is canceled.</summary>
    internal void LoseTasks(StoredNode node)
    {
        node.Deaths++;
        node.IsFrozen = false;
        var lost = cluster.Live.Where(task => task.Id.Node == node.Id).ToList();
        lost.ForEach(task => End(task, ElasticsearchEnding.Lost));
        foreach (var orphan in lost.SelectMany(cluster.ChildrenOf).Where(task => task.Options.IsCancelable).ToList())
        {
            Cancel(orphan, "channel was closed");
        }
    }

    internal static ElasticsearchError OwnError(ElasticsearchStoredTask task) =>
        task.Options.Failure ?? new ElasticsearchError("illegal_state_exception", "emulated failure");

    /// <summary>Ends a hold; a task whose time has run out meanwhile ends now.</summary>
    internal void Release(ElasticsearchStoredTask task)
    {
        task.IsHeld = false;
        task.Run?.Resume();
        if (task.IsOverdue)
        {
            RunOut(task);
        }
    }

    private void RunOut(ElasticsearchStoredTask task)
    {
        task.IsOverdue = true;
        if (!task.IsHeld)
        {
            End(task, task.Options is { Failure: null, WriteFailures.Count: 0, TimesOut: false } ? ElasticsearchEnding.Completed : ElasticsearchEnding.Failed, task.Options.Failure);
        }
    }

    private void Stop(ElasticsearchStoredTask task)
    {
        var node = task.Id.Node;
        var index = task.Searched ?? task.Run?.Source ?? "source";
        var words = new CancelWords(emulator.WireVersion, task.CancelReason!);
        switch (task.Options.CancelEnding)
        {
            case ElasticsearchCancelEnding.CompletesAnyway:
                End(task, ElasticsearchEnding.Completed);
                break;
            case ElasticsearchCancelEnding.OwnFailure:
                End(task, ElasticsearchEnding.Failed, OwnError(task));
                break;
            case ElasticsearchCancelEnding.Canceled when task.IsBulk && task.Run is not { IsSearching: true }:
                End(task, ElasticsearchEnding.Canceled);
                break;
            case ElasticsearchCancelEnding.Canceled when task.IsBulk:
            case ElasticsearchCancelEnding.SearchCanceled:
                End(task, ElasticsearchEnding.Canceled, words.SearchFailed(index, node));
                break;
            case ElasticsearchCancelEnding.SearchPartlyCanceled:
                End(task, ElasticsearchEnding.Canceled, words.SearchPartlyFailed(index, node));
                break;
            case ElasticsearchCancelEnding.FetchCanceled:
                End(task, ElasticsearchEnding.Canceled, words.FetchFailed(index, node));
                break;
            case ElasticsearchCancelEnding.ChildRefused:
                End(task, ElasticsearchEnding.Canceled, words.ChildRefused);
                break;
            default:
                End(task, ElasticsearchEnding.Canceled, words.TaskCanceled);
                break;
        }
    }
}

/// <summary>The error of a canceled task, as the product writes it.</summary>
internal sealed class CancelWords(ElasticsearchVersion version, string reason)
{
    internal ElasticsearchError TaskCanceled => Canceled(version.IsOpenSearch ? $"cancelled task with reason: {reason}" : $"task cancelled [{reason}]");

    internal ElasticsearchError ChildRefused => Canceled(version.IsOpenSearch
        ? $"The parent task was cancelled, shouldn't start any child tasks, {reason}"
        : $"parent task was cancelled [{reason}]");

    private ElasticsearchError ParentCanceled => version.IsOpenSearch ? TaskCanceled : ChildRefused;

    /// <summary>Elasticsearch notices where it reads on, which is no shard; OpenSearch in the shard.</summary>
    internal ElasticsearchError SearchFailed(string index, string node) => version.IsOpenSearch
        ? Search("all shards failed", "query", Shard(0, index, node, TaskCanceled)) with { CausedBy = TaskCanceled }
        : Search("all shards failed", "query", Shard(-1, null, null, TaskCanceled)) with { CausedBy = TaskCanceled };

    internal ElasticsearchError SearchPartlyFailed(string index, string node) =>
        Search("Partial shards failure", "query", Shard(version.IsOpenSearch ? 1 : 0, index, node, ParentCanceled)) with { CausedBy = NamedCause };

    internal ElasticsearchError FetchFailed(string index, string node) =>
        Search("all shards failed", "fetch", Shard(0, index, node, ParentCanceled)) with { CausedBy = NamedCause };

    /// <summary>7.17 names the cause only in the failure of the shard.</summary>
    private ElasticsearchError? NamedCause => version.IsOpenSearch || version.Major >= 8 ? ParentCanceled : null;

    private static ElasticsearchError Canceled(string text) => new("task_cancelled_exception", text);

    private static ElasticsearchError Search(string text, string phase, JsonObject shard) => new ElasticsearchError("search_phase_execution_exception", text)
        .With("phase", phase)
        .With("grouped", true)
        .With("failed_shards", new JsonArray(shard));

    private static JsonObject Shard(int number, string? index, string? node, ElasticsearchError reason)
    {
        var shard = new JsonObject { ["shard"] = number, ["index"] = index };
        if (node is not null)
        {
            shard["node"] = node;
        }

        shard["reason"] = new JsonObject { ["type"] = reason.Type, ["reason"] = reason.Reason };
        return shard;
    }
}
