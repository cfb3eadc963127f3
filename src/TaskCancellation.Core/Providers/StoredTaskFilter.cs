namespace TaskCancellation.Providers;

/// <summary>A filter that was stored and read back: the common fields as they were, those of the service's own filter as text. A client of that service makes its own filter of it again.</summary>
/// <remarks>Give it to a client like any other filter. One that had a <see cref="TaskFilter.Where"/> is refused with <see cref="UnsupportedFilterException"/>, except within the plan it was stored with.</remarks>
public sealed record StoredTaskFilter : TaskFilter
{
    /// <summary>The fields that only the service's own filter has.</summary>
    public IReadOnlyList<FilterConstraint> ServiceFields { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>The filter had a <see cref="TaskFilter.Where"/>, which cannot be stored.</summary>
    public bool HasPredicate { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<FilterConstraint> GetConstraints() => base.GetConstraints().Concat(ServiceFields);

    /// <summary>The common fields alone.</summary>
    internal TaskFilter ToCommon() => new()
    {
        Ids = Ids,
        States = States,
        Kinds = Kinds,
        Scopes = Scopes,
        Names = Names,
        Enqueued = Enqueued,
        Started = Started,
        Finished = Finished,
        Where = Where,
    };
}
