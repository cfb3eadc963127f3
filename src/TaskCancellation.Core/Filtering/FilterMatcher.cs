namespace TaskCancellation;

/// <summary>Evaluates the common fields of a filter on a snapshot.</summary>
internal sealed class FilterMatcher
{
    private readonly TaskFilter filter;
    private readonly FilterFields fields;
    private readonly HashSet<TaskId>? ids;

    /// <summary>A matcher of those fields of the filter; a field outside <paramref name="fields"/> is taken as matching.</summary>
    internal FilterMatcher(TaskFilter filter, FilterFields fields = ~FilterFields.None)
    {
        this.filter = filter;
        this.fields = fields;
        ids = filter.Ids is { } given && Checks(FilterFields.Ids) ? [.. given] : null;
    }

    internal bool Matches(TaskSnapshot task) =>
        (ids is null || ids.Contains(task.Id))
        && Matches(FilterFields.States, filter.States, states => states.Contains(task.State))
        && Matches(FilterFields.Kinds, filter.Kinds, kinds => task.Kind is { } kind && kinds.Any(pattern => KindPattern.Matches(pattern, kind)))
        && Matches(FilterFields.Scopes, filter.Scopes, scopes => task.Scope is { } scope && scopes.Contains(scope, StringComparer.Ordinal))
        && Matches(FilterFields.Names, filter.Names, names => task.Name is { } name && names.Contains(name, StringComparer.Ordinal))
        && Matches(FilterFields.Enqueued, filter.Enqueued, range => range.Contains(task.EnqueuedAt))
        && Matches(FilterFields.Started, filter.Started, range => range.Contains(task.StartedAt))
        && Matches(FilterFields.Finished, filter.Finished, range => range.Contains(task.FinishedAt))
        && Matches(FilterFields.Where, filter.Where, where => where(task));

    private bool Matches<T>(FilterFields field, T? constraint, Func<T, bool> test)
        where T : class => constraint is null || !Checks(field) || test(constraint);

    private bool Checks(FilterFields field) => fields.HasFlag(field);
}
