namespace TaskCancellation.Providers;

/// <summary>One field of a filter that constrains.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Field">Which field it is; <see cref="FilterFields.ServiceSpecific"/> for those of derived filters.</param>
/// <param name="Values">Its values as text. A null, empty or blank one makes the filter unsafe.</param>
public sealed record FilterConstraint(string Name, FilterFields Field, IReadOnlyList<string?> Values)
{
    private const int Shown = 10;

    /// <summary>A field that is a range, with the range in words as its value.</summary>
    public FilterConstraint(string name, FilterFields field, TimeRange range)
        : this(name, field, [range?.ToString()]) => Range = range;

    /// <summary>Its values as text. A null, empty or blank one makes the filter unsafe.</summary>
    public IReadOnlyList<string?> Values { get; init => field = ReadOnlyValues.List(value); } = ReadOnlyValues.List(Values);

    /// <summary>The range, where the field is one; null for a list of values. One that holds every instant makes the filter unsafe.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>The constraint in words; long lists are cut short.</summary>
    public override string ToString() => Range is not null
        ? $"{Name} {Range}"
        : $"{Name} in [{string.Join(", ", Values.Take(Shown))}{(Values.Count > Shown ? $", and {Values.Count - Shown} more" : "")}]";
}
