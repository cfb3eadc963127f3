namespace TaskCancellation;

/// <summary>When two ids mean one task, in a service's own opinion. Every set and table of ids is made with it.</summary>
internal sealed class TaskIdEquality : IEqualityComparer<TaskId>
{
    private readonly StringComparer texts;

    private TaskIdEquality(StringComparer texts) => this.texts = texts;

    internal static TaskIdEquality Exact { get; } = new(StringComparer.Ordinal);

    internal static TaskIdEquality IgnoringCase { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool Equals(TaskId x, TaskId y) => texts.Equals(x.Value, y.Value);

    /// <summary>One text for all that are equal.</summary>
    internal TaskId KeyOf(TaskId id) => this == IgnoringCase ? new TaskId(id.Value.ToUpperInvariant()) : id;

    public int GetHashCode(TaskId id) => texts.GetHashCode(id.Value);
}
