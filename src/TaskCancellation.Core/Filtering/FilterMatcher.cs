namespace TaskCancellation;

/// <summary>Evaluates the common fields of a filter on a snapshot. Made once for a list, so that a task costs little.</summary>
internal sealed class FilterMatcher
{
    private readonly TaskFilter filter;
    private readonly FilterFields fields;
    private readonly HashSet<TaskId>? ids;
    private readonly KindPattern[]? kinds;
    private readonly HashSet<string>? scopes;
    private readonly HashSet<string>? names;

    /// <summary>A matcher of those fields of the filter; a field outside <paramref name="fields"/> is taken as matching.</summary>
    internal FilterMatcher(TaskFilter filter, IEqualityComparer<TaskId> equality, FilterFields fields = ~FilterFields.None)
    {
        this.filter = filter;
        this.fields = fields;
        ids = filter.Ids?.ToHashSet(equality);
        kinds = filter.Kinds is { } patterns ? [.. patterns.Select(pattern => new KindPattern(pattern))] : null;
        scopes = filter.Scopes?.ToHashSet(StringComparer.Ordinal);
        names = filter.Names?.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Whether the task meets every field, the condition last.</summary>
    internal bool Matches(TaskSnapshot task) => FindMissed(task) == FilterFields.None && MeetsCondition(task);

    /// <summary>The fields that the task does not meet; not the condition, which is the caller's code.</summary>
    internal FilterFields FindMissed(TaskSnapshot task) => fields & (
        Missed(FilterFields.Ids, ids?.Contains(task.Id))
        | Missed(FilterFields.States, filter.States?.Contains(task.State))
        | Missed(FilterFields.Kinds, kinds is null ? null : task.Kind is { } kind && KindPattern.AnyMatches(kinds, kind))
        | Missed(FilterFields.Scopes, scopes is null ? null : task.Scope is { } scope && scopes.Contains(scope))
        | Missed(FilterFields.Names, names is null ? null : task.Name is { } name && names.Contains(name))
        | Missed(FilterFields.Enqueued, filter.Enqueued?.Contains(task.EnqueuedAt))
        | Missed(FilterFields.Started, filter.Started?.Contains(task.StartedAt))
        | Missed(FilterFields.Finished, filter.Finished?.Contains(task.FinishedAt)));

    /// <summary>Whether the task meets the filter's <see cref="TaskFilter.Where"/>.</summary>
    internal bool MeetsCondition(TaskSnapshot task) => filter.Where is not { } where || !fields.HasFlag(FilterFields.Where) || where(task);

    private static FilterFields Missed(FilterFields field, bool? isMet) => isMet == false ? field : FilterFields.None;
}

/// <summary>A pattern of kinds in which <c>*</c> stands for any text, everything else for itself.</summary>
internal sealed class KindPattern(string pattern)
{
    private readonly string[] parts = HasWildcard(pattern) ? pattern.Split('*') : [];

    internal static bool HasWildcard(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    internal static bool AnyMatches(KindPattern[] patterns, string kind)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(kind))
            {
                return true;
            }
        }

        return false;
    }

    internal bool Matches(string kind)
    {
        if (parts.Length == 0)
        {
            return pattern == kind;
        }

        if (kind.Length < parts[0].Length + parts[^1].Length
            || !kind.StartsWith(parts[0], StringComparison.Ordinal)
            || !kind.EndsWith(parts[^1], StringComparison.Ordinal))
        {
            return false;
        }

        var rest = kind.AsSpan(parts[0].Length, kind.Length - parts[0].Length - parts[^1].Length);
        foreach (var part in parts.AsSpan(1..^1))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }
}
