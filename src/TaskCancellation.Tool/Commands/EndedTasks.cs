namespace TaskCancellation.Tool.Commands;

/// <summary>Counts the tasks that a wait has seen end.</summary>
internal sealed class EndedTasks(Action<int> changed) : IProgress<TaskSnapshot>
{
    private readonly HashSet<TaskId> ended = [];

    public void Report(TaskSnapshot value)
    {
        lock (ended)
        {
            if (value.IsTerminal && ended.Add(value.Id))
            {
                changed(ended.Count);
            }
        }
    }
}
