namespace TaskCancellation;

/// <summary>How to cancel.</summary>
public sealed record CancelOptions
{
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(366);

    /// <summary>The defaults.</summary>
    public static CancelOptions Default { get; } = new();

    /// <summary>Allows a filter without a constraint, which addresses every unfinished task. Off by default.</summary>
    public bool AllowAll { get; init; }

    /// <summary>The most tasks a filter may address; with more, <see cref="UnsafeFilterException"/> is thrown and nothing is canceled. Null (the default) for no limit. Tasks are then always listed first.</summary>
    public int? MaxTargets
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxTargets must not be negative.");
    }

    /// <summary>Who picks the tasks a filter addresses. <see cref="CancelSelection.Auto"/> by default.</summary>
    public CancelSelection Selection { get; init; }

    /// <summary>The most cancel requests under way at once; 4 by default.</summary>
    public int MaxConcurrency
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxConcurrency must be at least 1.");
    } = 4;

    /// <summary>For how long a plan made with these options may be executed; an hour by default.</summary>
    public TimeSpan PlanLifetime
    {
        get;
        init => field = value > TimeSpan.Zero && value <= LongestLifetime ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "PlanLifetime must be longer than zero and at most a year.");
    } = TimeSpan.FromHours(1);
}
