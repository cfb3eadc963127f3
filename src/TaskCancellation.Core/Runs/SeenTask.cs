namespace TaskCancellation;

/// <summary>Keeps what a wait has seen last of its task, and passes it on.</summary>
internal sealed class SeenTask(IProgress<TaskSnapshot>? next) : IProgress<TaskSnapshot>
{
    private volatile TaskSnapshot? last;

    internal TaskSnapshot? Last => last;

    public void Report(TaskSnapshot value)
    {
        last = value;
        next?.Report(value);
    }
}
