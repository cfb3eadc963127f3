using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>The way from a filter to a list: checks, translation, and refusal of what cannot be evaluated.</summary>
internal static class FilterTranslator
{
    internal static FilterQuery Translate(TaskClient client, TaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter = Restore(client, filter);
        FilterValidator.RequireMeaning(filter, client.Lifecycle, out var holdsNoTask);
        return new FilterQuery(client, filter, filter.Ids is { } ids ? TranslateEach(client, filter, ids) : [TranslateOne(client, filter)], holdsNoTask);
    }

    /// <summary>Gives a reply that was stored the service's own filters again.</summary>
    internal static CancelReply Restore(TaskClient client, CancelReply reply) => reply with { Named = Restore(client, reply.Named), Unfinished = Restore(client, reply.Unfinished), EndedSince = Restore(client, reply.EndedSince) };

    /// <summary>Gives a request that was stored the service's own filter again, translated anew.</summary>
    internal static CancelRequest Restore(TaskClient client, CancelRequest request) =>
        request.Filter is { Filter: StoredTaskFilter stored } ? request with { Filter = TranslateOne(client, Restore(client, stored)) } : request;

    /// <summary>Gives a filter that was stored the form of the service's own again; any other stays as it is.</summary>
    [return: NotNullIfNotNull(nameof(filter))]
    internal static TaskFilter? Restore(TaskClient client, TaskFilter? filter) => filter is StoredTaskFilter stored ? Restore(client, stored) : filter;

    // Without its predicate a filter means more than its author did.
    private static TaskFilter Restore(TaskClient client, StoredTaskFilter stored) => stored.HasPredicate
        ? throw new UnsupportedFilterException("The filter had a condition (Where) that could not be stored, and would address more without it. Execute the plan it belongs to, or build the filter anew.", nameof(TaskFilter.Where))
        : client.Restore(stored);

    private static FilterTranslation[] TranslateEach(TaskClient client, TaskFilter filter, IReadOnlyList<TaskId> ids)
    {
        foreach (var id in ids)
        {
            client.Validate(id);
        }

        var chunks = IdChunker.Of([.. ids.Distinct(client.IdEquality)], id => id.Value.Length, client.Capabilities.IdsPerListRequest, client.Capabilities.IdCharactersPerRequest);
        return [.. chunks.Select(chunk => TranslateOne(client, filter with { Ids = chunk }))];
    }

    private static FilterTranslation TranslateOne(TaskClient client, TaskFilter filter)
    {
        var translation = client.Translate(filter);
        if (filter.Where is not null)
        {
            translation = translation with { Residual = translation.Residual | FilterFields.Where };
        }

        return translation.Refused is [var refusal, ..]
            ? throw new UnsupportedFilterException($"{client.ProductName} cannot filter by {refusal.Field}: {refusal.Reason}", refusal.Field)
            : translation;
    }
}

/// <summary>A filter that was checked and translated, ready to be listed: one translation, or several where its ids do not fit one request.</summary>
internal sealed class FilterQuery(TaskClient client, TaskFilter filter, FilterTranslation[] asTranslated, bool holdsNoTask)
{
    private readonly FilterTranslation[] translations = holdsNoTask ? [.. asTranslated.Select(one => one with { MatchesNothing = true })] : asTranslated;

    internal TaskFilter Filter => filter;

    internal IReadOnlyList<FilterTranslation> Translations => translations;

    internal bool MatchesNothing => translations.All(translation => translation.MatchesNothing);

    /// <summary>The service has nothing of the kind (a state it does not know), whatever else the filter says.</summary>
    internal bool IsOfNothingThere => asTranslated.All(translation => translation.MatchesNothing);

    /// <summary>The whole filter as one request, where it is one and the service means exactly the same by it.</summary>
    internal FilterTranslation? Exact => translations is [{ IsExact: true } only] ? only : null;

    internal FilterFields Residual => translations.Aggregate(FilterFields.None, (all, translation) => all | translation.Residual);

    internal IAsyncEnumerable<TaskSnapshot> ListAsync(ReadOptions options, CancellationToken cancellationToken) => translations is [{ MatchesNothing: false } only]
        ? client.Guard.ListAsync(only, options, cancellationToken)
        : ListEachAsync(options, cancellationToken);

    private async IAsyncEnumerable<TaskSnapshot> ListEachAsync(ReadOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = options.MaxTasks;
        foreach (var translation in translations)
        {
            if (translation.MatchesNothing)
            {
                continue;
            }

            await foreach (var task in client.Guard.ListAsync(translation, options, cancellationToken).ConfigureAwait(false))
            {
                yield return task;
                if (--left == 0)
                {
                    yield break;
                }
            }
        }
    }
}

/// <summary>Refuses filters that may mean more than their author did. All of it happens before any I/O.</summary>
internal static class FilterValidator
{
    /// <summary>Refuses a field that is present and says nothing.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="lifecycle">The states that there are.</param>
    /// <param name="holdsNoTask">A range of the filter is one that no task is in.</param>
    internal static void RequireMeaning(TaskFilter filter, TaskLifecycle lifecycle, out bool holdsNoTask)
    {
        holdsNoTask = false;
        foreach (var constraint in filter.GetConstraints())
        {
            RequireMeaning(constraint);
            holdsNoTask |= constraint.Range is { HoldsNoTask: true };
        }

        if (filter.States is { } states && NamesAll(states, lifecycle))
        {
            throw new UnsafeFilterException("The filter's States name every state there is, which constrains nothing. Leave States null, or name the states that are meant.", nameof(TaskFilter.States));
        }
    }

    /// <summary>Refuses to cancel without a constraint unless that was said out loud.</summary>
    internal static void RequireConstraint(TaskFilter filter, CancelOptions options)
    {
        // The usual ones first, which need no enumeration.
        if (!options.AllowAll && filter is { Kinds: null, Scopes: null, Ids: null } && !filter.GetConstraints().Any())
        {
            throw new UnsafeFilterException("The filter has no constraint and would address every task. Constrain it, or set CancelOptions.AllowAll if every task is meant.", nameof(CancelOptions.AllowAll));
        }
    }

    private static bool NamesAll(IReadOnlyList<TaskState> states, TaskLifecycle lifecycle)
    {
        for (var at = 0; at < lifecycle.States.Count; at++)
        {
            if (lifecycle.States[at].State is not TaskState.Unknown and var state && !states.Contains(state))
            {
                return false;
            }
        }

        return true;
    }

    private static bool StandsForEverything(ReadOnlySpan<char> value)
    {
        foreach (var letter in value)
        {
            if (letter != '*' && !char.IsWhiteSpace(letter))
            {
                return false;
            }
        }

        return true;
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

        for (var at = 0; at < constraint.Values.Count; at++)
        {
            var value = constraint.Values[at];
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new UnsafeFilterException($"The filter's {constraint.Name} holds a null, empty or blank value. Remove it.", constraint.Name);
            }

            if (constraint.Field != FilterFields.Where && StandsForEverything(value))
            {
                throw new UnsafeFilterException($"The filter's {constraint.Name} holds '{value}', which stands for everything. Name what is meant, or leave {constraint.Name} null for no constraint.", constraint.Name);
            }
        }
    }
}
