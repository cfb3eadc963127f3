namespace TaskCancellation.Providers;

/// <summary>A filter that was stored and read back: the common fields as they were, and the fields of the service's own filter as text.</summary>
/// <remarks>Pass it to a client like any other filter; a client of the service restores its own filter from it. A filter that had a <see cref="TaskFilter.Where"/> is refused with an <see cref="UnsupportedFilterException"/>, except within the plan that it was stored with.</remarks>
public sealed record StoredTaskFilter : TaskFilter
{
    /// <summary>Gets the fields that only the service's own filter has.</summary>
    public IReadOnlyList<FilterConstraint> ServiceFields { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets whether the filter had a <see cref="TaskFilter.Where"/>, which cannot be stored.</summary>
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
