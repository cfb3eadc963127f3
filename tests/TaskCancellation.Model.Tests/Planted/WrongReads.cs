namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Lists the first task, and never asks for the next page.</summary>
internal sealed class FirstPageOnly(TaskClient inner) : Decorator(inner)
{
    public override IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(filter, options, cancellationToken).Take(1);
}

/// <summary>Lists the tasks of every group.</summary>
internal sealed class ListOfAll(TaskClient inner) : Decorator(inner)
{
    public override IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(TaskFilter.All, options, cancellationToken);
}

/// <summary>Calls a failure a success.</summary>
internal sealed class FailureAsSuccess(TaskClient inner) : Decorator(inner)
{
    public override async Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Called(await Inner.WaitForCompletionAsync(target, options, cancellationToken).ConfigureAwait(false))!;

    public override async Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Called(await Inner.FindAsync(id, options, cancellationToken).ConfigureAwait(false));

    private static TaskSnapshot? Called(TaskSnapshot? task) => task?.State == TaskState.Failed ? task with { State = TaskState.Succeeded, IsEndUnknown = false } : task;
}

/// <summary>Takes a task that is gone for one that is done.</summary>
internal sealed class GoneAsDone(TaskClient inner) : Decorator(inner)
{
    public override async Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.WaitForCompletionAsync(target, options, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskNotFoundException)
        {
            return new TaskSnapshot { Id = target.Id, State = TaskState.Succeeded };
        }
    }
}

/// <summary>Waits until a task is being canceled, and calls that its end.</summary>
internal sealed class ContentWithCanceling(TaskClient inner) : Decorator(inner)
{
    public override async Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await Inner.WaitForCompletionAsync(target, options, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskWaitTimeoutException waited) when (waited.LastSnapshot is { State: TaskState.Canceling } task)
        {
            return task;
        }
    }
}

/// <summary>Cancels what it is to wait for.</summary>
internal sealed class CancelingWaits(TaskClient inner) : Decorator(inner)
{
    public override async Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false);
        return await Inner.WaitForCompletionAsync(target, options, cancellationToken).ConfigureAwait(false);
    }
}
