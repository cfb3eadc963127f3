namespace TaskCancellation;

/// <summary>Tells whoever asked for it of each task that is seen for the first time, or changed.</summary>
internal sealed class ProgressTeller(IProgress<TaskSnapshot>? progress, IEqualityComparer<TaskId> equality)
{
    private readonly Dictionary<TaskId, TaskSnapshot> told = new(equality);

    internal void Tell(TaskSnapshot? task)
    {
        if (progress is not null && task is not null && (!told.TryGetValue(task.Id, out var before) || before != task))
        {
            told[task.Id] = task;
            progress.Report(task);
        }
    }
}
