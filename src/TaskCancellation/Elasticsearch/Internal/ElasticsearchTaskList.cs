using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Reads lists. A node that does not answer is not waited for: the others' tasks are shown, then the failure names it. What the list requests are themselves on the server is left out, known by their mark.</summary>
internal sealed class ElasticsearchTaskList(TaskHttpPipeline pipeline, string ownOpaqueId, TimeSpan wait)
{
    internal async IAsyncEnumerable<TaskSnapshot> ReadAsync(FilterTranslation filter, ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = await SendAsync(ElasticsearchPaths.List(filter.Parameters, detailed: true, wait), options, cancellationToken).ConfigureAwait(false);
        foreach (var task in body.Tasks.Where(task => !IsOwn(task) && ElasticsearchFilterTranslator.MeetsOwn(filter, task)))
        {
            yield return task;
        }

        if (body.IsPartial)
        {
            throw body.ToListException();
        }
    }

    /// <summary>All that the cancel of the targets reaches besides: what they have started, directly or not, down to what cannot be canceled. That runs on, and so does what it has started itself.</summary>
    internal async IAsyncEnumerable<TaskSnapshot> ReadDescendantsAsync(IReadOnlyList<TaskSnapshot> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var body = await SendAsync(ElasticsearchPaths.List([], detailed: false, wait), ReadOptions.Default, cancellationToken).ConfigureAwait(false);
        var children = body.Tasks.Where(task => task.ParentId is not null && IsReachable(task)).ToLookup(task => task.ParentId!.Value);
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

    private async Task<TaskListBody> SendAsync(string path, ReadOptions options, CancellationToken cancellationToken)
    {
        using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(path, options), cancellationToken).ConfigureAwait(false);
        return TaskListBody.Read(reply, options.KeepRaw);
    }

    private static bool IsReachable(TaskSnapshot task) => (task.Details as ElasticsearchTaskDetails)?.IsCancellable != false;

    private bool IsOwn(TaskSnapshot task) => (task.Details as ElasticsearchTaskDetails)?.OpaqueId == ownOpaqueId;
}
