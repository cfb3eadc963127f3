using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Reads lists. A node that does not answer is not waited for: the others' tasks are shown, then the failure names it. What the list requests are themselves on the server is left out, known by their mark.</summary>
internal sealed class ElasticsearchTaskList(TaskHttpPipeline pipeline, ElasticsearchDialect dialect, ElasticsearchReindexApi reindexing, TimeSpan wait)
{
    private readonly string timeout = ElasticsearchPaths.Milliseconds(wait);

    internal async Task<TaskPage> ReadAsync(FilterTranslation filter, ReadOptions options, CancellationToken cancellationToken)
    {
        ElasticsearchPage reply;
        try
        {
            reply = await SendAsync(filter, options, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (ElasticsearchReindexApi.IsDue(refusal))
        {
            return await reindexing.ListAsync(filter, options, cancellationToken).ConfigureAwait(false);
        }

        return new TaskPage(reply.Tasks)
        {
            Failure = reply.IsPartial ? reply.Failures.ToListException() : null,
        };
    }

    /// <summary>All that the cancel of the targets reaches besides: what they have started, directly or not, down to what cannot be canceled. That runs on, and so does what it has started itself.</summary>
    internal async IAsyncEnumerable<TaskSnapshot> ReadDescendantsAsync(IReadOnlyList<TaskSnapshot> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await TrySendAsync(cancellationToken).ConfigureAwait(false) is not { } reply)
        {
            yield break;
        }

        var children = reply.Tasks.Where(task => task.ParentId is not null && IsReachable(task)).ToLookup(task => task.ParentId!.Value);
        HashSet<TaskId> addressed = [.. targets.Select(task => task.Id)];
        var seen = new HashSet<TaskId>(addressed);
        var waiting = new Queue<TaskId>(addressed);
        while (waiting.TryDequeue(out var parent))
        {
            foreach (var child in children[parent].Where(child => seen.Add(child.Id)))
            {
                waiting.Enqueue(child.Id);
                yield return child;
            }
        }
    }

    /// <summary>What a task has started itself.</summary>
    internal Task<ElasticsearchPage> ReadChildrenAsync(TaskId parent, ReadOptions options, CancellationToken cancellationToken) =>
        SendAsync([new FilterParameter(ElasticsearchPaths.Parent, [parent.Value])], isDetailed: true, options, cancellationToken);

    /// <summary>What runs on the node that an id names.</summary>
    internal Task<ElasticsearchPage> ReadNodeAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken) =>
        SendAsync([new FilterParameter(ElasticsearchPaths.Nodes, [ElasticsearchIds.NodeOf(id)])], isDetailed: true, options, cancellationToken);

    // Null: there are no lists of tasks here. What a reindex has started is not shown by itself then, and cannot be canceled by itself.
    private async Task<ElasticsearchPage?> TrySendAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync([], isDetailed: false, ReadOptions.Default, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException refusal) when (ElasticsearchReindexApi.IsDue(refusal))
        {
            return null;
        }
    }

    private async Task<ElasticsearchPage> SendAsync(IReadOnlyList<FilterParameter> parameters, bool isDetailed, ReadOptions options, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(ElasticsearchPaths.List(parameters, isDetailed, timeout), options), cancellationToken).ConfigureAwait(false);
        return reply.Read(ElasticsearchPage.Reader(dialect.Product, options.KeepRaw));
    }

    // Where the service evaluates the whole filter, every task counts.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ElasticsearchPage> SendAsync(FilterTranslation filter, ReadOptions options, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(ElasticsearchPaths.List(filter.Parameters, true, timeout), options), cancellationToken).ConfigureAwait(false);
        return reply.Read(ElasticsearchPage.Reader(dialect.Product, options.KeepRaw, ElasticsearchNodeNames.Of(filter.Filter), filter.IsExact ? options.MaxTasks : null, dialect.OpaqueId));
    }

    private static bool IsReachable(TaskSnapshot task) => (task.Details as ElasticsearchTaskDetails)?.IsCancelable != false;
}
