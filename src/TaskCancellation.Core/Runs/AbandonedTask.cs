namespace TaskCancellation;

/// <summary>Calls that nobody waits for any more.</summary>
internal static class AbandonedTask
{
    /// <summary>Lets a call end by itself, without its failure being reported as one that nobody has seen.</summary>
    internal static async Task ObserveAsync(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
