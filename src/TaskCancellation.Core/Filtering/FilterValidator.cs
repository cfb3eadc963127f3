namespace TaskCancellation;

/// <summary>Refuses filters that may mean more than their author did. All of it happens before any I/O.</summary>
internal static class FilterValidator
{
    /// <summary>Refuses a field that is present and says nothing.</summary>
    internal static void RequireMeaning(TaskFilter filter, TaskLifecycle lifecycle)
    {
        ArgumentNullException.ThrowIfNull(filter);
        foreach (var constraint in filter.GetConstraints())
        {
            RequireMeaning(constraint);
        }

        if (filter.States is { } states && lifecycle.States.Select(row => row.State).Distinct().All(state => state == TaskState.Unknown || states.Contains(state)))
        {
            throw new UnsafeFilterException("The filter's States name every state there is, which constrains nothing. Leave States null, or name the states that are meant.", nameof(TaskFilter.States));
        }
    }

    /// <summary>Refuses to cancel without a constraint unless that was said out loud.</summary>
    internal static void RequireConstraint(TaskFilter filter, CancelOptions options)
    {
        if (!options.AllowAll && !filter.GetConstraints().Any())
        {
            throw new UnsafeFilterException("The filter has no constraint and would address every task. Constrain it, or set CancelOptions.AllowAll if every task is meant.", nameof(CancelOptions.AllowAll));
        }
    }

    private static void RequireMeaning(FilterConstraint constraint)
    {
        if (constraint.Values.Count == 0)
        {
            throw new UnsafeFilterException($"The filter's {constraint.Name} is an empty list, which means no task, never every task. Name the values that are meant, or leave {constraint.Name} null for no constraint.", constraint.Name);
        }

        if (constraint.Range is { HoldsAllTime: true })
        {
            throw new UnsafeFilterException($"The filter's {constraint.Name} is a range of all time, which constrains nothing: no task is from before 1970, and an instant that was never set looks so. Give it an end that says something, or leave {constraint.Name} null for no constraint.", constraint.Name);
        }

        foreach (var value in constraint.Values)
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new UnsafeFilterException($"The filter's {constraint.Name} holds a null, empty or blank value. Remove it.", constraint.Name);
            }

            if (constraint.Field != FilterFields.Where && value.All(letter => letter == '*' || char.IsWhiteSpace(letter)))
            {
                throw new UnsafeFilterException($"The filter's {constraint.Name} holds '{value}', which stands for everything. Name what is meant, or leave {constraint.Name} null for no constraint.", constraint.Name);
            }
        }
    }
}
