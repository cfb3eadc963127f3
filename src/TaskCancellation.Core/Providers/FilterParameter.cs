namespace TaskCancellation.Providers;

/// <summary>One part of a filter as the service is told it: a query parameter and its values, before they are joined and escaped.</summary>
/// <param name="Name">The service's name for it.</param>
/// <param name="Values">Its values, of which one matches.</param>
public sealed record FilterParameter(string Name, IReadOnlyList<string> Values)
{
    /// <summary>The values, of which one matches.</summary>
    public IReadOnlyList<string> Values { get; init => field = ReadOnlyValues.List(value); } = ReadOnlyValues.List(Values);

    /// <summary>The name and its values, for people.</summary>
    public override string ToString() => $"{Name}={string.Join(',', Values)}";
}
