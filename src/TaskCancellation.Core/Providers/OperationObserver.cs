namespace TaskCancellation.Providers;

/// <summary>Is told of every operation of a client that has ended, for a log.</summary>
public abstract class OperationObserver
{
    /// <summary>Gets whether anything would be done with what <see cref="Completed"/> is told.</summary>
    public abstract bool IsEnabled { get; }

    /// <summary>Called when an operation has ended, with a result or an exception. Must not throw.</summary>
    /// <param name="operation">The operation.</param>
    public abstract void Completed(CompletedOperation operation);
}
