namespace TaskCancellation;

/// <summary>The one place where this assembly lets time pass.</summary>
internal static class TimeProviderExtensions
{
    internal static Task DelayAsync(this TimeProvider clock, TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, clock, cancellationToken) : Task.CompletedTask;
}
