namespace TaskCancellation.Providers;

/// <summary>One part of a translated filter: a query parameter and its values, before they are joined and escaped.</summary>
/// <param name="Name">The service's name of the parameter.</param>
/// <param name="Values">The values, one of which must match.</param>
public sealed record FilterParameter(string Name, IReadOnlyList<string> Values)
{
    /// <summary>Gets the values, one of which must match.</summary>
    public IReadOnlyList<string> Values { get; init => field = ReadOnlyValues.List(value); } = ReadOnlyValues.List(Values);

    /// <summary>Returns the name and the values, for display.</summary>
    public override string ToString() => $"{Name}={string.Join(',', Values)}";
}
