using TaskCancellation;

namespace TestingYourCode;

/// <summary>The result of a cleanup.</summary>
public sealed record IndexCleanupResult
{
    /// <summary>Gets how many tasks are canceled, by the service's own word.</summary>
    public required int Canceled { get; init; }

    /// <summary>Gets how many tasks ended before the cancel reached them.</summary>
    public required int EndedByThemselves { get; init; }

    /// <summary>Gets the tasks that still run, or whose result is unknown.</summary>
    public required IReadOnlyList<TaskId> LookAt { get; init; }
}
