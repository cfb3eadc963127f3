namespace TaskCancellation;

/// <summary>Keeps what a wait has seen last of its task, and passes it on.</summary>
internal sealed class LastSnapshotProgress(IProgress<TaskSnapshot>? next) : IProgress<TaskSnapshot>
{
    private volatile TaskSnapshot? last;

    internal TaskSnapshot? Last => last;

    /// <summary>Somebody listens besides, for whom progress is worth a request of its own.</summary>
    internal bool HasListener => next is not null;

    public void Report(TaskSnapshot value)
    {
        last = value;
        next?.Report(value);
    }
}
