namespace TaskCancellation;

/// <summary>How a local token, or a limit of time, is linked to a remote task: <see cref="TaskClientExtensions.RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/>, <see cref="TaskClientExtensions.CancelWhen"/>.</summary>
public sealed record RunOptions
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(1);

    /// <summary>The defaults.</summary>
    public static RunOptions Default { get; } = new();

    /// <summary>How long everything may take once the cancel is called for: a submission still under way, the cancel request, and the wait for the task's end. 30 seconds by default; more than zero, at most a day.
    /// A read under way when it ends is given five seconds to finish.</summary>
    public TimeSpan Grace
    {
        get;
        init => field = value > TimeSpan.Zero && value <= LongestGrace ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Grace must be more than zero and at most a day.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Deadline and pace of the wait for the task. Unless it has a <see cref="WaitOptions.Timeout"/>, the run waits without end: until the task has ended, the token fires, or a limit below is reached. The pace is the service's default when null. The wait after a cancel keeps the pace, and has <see cref="Grace"/> for its deadline.</summary>
    public WaitOptions? Wait { get; init; }

    /// <summary>Cancels the task this long after the call began. Null (the default) for never. Of this and <see cref="Deadline"/>, the earlier counts.</summary>
    public TimeSpan? CancelAfter
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CancelAfter must not be negative.");
    }

    /// <summary>Cancels the task at this instant of the client's clock. Null (the default) for never.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
