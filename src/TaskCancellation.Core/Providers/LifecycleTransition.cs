namespace TaskCancellation.Providers;

/// <summary>A change of state.</summary>
/// <param name="From">The name of the state before.</param>
/// <param name="On">The event.</param>
/// <param name="To">The name of the state after, or <see cref="Gone"/>.</param>
public sealed record LifecycleTransition(string From, LifecycleEvent On, string To)
{
    /// <summary>The name that stands for a task that no longer exists.</summary>
    public const string Gone = "(gone)";
}
