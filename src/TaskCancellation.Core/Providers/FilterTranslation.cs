namespace TaskCancellation.Providers;

/// <summary>A filter in the terms of a service: what the service evaluates, and what the client compares.</summary>
public sealed record FilterTranslation
{
    /// <summary>Gets the filter that was translated, after narrowing.</summary>
    public required TaskFilter Filter { get; init; }

    /// <summary>Gets what is sent to the service. The service may return more than the filter means, never less.</summary>
    public IReadOnlyList<FilterParameter> Parameters { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets the fields that the service does not evaluate, or not with the exact meaning of the filter. The client compares them with each listed task.</summary>
    public FilterFields Residual { get; init; }

    /// <summary>Gets the fields that neither side can evaluate, with the reasons. When there are any, the filter is refused.</summary>
    public IReadOnlyList<UnsupportedFilterField> Refused { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets whether no task can match, whatever the service holds, such as for a state that it does not have. No request is sent then.</summary>
    public bool MatchesNothing { get; init; }

    /// <summary>Gets what was narrowed because the service cannot represent it exactly, one sentence each: fewer tasks match, never more. Plans show it.</summary>
    public IReadOnlyList<string> Narrowed { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets whether the service evaluates the whole filter with its exact meaning, so that it can carry out a cancellation by filter.</summary>
    public bool IsExact => Residual == FilterFields.None && Refused.Count == 0;
}
