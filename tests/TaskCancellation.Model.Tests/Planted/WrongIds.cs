namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Cancels the first task whose id begins like the one that was meant.</summary>
internal sealed class PrefixIds(TaskClient inner) : Decorator(inner)
{
    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        await foreach (var task in Inner.ListAsync(TaskFilter.All, null, cancellationToken).ConfigureAwait(false))
        {
            if (task.Id.Value.StartsWith(target.Id.Value[..^1], StringComparison.Ordinal))
            {
                return await Inner.CancelAsync(task.Id, cancellationToken).ConfigureAwait(false);
            }
        }

        return await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>Takes ids for texts whose case does not matter.</summary>
internal sealed class UpperCaseIds(TaskClient inner) : Decorator(inner)
{
    public override Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.FindAsync(id.Value.ToUpperInvariant(), options, cancellationToken);
}

/// <summary>Plans with times of another time zone, so that nobody knows the tasks again.</summary>
internal sealed class ShiftedTimes(TaskClient inner) : Decorator(inner)
{
    private static readonly TimeSpan Zone = TimeSpan.FromHours(2);

    public override async Task<CancellationPlan> PlanAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default)
    {
        var plan = await Inner.PlanAsync(filter, options, cancellationToken).ConfigureAwait(false);
        return plan with { Targets = [.. plan.Targets.Select(task => task with { EnqueuedAt = task.EnqueuedAt + Zone, StartedAt = task.StartedAt + Zone })] };
    }
}

/// <summary>Gives each caller what the one before was answered.</summary>
internal sealed class ReplyOfBefore(TaskClient inner) : Decorator(inner)
{
    private CancellationOperation? before;

    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        var answer = await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false);
        var late = before ?? answer;
        before = answer;
        return late;
    }
}
