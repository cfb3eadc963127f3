using System.IO.Enumeration;

namespace TaskCancellation.Testing;

/// <summary>Whether a filter addresses a task, by what never changes of a task: id, scope, kind and name.</summary>
internal static class FilterReach
{
    /// <summary>Whether the task may be addressed: nothing that is known of it says otherwise.</summary>
    internal static bool MayMatch(TaskFilter filter, TaskFacts task, StringComparer ids) =>
        (filter.Ids is null || filter.Ids.Any(id => ids.Equals(id.Value, task.Id.Value)))
        && May(filter.Scopes, task.Scope, wildcards: false) && May(filter.Kinds, task.Kind, wildcards: true) && May(filter.Names, task.Name, wildcards: false);

    /// <summary>Whether the task is addressed for sure, as long as it has not ended.</summary>
    internal static bool MustMatch(TaskFilter filter, TaskFacts task, StringComparer ids) =>
        IsStatic(filter) && MayMatch(filter, task, ids)
        && (filter.Scopes is null || task.Scope is not null) && (filter.Kinds is null || task.Kind is not null) && (filter.Names is null || task.Name is not null);

    private static bool IsStatic(TaskFilter filter) =>
        filter.GetType() == typeof(TaskFilter) && filter is { Where: null, States: null, Enqueued: null, Started: null, Finished: null };

    /// <summary>Whether a value may be among those allowed: one that is not known may be anything.</summary>
    internal static bool May(IReadOnlyList<string>? allowed, string? value, bool wildcards) =>
        allowed is null || value is null || allowed.Any(one => wildcards ? FileSystemName.MatchesSimpleExpression(one, value, ignoreCase: true) : one.Equals(value, StringComparison.OrdinalIgnoreCase));
}
