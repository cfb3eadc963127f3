namespace TaskCancellation;

/// <summary>The look at tasks before they are canceled: by id and, where that fails in passing, by a list. A node that is short of memory refuses to read a task by its id, and lists it.</summary>
internal sealed class FallbackReader(TaskClient client)
{
    private readonly SnapshotReader reader = new(client);

    /// <summary>A list shows more than a read that has failed: not one by ids, which is such a read, nor one of all that a service keeps, ended tasks included.</summary>
    internal static bool IsListWorthwhile(TaskClient client) => client.Capabilities is { ReusesIds: true, ListsByIds: false };

    /// <summary>One look for each id: what was found, or why that could not be told.</summary>
    internal async Task<IReadOnlyDictionary<TaskId, ReadResult>> RunAsync(IReadOnlyList<TaskTarget> targets, CancellationToken cancellationToken)
    {
        var results = await reader.TryReadAsync([.. targets.Select(target => target.Id)], cancellationToken).ConfigureAwait(false);
        TaskTarget[] unread = [.. targets.Where(target => results[target.Id].Error is { IsTransient: true })];
        if (unread.Length == 0 || !IsListWorthwhile(client))
        {
            return results;
        }

        var listed = await ListAsync(unread, cancellationToken).ConfigureAwait(false);
        return results.ToDictionary(result => result.Key, result => result.Value.Error is not null && listed.TryGetValue(result.Key, out var task) ? new ReadResult(task, null) : result.Value, client.IdEquality);
    }

    private async Task<Dictionary<TaskId, TaskSnapshot>> ListAsync(TaskTarget[] targets, CancellationToken cancellationToken)
    {
        var ids = targets.Select(target => target.Id).ToHashSet(client.IdEquality);
        var found = new Dictionary<TaskId, TaskSnapshot>(client.IdEquality);
        try
        {
            await foreach (var task in FilterTranslator.Translate(client, FilterFor(targets)).ListAsync(ReadOptions.Default, cancellationToken).ConfigureAwait(false))
            {
                if (ids.Contains(task.Id))
                {
                    found[task.Id] = task;
                }
            }
        }
        catch (TaskRequestException)
        {
            // Of what was not listed, the failure of its own read is told.
        }

        return found;
    }

    private TaskFilter FilterFor(TaskTarget[] targets) => new()
    {
        States = client.Lifecycle.UnfinishedStates,
        Kinds = targets.All(target => !string.IsNullOrWhiteSpace(target.Kind) && !target.Kind.AsSpan().ContainsAny(',', '*')) ? [.. targets.Select(target => target.Kind!).Distinct()] : null,
    };
}
