namespace TaskCancellation.Journal.Sqlite.Internal;

/// <summary>A run that is its holder's alone until it is disposed of.</summary>
internal sealed class RunLease(Action release) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        release();
        return ValueTask.CompletedTask;
    }
}
