namespace TaskCancellation.CloudFoundry;

/// <summary>What in a filter cannot be evaluated, and why.</summary>
internal static class CloudFoundryUnsupportedFields
{
    internal static IEnumerable<UnsupportedFilterField> Find(TaskFilter filter, CloudFoundryApiFlavor flavor)
    {
        if (filter is not CloudFoundryTaskFilter own)
        {
            return filter.GetType() == typeof(TaskFilter)
                ? OfEvery(filter)
                : [new UnsupportedFilterField(filter.GetType().Name, $"it is not a filter of this service. Use {nameof(TaskFilter)} or {nameof(CloudFoundryTaskFilter)}.")];
        }

        return [.. OfEvery(filter), .. OfOwn(own), .. flavor == CloudFoundryApiFlavor.Korifi ? OnKorifi(own) : []];
    }

    private static IEnumerable<UnsupportedFilterField> OfEvery(TaskFilter filter)
    {
        // A database may take a guid with blanks behind it for the one without, and break at a NUL.
        if (filter.Scopes?.FirstOrDefault(guid => !CloudFoundryIds.IsGuid(guid)) is { } scope)
        {
            yield return NoGuid(nameof(TaskFilter.Scopes), scope);
        }

        if (filter.Names?.FirstOrDefault(name => name.Any(char.IsControl)) is not null)
        {
            yield return new UnsupportedFilterField(nameof(TaskFilter.Names), "one of them holds a control character, which no task's name does.");
        }

        if (filter.Kinds is not null)
        {
            yield return new UnsupportedFilterField(nameof(TaskFilter.Kinds), "its tasks have no kind. Filter by Names or Scopes (apps).");
        }

        if (filter.Started is not null)
        {
            yield return new UnsupportedFilterField(nameof(TaskFilter.Started), "it does not record when a task began. Filter by Enqueued.");
        }

        if (filter.Finished is not null)
        {
            yield return new UnsupportedFilterField(nameof(TaskFilter.Finished), $"it does not record when a task ended. Filter by {nameof(CloudFoundryTaskFilter)}.{nameof(CloudFoundryTaskFilter.Updated)}.");
        }
    }

    private static UnsupportedFilterField NoGuid(string field, string value) =>
        new(field, $"'{string.Concat(value.Select(letter => char.IsControl(letter) ? '?' : letter))}' is no GUID: 1 to 200 letters, digits, hyphens and underscores.");

    private static IEnumerable<UnsupportedFilterField> OfOwn(CloudFoundryTaskFilter filter)
    {
        foreach (var (field, guids) in new[] { (nameof(filter.SpaceIds), filter.SpaceIds), (nameof(filter.OrganizationIds), filter.OrganizationIds) })
        {
            if (guids?.FirstOrDefault(guid => !CloudFoundryIds.IsGuid(guid)) is { } bad)
            {
                yield return NoGuid(field, bad);
            }
        }

        if (filter.SequenceIds is not null)
        {
            if (filter.Scopes is not [_])
            {
                yield return new UnsupportedFilterField(nameof(filter.SequenceIds), "each app counts for itself. Name exactly one app in Scopes.");
            }

            if (filter.SpaceIds is not null || filter.OrganizationIds is not null)
            {
                yield return new UnsupportedFilterField(nameof(filter.SequenceIds), "the list of one app takes neither spaces nor organizations, and the app says which they are. Leave SpaceIds and OrganizationIds null.");
            }
        }

        if (filter.LabelSelector is not { } labels)
        {
            yield break;
        }

        CloudFoundryLabelSelector.RequireMeaning(labels);
        if (CloudFoundryLabelSelector.FindProblem(labels) is { } problem)
        {
            yield return new UnsupportedFilterField(nameof(filter.LabelSelector), problem);
        }
    }

    private static IEnumerable<UnsupportedFilterField> OnKorifi(CloudFoundryTaskFilter filter) =>
        from field in new (string Name, object? Value)[]
        {
            (nameof(filter.SpaceIds), filter.SpaceIds),
            (nameof(filter.OrganizationIds), filter.OrganizationIds),
            (nameof(filter.LabelSelector), filter.LabelSelector),
        }
        where field.Value is not null
        select new UnsupportedFilterField(field.Name, "Korifi's lists take no filters, and a task does not show it. Filter by Scopes (apps), Names, or with Where.");
}
