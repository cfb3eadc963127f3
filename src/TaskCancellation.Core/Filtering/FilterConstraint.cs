namespace TaskCancellation;

/// <summary>One field of a filter that constrains.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Field">Which field it is; <see cref="FilterFields.ServiceSpecific"/> for those of derived filters.</param>
/// <param name="Values">Its values as text. A null, empty or blank one makes the filter unsafe.</param>
public sealed record FilterConstraint(string Name, FilterFields Field, IReadOnlyList<string?> Values)
{
    private const int Shown = 10;

    /// <summary>The range, for a field of instants. One that holds every instant makes the filter unsafe.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>The constraint in words; long lists are cut short.</summary>
    public override string ToString() => Range is not null
        ? $"{Name} {Range}"
        : $"{Name} in [{string.Join(", ", Values.Take(Shown))}{(Values.Count > Shown ? $", and {Values.Count - Shown} more" : "")}]";
}
