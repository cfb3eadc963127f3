namespace TaskCancellation.Model.Tests.Planted;

/// <summary>Tells of the verbs that another part of the library calls.</summary>
internal sealed class Tap(TaskClient inner) : Decorator(inner)
{
    internal Action? Canceling { get; init; }

    internal Action? Canceled { get; init; }

    internal Action? Waiting { get; init; }

    internal Action? Restoring { get; init; }

    public override async Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default)
    {
        Canceling?.Invoke();
        var operation = await Inner.CancelAsync(target, cancellationToken).ConfigureAwait(false);
        Canceled?.Invoke();
        return operation;
    }

    public override Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        Waiting?.Invoke();
        return Inner.WaitForCompletionAsync(target, options, cancellationToken);
    }

    public override CancellationOperation Restore(CancellationOperationState state)
    {
        Restoring?.Invoke();
        return Inner.Restore(state);
    }
}
