using TaskCancellation;

namespace TestingYourCode;

/// <summary>What a cleanup came to.</summary>
public sealed record IndexCleanupResult
{
    /// <summary>How many tasks the service says are canceled.</summary>
    public required int Canceled { get; init; }

    /// <summary>How many had ended before the cancel reached them.</summary>
    public required int EndedByThemselves { get; init; }

    /// <summary>Tasks that still run, or of which it is not known.</summary>
    public required IReadOnlyList<TaskId> LookAt { get; init; }
}
