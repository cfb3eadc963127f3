namespace TaskCancellation.Providers;

/// <summary>The default deadline and polling intervals of a service.</summary>
/// <param name="FirstDelay">The delay before the first read.</param>
/// <param name="MaxDelay">The longest delay between two reads.</param>
/// <param name="Timeout">How long a wait lasts by default.</param>
public sealed record PollingDefaults(TimeSpan FirstDelay, TimeSpan MaxDelay, TimeSpan Timeout)
{
    /// <summary>Gets the shortest interval in which the service allows one read of a task; zero for no such limit.</summary>
    public TimeSpan MinInterval { get; init; }
}
