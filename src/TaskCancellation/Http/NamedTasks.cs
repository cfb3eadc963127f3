namespace TaskCancellation.Http;

/// <summary>Reads named tasks one by one, several at once, for services whose lists take no ids.</summary>
internal static class NamedTasks
{
    private const int MaxConcurrency = 4;
    private const int PageSize = 5 * MaxConcurrency;

    /// <summary>A page of those that are found, in order.</summary>
    /// <param name="here">What is left to read.</param>
    /// <param name="read">Reads one; null when there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    internal static async Task<TaskPage> ReadPageAsync(NamedTasksPosition here, Func<TaskId, CancellationToken, Task<TaskSnapshot?>> read, CancellationToken cancellationToken)
    {
        // A page without tasks leads nowhere.
        while (true)
        {
            var some = new TaskId[Math.Min(PageSize, here.Ids.Count - here.Start)];
            for (var at = 0; at < some.Length; at++)
            {
                some[at] = here.Ids[here.Start + at];
            }

            var (tasks, failure) = await ReadAsync(some, read, cancellationToken).ConfigureAwait(false);
            here = here with { Start = here.Start + some.Length };
            var isLast = failure is not null || here.Start >= here.Ids.Count;
            if (isLast || tasks.Count > 0)
            {
                return new TaskPage(tasks, isLast ? null : here) { Failure = failure };
            }
        }
    }

    /// <summary>Those that are found, in order. One that cannot be read takes nothing from those under way that can; then nothing further is begun.</summary>
    internal static async Task<(IReadOnlyList<TaskSnapshot> Tasks, TaskRequestException? Failure)> ReadAsync(
        IReadOnlyList<TaskId> ids, Func<TaskId, CancellationToken, Task<TaskSnapshot?>> read, CancellationToken cancellationToken)
    {
        var found = new List<TaskSnapshot>();
        var underWay = new Queue<Task<TaskSnapshot?>>();
        TaskRequestException? failure = null;
        try
        {
            for (var next = 0; ;)
            {
                while (failure is null && underWay.Count < MaxConcurrency && next < ids.Count)
                {
                    underWay.Enqueue(read(ids[next++], cancellationToken));
                }

                if (!underWay.TryDequeue(out var oldest))
                {
                    return (found, failure);
                }

                try
                {
                    if (await oldest.ConfigureAwait(false) is { } task)
                    {
                        found.Add(task);
                    }
                }
                catch (TaskRequestException unread)
                {
                    failure ??= unread;
                }
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

/// <summary>Where the reading of named tasks goes on.</summary>
/// <param name="Ids">The ids, each once.</param>
/// <param name="Start">The place of the first that is left.</param>
internal sealed record NamedTasksPosition(IReadOnlyList<TaskId> Ids, int Start = 0) : ListPosition
{
    public override bool IsAfter(ListPosition earlier) => earlier is not NamedTasksPosition before || Start > before.Start;
}
