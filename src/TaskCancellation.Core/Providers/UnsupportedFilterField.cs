namespace TaskCancellation.Providers;

/// <summary>A field that cannot be evaluated, and why.</summary>
/// <param name="Field">The name of the property.</param>
/// <param name="Reason">A sentence that says why, and what to do instead.</param>
public sealed record UnsupportedFilterField(string Field, string Reason);
