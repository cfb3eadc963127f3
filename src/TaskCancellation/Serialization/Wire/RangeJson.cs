namespace TaskCancellation.Serialization;

/// <summary>A range of instants.</summary>
internal sealed record RangeJson
{
    public BoundJson? Lower { get; init; }

    public BoundJson? Upper { get; init; }

    internal static RangeJson? From(TimeRange? range) => range is null ? null : new RangeJson { Lower = BoundJson.From(range.Lower), Upper = BoundJson.From(range.Upper) };

    internal TimeRange ToModel()
    {
        var lower = Lower is null ? null : Lower.Inclusive ? TimeRange.AtOrAfter(Lower.At) : TimeRange.After(Lower.At);
        var upper = Upper is null ? null : Upper.Inclusive ? TimeRange.AtOrBefore(Upper.At) : TimeRange.Before(Upper.At);
        return (lower, upper) switch
        {
            (null, null) => throw Stored.Broken("a range has no end"),
            (null, _) => upper,
            (_, null) => lower,
            _ => lower.And(upper),
        };
    }
}
