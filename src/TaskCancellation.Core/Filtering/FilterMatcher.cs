namespace TaskCancellation;

/// <summary>Evaluates the common fields of a filter on a snapshot. Made once for a list, so that a task costs little.</summary>
internal sealed class FilterMatcher
{
    // So few texts are found as quickly without a set.
    private const int Few = 8;

    private readonly TaskFilter filter;
    private readonly FilterFields fields;
    private readonly HashSet<TaskId>? ids;
    private readonly HashSet<string>? scopes;
    private readonly HashSet<string>? names;

    /// <summary>A matcher of those fields of the filter; a field outside <paramref name="fields"/> is taken as matching.</summary>
    internal FilterMatcher(TaskFilter filter, IEqualityComparer<TaskId> equality, FilterFields fields = ~FilterFields.None)
    {
        this.filter = filter;
        this.fields = fields;
        ids = filter.Ids?.ToHashSet(equality);
        scopes = SetOf(filter.Scopes);
        names = SetOf(filter.Names);
    }

    /// <summary>Whether the task meets every field, the condition last.</summary>
    internal bool Matches(TaskSnapshot task) => FindMissed(task) == FilterFields.None && MeetsCondition(task);

    /// <summary>The fields that the task does not meet; not the condition, which is the caller's code.</summary>
    internal FilterFields FindMissed(TaskSnapshot task) => fields & (
        Missed(FilterFields.Ids, ids?.Contains(task.Id))
        | Missed(FilterFields.States, filter.States?.Contains(task.State))
        | Missed(FilterFields.Kinds, filter.Kinds is null ? null : task.Kind is { } kind && KindPattern.AnyMatches(filter.Kinds, kind))
        | Missed(FilterFields.Scopes, filter.Scopes is null ? null : task.Scope is { } scope && (scopes?.Contains(scope) ?? filter.Scopes.Contains(scope)))
        | Missed(FilterFields.Names, filter.Names is null ? null : task.Name is { } name && (names?.Contains(name) ?? filter.Names.Contains(name)))
        | Missed(FilterFields.Enqueued, filter.Enqueued?.Contains(task.EnqueuedAt))
        | Missed(FilterFields.Started, filter.Started?.Contains(task.StartedAt))
        | Missed(FilterFields.Finished, filter.Finished?.Contains(task.FinishedAt)));

    /// <summary>Whether the task meets the filter's <see cref="TaskFilter.Where"/>.</summary>
    internal bool MeetsCondition(TaskSnapshot task) => filter.Where is not { } where || !fields.HasFlag(FilterFields.Where) || where(task);

    private static HashSet<string>? SetOf(IReadOnlyList<string>? texts) => texts?.Count > Few ? texts.ToHashSet(StringComparer.Ordinal) : null;

    private static FilterFields Missed(FilterFields field, bool? isMet) => isMet == false ? field : FilterFields.None;
}

/// <summary>Patterns of kinds, in which <c>*</c> stands for any text, everything else for itself.</summary>
internal static class KindPattern
{
    internal static bool HasWildcard(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    internal static bool AnyMatches(IReadOnlyList<string> patterns, string kind)
    {
        for (var at = 0; at < patterns.Count; at++)
        {
            if (Matches(patterns[at], kind))
            {
                return true;
            }
        }

        return false;
    }

    internal static bool Matches(string pattern, string kind)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        if (star < 0 || !kind.AsSpan().StartsWith(pattern.AsSpan(0, star)))
        {
            return pattern == kind;
        }

        var rest = pattern.AsSpan(star + 1);
        var text = kind.AsSpan(star);
        while (rest.IndexOf('*') is >= 0 and var end)
        {
            var at = text.IndexOf(rest[..end]);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(end + 1)..];
            text = text[(at + end)..];
        }

        return text.EndsWith(rest);
    }
}
