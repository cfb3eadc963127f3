namespace TaskCancellation;

/// <summary>Which tasks are meant, for listing and for canceling alike, with the same meaning on every service. A null field does not constrain; fields AND together, the values of one field OR.</summary>
/// <remarks>
/// <para>A field that is present must say something: an empty list, a blank value, a lone <c>*</c>, every state or a range of all time is refused with <see cref="UnsafeFilterException"/>, because none of them can be told from a mistake. A range whose ends have crossed, or that ends in 1970 or before, holds no task and selects nothing: nothing is asked.
/// A field that the service can neither evaluate nor show is refused with <see cref="UnsupportedFilterException"/>. Both before any I/O.</para>
/// <para>A cancel addresses the matching tasks that have not ended; ended ones only when <see cref="Ids"/> names them or <see cref="States"/> asks for an ended state.
/// A task in a state that this version does not know is addressed only when <see cref="Ids"/> names it or <see cref="States"/> asks for <see cref="TaskState.Unknown"/>.</para>
/// <para>Services derive their own filters for what only they have (<c>MeilisearchTaskFilter</c>, <c>CloudFoundryTaskFilter</c>).</para>
/// </remarks>
public record TaskFilter
{
    /// <summary>Every task. To cancel by it, <see cref="CancelOptions.AllowAll"/> must be set.</summary>
    public static TaskFilter All { get; } = new();

    /// <summary>Tasks with one of these ids. An id that does not exist selects nothing; to get an outcome for each id, cancel by target.</summary>
    public IReadOnlyList<TaskId>? Ids { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks in one of these states.</summary>
    public IReadOnlyList<TaskState>? States { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks of one of these kinds, compared ordinally; <c>*</c> within a value stands for any text.</summary>
    public IReadOnlyList<string>? Kinds { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks of one of these scopes (Meilisearch index uid, Cloud Foundry app GUID), compared ordinally and whole.</summary>
    public IReadOnlyList<string>? Scopes { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks with one of these names, compared ordinally and whole.</summary>
    public IReadOnlyList<string>? Names { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Tasks accepted within this range.</summary>
    public TimeRange? Enqueued { get; init; }

    /// <summary>Tasks begun within this range. A task that has not begun never matches.</summary>
    public TimeRange? Started { get; init; }

    /// <summary>Tasks ended within this range. A task that has not ended never matches.</summary>
    public TimeRange? Finished { get; init; }

    /// <summary>A last condition, evaluated here on each task as the list shows it, before anything is canceled. If it throws, the call fails and nothing was canceled.</summary>
    /// <remarks>Lists show less than reads: members that the service's lists never fill (those of <see cref="TaskClientCapabilities.UnsupportedFields"/>) are <see langword="null"/> here, and a comparison with <see langword="null"/> is false. Elasticsearch, for one, shows no <see cref="TaskSnapshot.EnqueuedAt"/>. Plans warn of it.</remarks>
    public Func<TaskSnapshot, bool>? Where { get; init; }

    /// <summary>Every field that constrains, by name. A derived filter adds its own, so that each is checked like the common ones.</summary>
    public virtual IEnumerable<FilterConstraint> GetConstraints()
    {
        if (Ids is not null)
        {
            yield return new FilterConstraint(nameof(Ids), FilterFields.Ids, [.. Ids.Select(id => id.Value)]);
        }

        if (States is not null)
        {
            yield return new FilterConstraint(nameof(States), FilterFields.States, [.. States.Select(state => Enum.IsDefined(state) ? state.ToString() : null)]);
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

    /// <summary>The filter in words, for logs and prompts.</summary>
    public sealed override string ToString()
    {
        var text = string.Join(" and ", GetConstraints().Select(constraint => constraint.ToString()));
        return text.Length == 0 ? "all tasks" : text;
    }
}
