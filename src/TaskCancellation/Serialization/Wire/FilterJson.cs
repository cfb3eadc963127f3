namespace TaskCancellation.Serialization;

/// <summary>A filter. A condition in code cannot be stored: that there was one is.</summary>
internal sealed record FilterJson
{
    // Whatever else constrains is a service's own: left out, the filter would be a wider one.
    private static readonly string[] Common =
    [
        nameof(TaskFilter.Ids), nameof(TaskFilter.States), nameof(TaskFilter.Kinds), nameof(TaskFilter.Scopes), nameof(TaskFilter.Names),
        nameof(TaskFilter.Enqueued), nameof(TaskFilter.Started), nameof(TaskFilter.Finished), nameof(TaskFilter.Where),
    ];

    public IReadOnlyList<string>? Ids { get; init; }

    public IReadOnlyList<string>? States { get; init; }

    public IReadOnlyList<string>? Kinds { get; init; }

    public IReadOnlyList<string>? Scopes { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public RangeJson? Enqueued { get; init; }

    public RangeJson? Started { get; init; }

    public RangeJson? Finished { get; init; }

    public IReadOnlyList<FieldJson>? Service { get; init; }

    public bool? HasPredicate { get; init; }

    internal static FilterJson From(TaskFilter filter)
    {
        FieldJson[] own = [.. filter.GetConstraints().Where(constraint => !Common.Contains(constraint.Name)).Select(FieldJson.From)];
        return new FilterJson
        {
            Ids = filter.Ids?.Select(id => id.Value).ToList(),
            States = filter.States?.Select(state => state.ToString()).ToList(),
            Kinds = filter.Kinds,
            Scopes = filter.Scopes,
            Names = filter.Names,
            Enqueued = RangeJson.From(filter.Enqueued),
            Started = RangeJson.From(filter.Started),
            Finished = RangeJson.From(filter.Finished),
            Service = own.Length == 0 ? null : own,
            HasPredicate = filter is { Where: not null } or StoredTaskFilter { HasPredicate: true } ? true : null,
        };
    }

    internal StoredTaskFilter ToModel() => new()
    {
        Ids = Ids is null ? null : Stored.Each(Ids, id => new TaskId(id)),
        States = States is null ? null : Stored.Each(States, Stored.Name<TaskState>),
        Kinds = Texts(Kinds),
        Scopes = Texts(Scopes),
        Names = Texts(Names),
        Enqueued = Enqueued?.ToModel(),
        Started = Started?.ToModel(),
        Finished = Finished?.ToModel(),
        ServiceFields = Service is null ? [] : Stored.Each(Service, field => field.ToModel()),
        HasPredicate = HasPredicate ?? false,
    };

    private static string[]? Texts(IReadOnlyList<string>? values) => values is null ? null : Stored.Each(values, value => value);
}

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

/// <summary>One end of a range.</summary>
internal sealed record BoundJson
{
    public required DateTimeOffset At { get; init; }

    public required bool Inclusive { get; init; }

    internal static BoundJson? From(TimeBound? bound) => bound is { } one ? new BoundJson { At = one.Instant, Inclusive = one.IsInclusive } : null;
}
