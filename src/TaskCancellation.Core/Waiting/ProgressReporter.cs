namespace TaskCancellation;

/// <summary>Tells whoever asked for it of each task that is seen for the first time, or changed.</summary>
internal sealed class ProgressReporter(IProgress<TaskSnapshot>? progress, IEqualityComparer<TaskId> equality)
{
    private readonly Dictionary<TaskId, TaskSnapshot> reported = new(equality);

    internal void Report(TaskSnapshot? task)
    {
        if (progress is not null && task is not null && (!reported.TryGetValue(task.Id, out var before) || before != task))
        {
            reported[task.Id] = task;
            progress.Report(task);
        }
    }
}
