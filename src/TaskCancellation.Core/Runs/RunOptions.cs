namespace TaskCancellation;

/// <summary>Options for linking a cancellation token, or a time limit, to a remote task.</summary>
/// <remarks>Used by <see cref="TaskClientExtensions.RunToCompletionAsync(TaskClient, Func{CancellationToken, Task{TaskId}}, RunOptions?, CancellationToken)"/> and <see cref="TaskClientExtensions.CancelWhen"/>.</remarks>
public sealed record RunOptions
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(1);

    /// <summary>Gets the default options.</summary>
    public static RunOptions Default { get; } = new();

    /// <summary>Gets how long everything that follows the trigger may take. The default is 30 seconds.</summary>
    /// <remarks>The grace period covers a submission that is still running, the cancel request, and the wait for the task to end. It must be more than zero and at most one day. A read that is in flight when it ends is given five seconds to finish.</remarks>
    public TimeSpan Grace
    {
        get;
        init => field = value > TimeSpan.Zero && value <= LongestGrace ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Grace must be more than zero and at most a day.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the deadline and the polling intervals of the wait for the task.</summary>
    /// <remarks>Unless <see cref="WaitOptions.Timeout"/> is set, the run waits without a deadline: until the task has ended, the token fires, or a time limit is reached. When this property is <see langword="null"/>, the polling intervals are the defaults of the service. The wait after a cancellation keeps the intervals, with <see cref="Grace"/> as its deadline.</remarks>
    public WaitOptions? Wait { get; init; }

    /// <summary>Gets the time after the start of the call at which the task is canceled; <see langword="null"/> (the default) for no limit.</summary>
    /// <remarks>Of this limit and <see cref="Deadline"/>, the earlier one applies.</remarks>
    public TimeSpan? CancelAfter
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "CancelAfter must not be negative.");
    }

    /// <summary>Gets the instant, on the client's clock, at which the task is canceled; <see langword="null"/> (the default) for no limit.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
