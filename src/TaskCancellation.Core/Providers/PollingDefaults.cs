namespace TaskCancellation.Providers;

/// <summary>A service's pace of waiting.</summary>
/// <param name="FirstDelay">Before the first look.</param>
/// <param name="MaxDelay">The longest pause between two looks.</param>
/// <param name="Timeout">How long a wait lasts unless told otherwise.</param>
public sealed record PollingDefaults(TimeSpan FirstDelay, TimeSpan MaxDelay, TimeSpan Timeout)
{
    /// <summary>The service allows one look at a task in this time; zero for no such limit.</summary>
    public TimeSpan MinInterval { get; init; }
}
