namespace TaskCancellation.Providers;

/// <summary>A field that cannot be evaluated, and the reason.</summary>
/// <param name="Field">The name of the property.</param>
/// <param name="Reason">A sentence that tells why, and what to do instead.</param>
public sealed record UnsupportedFilterField(string Field, string Reason);
