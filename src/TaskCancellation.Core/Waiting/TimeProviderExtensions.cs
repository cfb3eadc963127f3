namespace TaskCancellation;

/// <summary>The one place where this assembly lets time pass.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>No timer may run longer than about 49.7 days.</summary>
    internal static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    internal static async Task DelayAsync(this TimeProvider clock, TimeSpan delay, CancellationToken cancellationToken)
    {
        for (; delay > LongestTimer; delay -= LongestTimer)
        {
            await Task.Delay(LongestTimer, clock, cancellationToken).ConfigureAwait(false);
        }

        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
