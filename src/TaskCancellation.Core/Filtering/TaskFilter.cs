namespace TaskCancellation;

/// <summary>Selects tasks to list or to cancel, with the same meaning on every service.</summary>
/// <remarks>
/// <para>A field that is <see langword="null"/> does not constrain. Fields are combined with AND, the values of one field with OR.</para>
/// <para>A field that is present must constrain: an empty list, a blank value, a <c>*</c> alone, every state, or a range of all time is refused with an <see cref="UnsafeFilterException"/>, because it cannot be told from a mistake. A range whose bounds have crossed, or that ends in 1970 or before, contains no task and selects nothing; no request is sent. A field that the service can neither evaluate nor show is refused with an <see cref="UnsupportedFilterException"/>. Both are thrown before any I/O.</para>
/// <para>A cancellation addresses the matching tasks that have not ended; ended tasks only when <see cref="Ids"/> names them or <see cref="States"/> contains an ended state. A task in a state that this version does not know is addressed only when <see cref="Ids"/> names it or <see cref="States"/> contains <see cref="TaskState.Unknown"/>.</para>
/// <para>The services derive their own filters for what only they have (<c>MeilisearchTaskFilter</c>, <c>CloudFoundryTaskFilter</c>).</para>
/// </remarks>
public record TaskFilter
{
    /// <summary>Gets a filter that matches every task. To cancel with it, <see cref="CancelOptions.AllowAll"/> must be set.</summary>
    public static TaskFilter All { get; } = new();

    /// <summary>Gets the ids to match.</summary>
    /// <remarks>An id that does not exist selects nothing. To get an outcome for each id, cancel by target.</remarks>
    public IReadOnlyList<TaskId>? Ids { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the states to match.</summary>
    public IReadOnlyList<TaskState>? States { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the kinds to match, compared ordinally; <c>*</c> within a value stands for any text.</summary>
    public IReadOnlyList<string>? Kinds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the scopes to match (Meilisearch index uid, Cloud Foundry app GUID), compared ordinally and in full.</summary>
    public IReadOnlyList<string>? Scopes { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the names to match, compared ordinally and in full.</summary>
    public IReadOnlyList<string>? Names { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets the range within which the task was accepted, on the service's clock.</summary>
    public TimeRange? Enqueued { get; init; }

    /// <summary>Gets the range within which the task started, on the service's clock. A task that has not started never matches.</summary>
    public TimeRange? Started { get; init; }

    /// <summary>Gets the range within which the task ended, on the service's clock. A task that has not ended never matches.</summary>
    public TimeRange? Finished { get; init; }

    /// <summary>Gets a condition that the client evaluates for each task, as the list shows it, before anything is canceled.</summary>
    /// <remarks>When the condition throws an exception, the call fails and nothing was canceled. Lists show less than reads: properties that the lists of the service never fill (those of <see cref="TaskClientCapabilities.UnsupportedFields"/>) are <see langword="null"/> here, and a comparison with <see langword="null"/> is false. Elasticsearch, for example, does not show <see cref="TaskSnapshot.EnqueuedAt"/>. Plans contain a warning.</remarks>
    public Func<TaskSnapshot, bool>? Where { get; init; }

    /// <summary>Returns every field that constrains, by name.</summary>
    /// <remarks>A derived filter adds its own fields, so that each is checked like the common ones.</remarks>
    /// <returns>The constraints.</returns>
    public virtual IEnumerable<FilterConstraint> GetConstraints()
    {
        if (Ids is not null)
        {
            yield return new FilterConstraint(nameof(Ids), FilterFields.Ids, [.. Ids.Select(id => id.Value)]);
        }

        if (States is not null)
        {
            yield return new FilterConstraint(nameof(States), FilterFields.States, NamesOf(States));
        }

        if (Kinds is not null)
        {
            yield return new FilterConstraint(nameof(Kinds), FilterFields.Kinds, Kinds);
        }

        if (Scopes is not null)
        {
            yield return new FilterConstraint(nameof(Scopes), FilterFields.Scopes, Scopes);
        }

        if (Names is not null)
        {
            yield return new FilterConstraint(nameof(Names), FilterFields.Names, Names);
        }

        if (Enqueued is not null)
        {
            yield return new FilterConstraint(nameof(Enqueued), FilterFields.Enqueued, Enqueued);
        }

        if (Started is not null)
        {
            yield return new FilterConstraint(nameof(Started), FilterFields.Started, Started);
        }

        if (Finished is not null)
        {
            yield return new FilterConstraint(nameof(Finished), FilterFields.Finished, Finished);
        }

        if (Where is not null)
        {
            yield return new FilterConstraint(nameof(Where), FilterFields.Where, ["a condition evaluated here"]);
        }
    }

    /// <summary>Returns a description of the filter, for logs and prompts.</summary>
    public sealed override string ToString()
    {
        var text = string.Join(" and ", GetConstraints().Select(constraint => constraint.ToString()));
        return text.Length == 0 ? "all tasks" : text;
    }

    private static ValueList<string?> NamesOf(IReadOnlyList<TaskState> states)
    {
        var names = new string?[states.Count];
        for (var at = 0; at < names.Length; at++)
        {
            names[at] = Enum.GetName(states[at]);
        }

        return ValueList<string?>.Own(names);
    }
}
