namespace TaskCancellation.VeevaVault;

/// <summary>Puts filters in Vault's terms. Its lists evaluate one status at most; everything is checked here.</summary>
internal static class VeevaVaultFilterTranslator
{
    internal static FilterTranslation Translate(TaskFilter filter, bool hasTimes)
    {
        var sources = VeevaVaultJobList.For(filter);
        return new FilterTranslation
        {
            Filter = filter,
            Parameters = sources is [{ Status: { } status }] ? [new FilterParameter("status", [status])] : [],
            Residual = filter.GetConstraints().Aggregate(FilterFields.None, (fields, constraint) => fields | constraint.Field),
            Refused = [.. Refusals(filter, hasTimes)],
            MatchesNothing = sources.Count == 0,
        };
    }

    /// <summary>The constraints that the common matcher does not know.</summary>
    internal static bool MatchesOwn(TaskFilter filter, TaskSnapshot task) => filter is not VeevaVaultTaskFilter own
        || (own.Statuses?.Contains(task.RawState, StringComparer.Ordinal) != false
            && (own.CreatedBy is not { } users || (task.Details as VeevaVaultTaskDetails)?.CreatedBy is { } user && users.Contains(user)));

    /// <summary>What a listed job shows of a field that only this service's filter has, or of one that it does not meet although the service was told.</summary>
    internal static FieldMatch Match(TaskFilter filter, FilterFields field, TaskSnapshot task) =>
        field != FilterFields.ServiceSpecific ? FieldMatch.Contradicts
        : MatchesOwn(filter, task) ? FieldMatch.Meets
        : FieldMatch.Differs;

    private static IEnumerable<UnsupportedFilterField> Refusals(TaskFilter filter, bool hasTimes)
    {
        if (filter is VeevaVaultTaskFilter { Statuses: { } statuses } && VeevaVaultLifecycle.Table.States.All(row => statuses.Contains(row.RawState, StringComparer.Ordinal)))
        {
            throw new UnsafeFilterException($"The filter's {nameof(VeevaVaultTaskFilter.Statuses)} name every status there is, which constrains nothing. Leave Statuses null, or name the statuses that are meant.", nameof(VeevaVaultTaskFilter.Statuses));
        }

        if (filter is not VeevaVaultTaskFilter && filter.GetType() != typeof(TaskFilter))
        {
            yield return new UnsupportedFilterField(filter.GetType().Name, $"it is not a filter of this service. Use {nameof(TaskFilter)} or {nameof(VeevaVaultTaskFilter)}.");
        }

        if (filter.Kinds is not null)
        {
            yield return new UnsupportedFilterField(nameof(filter.Kinds), "its lists do not show what kind of job it is. Filter by Names (titles).");
        }

        if (filter.Scopes is not null)
        {
            yield return new UnsupportedFilterField(nameof(filter.Scopes), "its jobs belong to the vault as a whole. Filter by Names (titles), or by CreatedBy of VeevaVaultTaskFilter.");
        }

        foreach (var (name, range) in new[] { (nameof(filter.Enqueued), filter.Enqueued), (nameof(filter.Started), filter.Started), (nameof(filter.Finished), filter.Finished) })
        {
            if (range is not null && !hasTimes)
            {
                yield return new UnsupportedFilterField(name, $"it may write times in the vault's own time zone with a Z at their end. Set {nameof(VeevaVaultTaskClientOptions)}.{nameof(VeevaVaultTaskClientOptions.VaultTimeZone)} to that zone.");
            }
        }
    }
}
