namespace TaskCancellation.Providers;

/// <summary>One part of a filter as the service is told it: a query parameter, before escaping.</summary>
/// <param name="Name">The service's name for it.</param>
/// <param name="Value">Its value.</param>
public sealed record FilterParameter(string Name, string Value)
{
    /// <summary>name=value.</summary>
    public override string ToString() => $"{Name}={Value}";
}
