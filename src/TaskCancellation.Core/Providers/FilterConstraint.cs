namespace TaskCancellation.Providers;

/// <summary>One field of a filter that constrains.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Field">The field; <see cref="FilterFields.ServiceSpecific"/> for the fields of derived filters.</param>
/// <param name="Values">The values as text. A value that is <see langword="null"/>, empty, or blank makes the filter unsafe.</param>
public sealed record FilterConstraint(string Name, FilterFields Field, IReadOnlyList<string?> Values)
{
    private const int Shown = 10;

    /// <summary>Initializes a new instance of the <see cref="FilterConstraint"/> class for a range, whose description is its value.</summary>
    /// <param name="name">The name of the property.</param>
    /// <param name="field">The field.</param>
    /// <param name="range">The range.</param>
    public FilterConstraint(string name, FilterFields field, TimeRange range)
        : this(name, field, [range?.ToString()]) => Range = range;

    /// <summary>Gets the values as text. A value that is <see langword="null"/>, empty, or blank makes the filter unsafe.</summary>
    public IReadOnlyList<string?> Values { get; init => field = ReadOnlyValues.List(value); } = ReadOnlyValues.List(Values);

    /// <summary>Gets the range; <see langword="null"/> for a list of values. A range that contains every instant makes the filter unsafe.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>Returns a description of the constraint. Long lists are shortened.</summary>
    public override string ToString() => Range is not null
        ? $"{Name} {Range}"
        : $"{Name} in [{string.Join(", ", Values.Take(Shown))}{(Values.Count > Shown ? $", and {Values.Count - Shown} more" : "")}]";
}
