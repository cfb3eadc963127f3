namespace TaskCancellation.Providers;

/// <summary>A change of state.</summary>
/// <param name="From">The name of the state before.</param>
/// <param name="On">What happened.</param>
/// <param name="To">The name of the state after, or <see cref="Gone"/>.</param>
public sealed record LifecycleTransition(string From, LifecycleEvent On, string To)
{
    /// <summary>The task is no longer there.</summary>
    public const string Gone = "(gone)";
}
