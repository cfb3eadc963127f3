namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Waits longer than it was told.</summary>
internal sealed class LateWaits(TaskClient inner) : Decorator(inner)
{
    public override Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.WaitForCompletionAsync(target, options! with { Timeout = (options.Timeout * 2) + TimeSpan.FromSeconds(20) }, cancellationToken);
}

/// <summary>Gives up before the time it was told.</summary>
internal sealed class ShortWaits(TaskClient inner) : Decorator(inner)
{
    public override Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.WaitForCompletionAsync(target, options! with { Timeout = options.Timeout / 2 }, cancellationToken);
}

/// <summary>Takes a task that was canceled for a call that was.</summary>
internal sealed class CanceledWaits(TaskClient inner) : Decorator(inner)
{
    public override async Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        var task = await Inner.WaitForCompletionAsync(target, options, cancellationToken).ConfigureAwait(false);
        return task.State == TaskState.Canceled ? throw new OperationCanceledException(cancellationToken) : task;
    }
}

/// <summary>Heeds no token while it cancels.</summary>
internal sealed class DeafCancels(TaskClient inner) : Decorator(inner)
{
    public override Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default) =>
        Inner.CancelAsync(target, CancellationToken.None);

    public override Task<CancellationOperation> CancelAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.CancelAsync(filter, options, CancellationToken.None);
}

/// <summary>Reports a local token as a task that was canceled.</summary>
internal sealed class LocalTokenAsCanceled(TaskClient inner) : Decorator(inner)
{
    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return CancellationOperation.FromReport(new CancellationReport { Outcomes = [new CancellationOutcome { Target = target, Verdict = CancellationVerdict.Canceled }], IsComplete = true });
        }
    }
}

/// <summary>Takes a read that failed for a task that is not there.</summary>
internal sealed class FailedReadAsNotFound(TaskClient inner) : Decorator(inner)
{
    public override async Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.FindAsync(id, options, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }
}
