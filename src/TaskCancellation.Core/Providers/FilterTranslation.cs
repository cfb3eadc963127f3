namespace TaskCancellation.Providers;

/// <summary>A filter in a service's terms: what the service evaluates, and what is left to check here.</summary>
public sealed record FilterTranslation
{
    /// <summary>The filter that was translated, with what was narrowed in it.</summary>
    public required TaskFilter Filter { get; init; }

    /// <summary>What the service is told. It may return more than the filter means; it never returns less.</summary>
    public IReadOnlyList<FilterParameter> Parameters { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>The fields that the service does not evaluate, or not with the filter's exact meaning; checked here on each listed task.</summary>
    public FilterFields Residual { get; init; }

    /// <summary>The fields that can be evaluated by neither side, with the reason. Not empty: the filter is refused.</summary>
    public IReadOnlyList<UnsupportedFilterField> Refused { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>No task can match, whatever the service holds (a state it does not have): nothing is asked.</summary>
    public bool MatchesNothing { get; init; }

    /// <summary>What was made of ends that the service cannot tell as exactly as the filter names them, a sentence each: fewer tasks, never more. Plans show them.</summary>
    public IReadOnlyList<string> Narrowed { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>The service evaluates the whole filter with its exact meaning, so that a cancel by filter may be left to it.</summary>
    public bool IsExact => Residual == FilterFields.None && Refused.Count == 0;
}
