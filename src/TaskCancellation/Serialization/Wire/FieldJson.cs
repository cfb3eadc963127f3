namespace TaskCancellation.Serialization;

/// <summary>A field that only a service's own filter has.</summary>
internal sealed record FieldJson
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> Values { get; init; }

    public RangeJson? Range { get; init; }

    internal static FieldJson From(FilterConstraint field) => new()
    {
        Name = field.Name,
        Values = field.Range is null ? [.. field.Values.Select(value => value!)] : [],
        Range = RangeJson.From(field.Range),
    };

    internal FilterConstraint ToModel() => Range is null
        ? new FilterConstraint(Name, FilterFields.ServiceSpecific, Stored.Each(Values, value => value))
        : new FilterConstraint(Name, FilterFields.ServiceSpecific, Range.ToModel());
}
