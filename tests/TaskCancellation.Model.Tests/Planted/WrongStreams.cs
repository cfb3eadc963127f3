using System.Runtime.CompilerServices;

namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Gives the outcomes of a batch edited.</summary>
internal sealed class WrongBatch(TaskClient inner, Func<List<CancellationOutcome>, IEnumerable<CancellationOutcome>> edit) : Decorator(inner)
{
    public override async IAsyncEnumerable<CancellationOutcome> CancelManyAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var outcome in edit(await Inner.CancelManyAsync(targets, options, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false)))
        {
            yield return outcome;
        }
    }
}

/// <summary>Stops to watch when the first task has ended.</summary>
internal sealed class WatchOfOne(TaskClient inner) : Decorator(inner)
{
    public override async IAsyncEnumerable<TaskSnapshot> WatchAsync(TaskFilter filter, WaitOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var task in Inner.WatchAsync(filter, options, cancellationToken).ConfigureAwait(false))
        {
            yield return task;
            if (task.IsTerminal)
            {
                yield break;
            }
        }
    }
}

/// <summary>Cancels whatever else the filter of a plan addresses by now.</summary>
internal sealed class PlansForMore(TaskClient inner) : Decorator(inner)
{
    public override Task<CancellationOperation> ExecuteAsync(CancellationPlan plan, ExecuteOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.ExecuteAsync(plan, DriftPolicy.AllowNew(100), cancellationToken);
}
