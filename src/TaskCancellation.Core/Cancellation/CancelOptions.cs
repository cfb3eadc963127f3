namespace TaskCancellation;

/// <summary>Options for canceling the tasks that a filter addresses.</summary>
public sealed record CancelOptions
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(366);

    /// <summary>Gets the default options.</summary>
    public static CancelOptions Default { get; } = new();

    /// <summary>Gets whether a filter without a constraint, which addresses every unfinished task, is allowed. The default is <see langword="false"/>.</summary>
    public bool AllowAll { get; init; }

    /// <summary>Gets the largest number of tasks that a filter may address; <see langword="null"/> (the default) for no limit.</summary>
    /// <remarks>When the filter addresses more tasks, an <see cref="UnsafeFilterException"/> is thrown and nothing is canceled. With a limit, tasks are always listed first.</remarks>
    public int? MaxTargets
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxTargets must not be negative.");
    }

    /// <summary>Gets whether the server or the client selects the tasks that a filter addresses. The default is <see cref="CancelSelection.Auto"/>.</summary>
    public CancelSelection Selection { get; init; }

    /// <summary>Gets the largest number of cancel requests in flight. The default is 4.</summary>
    public int MaxConcurrency
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxConcurrency must be at least 1.");
    } = 4;

    /// <summary>Gets how long a plan that is created with these options may be executed. The default is one hour.</summary>
    public TimeSpan PlanLifetime
    {
        get;
        init => field = value > TimeSpan.Zero && value <= LongestLifetime ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "PlanLifetime must be longer than zero and at most a year.");
    } = TimeSpan.FromHours(1);
}
