namespace TaskCancellation;

/// <summary>How long and how often to look while waiting. Null members take the service's defaults (<see cref="TaskClientCapabilities.Polling"/>).</summary>
public sealed record WaitOptions
{
    /// <summary>The service's defaults.</summary>
    public static WaitOptions Default { get; } = new();

    /// <summary>How long to wait in all. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no deadline; zero looks once. A read under way at the deadline is given five seconds to finish.</summary>
    public TimeSpan? Timeout { get; init => field = Checked(value, allowInfinite: true); }

    /// <summary>How long to wait before the first look at what a cancel does. A plain wait looks at once, and waits this long before its second look.</summary>
    public TimeSpan? FirstDelay { get; init => field = Checked(value); }

    /// <summary>The longest pause between two looks. Pauses grow from the first delay to it by half each time; a hint of the service (Retry-After) takes their place. Not zero: that would be to ask without a pause.</summary>
    public TimeSpan? MaxDelay
    {
        get;
        init => field = value != TimeSpan.Zero ? Checked(value) : throw new ArgumentOutOfRangeException(nameof(value), value, "The longest pause must be longer than zero.");
    }

    /// <summary>By how much of itself a pause is shortened at random, from 0 (not at all) to 1. 0.2 by default, so that many waiters do not ask in step.</summary>
    public double Jitter
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Jitter goes from 0 to 1.");
    } = 0.2;

    /// <summary>Told of each task that is waited for when it is first seen, and whenever it is seen changed. In a wait for a task and for an operation; a watch yields them instead. Called between two reads: what it throws ends the wait.</summary>
    /// <remarks>A report is made for what a person would call a change: a state, progress, a status; not for how long a task has run.</remarks>
    public IProgress<TaskSnapshot>? Progress { get; init; }

    /// <summary>How long the service itself may hold a read until the task has ended, so that its end is known at once and few reads are needed. Null (the default) or zero: not at all.
    /// Used from the second read on, where one task is waited for and the service can do it; never longer than <see cref="TaskClientCapabilities.MaxLongPollTimeout"/>, and never past the deadline.</summary>
    public TimeSpan? LongPollTimeout { get; init => field = Checked(value); }

    private static TimeSpan? Checked(TimeSpan? value, bool allowInfinite = false) =>
        value is null || value >= TimeSpan.Zero || (allowInfinite && value == System.Threading.Timeout.InfiniteTimeSpan)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A time to wait must not be negative.");
}
