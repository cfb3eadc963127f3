namespace TaskCancellation;

/// <summary>Options for waiting: the deadline, the polling intervals, and progress.</summary>
/// <remarks>A property that is <see langword="null"/> takes the default of the service (<see cref="TaskClientCapabilities.Polling"/>).</remarks>
public sealed record WaitOptions
{
    /// <summary>Gets the default options: the deadline and the polling intervals of the service.</summary>
    public static WaitOptions Default { get; } = new();

    /// <summary>Gets how long to wait in all.</summary>
    /// <remarks><see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits without a deadline; zero reads once. A read that is in flight at the deadline is given five seconds to finish.</remarks>
    public TimeSpan? Timeout { get; init => field = Checked(value, allowInfinite: true); }

    /// <summary>Gets the delay before the first read after a cancellation.</summary>
    /// <remarks>A wait that follows no cancellation reads immediately, and applies this delay before its second read.</remarks>
    public TimeSpan? FirstDelay { get; init => field = Checked(value); }

    /// <summary>Gets the longest delay between two reads.</summary>
    /// <remarks>Delays grow from <see cref="FirstDelay"/> to this value, by half each time. A hint of the service (Retry-After) replaces the delay. Zero is not allowed.</remarks>
    public TimeSpan? MaxDelay
    {
        get;
        init => field = value != TimeSpan.Zero ? Checked(value) : throw new ArgumentOutOfRangeException(nameof(value), value, "The longest pause must be longer than zero.");
    }

    /// <summary>Gets the largest fraction by which a delay is shortened at random, from 0 to 1. The default is 0.2.</summary>
    /// <remarks>Jitter keeps many waiters from polling at the same moment.</remarks>
    public double Jitter
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Jitter goes from 0 to 1.");
    } = 0.2;

    /// <summary>Gets the object that is notified of each task when it is first seen and each time it is seen changed.</summary>
    /// <remarks>Used by a wait for a task and by a wait for an operation. A watch yields the tasks instead. A different state, progress, or status is a change; a longer running time is not. Called between two reads: an exception that it throws ends the wait.</remarks>
    public IProgress<TaskSnapshot>? Progress { get; init; }

    /// <summary>Gets how long the service itself may hold a read until the task has ended.</summary>
    /// <remarks>Long polling shows the end of a task sooner and needs fewer reads. The default, <see langword="null"/>, and zero turn it off. It is used from the second read on, when a single task is waited for and the service supports it; never for longer than <see cref="TaskClientCapabilities.MaxLongPollTimeout"/>, and never past the deadline.</remarks>
    public TimeSpan? LongPollTimeout { get; init => field = Checked(value); }

    private static TimeSpan? Checked(TimeSpan? value, bool allowInfinite = false) =>
        value is null || value >= TimeSpan.Zero || (allowInfinite && value == System.Threading.Timeout.InfiniteTimeSpan)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A time to wait must not be negative.");
}
