namespace TaskCancellation;

/// <summary>Keeps a filter from addressing kinds that are seldom meant, unless it names them whole, or the task's id.</summary>
internal sealed class ProtectedKinds(TaskClient client, TaskFilter filter)
{
    private readonly KindPattern[] patterns = [.. client.Capabilities.ProtectedKinds.Select(pattern => new KindPattern(pattern))];

    private IReadOnlyList<string> Kinds => client.Capabilities.ProtectedKinds;

    internal bool Protects(TaskSnapshot task) =>
        filter.Ids is null
        && task.Kind is { } kind
        && Array.Exists(patterns, pattern => pattern.Matches(kind))
        && filter.Kinds?.Contains(kind, StringComparer.Ordinal) != true;

    /// <summary>A protected task that a cancel at the server would address as well; null when there is none.</summary>
    internal async Task<TaskSnapshot?> FindAddressedAsync(CancellationToken cancellationToken)
    {
        if (filter.Ids is not null || Kinds.Count == 0 || filter.Kinds?.Any(KindPattern.HasWildcard) == false)
        {
            return null;
        }

        try
        {
            return await FindAsync(Kinds, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.InvalidRequest && Kinds.Count > 1)
        {
            return await FindOneByOneAsync(error, cancellationToken).ConfigureAwait(false);
        }
    }

    // An older server refuses a kind it does not know; it cannot have a task of that kind either.
    private async Task<TaskSnapshot?> FindOneByOneAsync(TaskRequestException refusal, CancellationToken cancellationToken)
    {
        var refused = 0;
        foreach (var kind in Kinds)
        {
            try
            {
                if (await FindAsync([kind], cancellationToken).ConfigureAwait(false) is { } task)
                {
                    return task;
                }
            }
            catch (TaskRequestException error) when (error.Reason == TaskErrorReason.InvalidRequest)
            {
                refused++;
            }
        }

        return refused < Kinds.Count ? null : throw refusal;
    }

    private async Task<TaskSnapshot?> FindAsync(IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        var addressed = filter with { Kinds = kinds, States = filter.States ?? client.Lifecycle.UnfinishedStates };
        var matcher = new FilterMatcher(filter, client.IdEquality);
        return await FilterTranslator.Translate(client, addressed)
            .ListAsync(ReadOptions.Default, cancellationToken)
            .FirstOrDefaultAsync(task => matcher.Matches(task) && Protects(task), cancellationToken).ConfigureAwait(false);
    }
}
