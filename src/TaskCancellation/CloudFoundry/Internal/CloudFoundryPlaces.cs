namespace TaskCancellation.CloudFoundry;

/// <summary>Spaces and organizations, which only the service can check: more of them than an address has room for are asked for in several requests.</summary>
internal static class CloudFoundryPlaces
{
    internal const string Spaces = "space_guids";
    internal const string Organizations = "organization_guids";

    // A comma within a value is escaped.
    private const int Separator = 3;

    /// <summary>The filter as filters that together mean the same, each short enough.</summary>
    internal static IEnumerable<FilterTranslation> Split(FilterTranslation filter) =>
        from spaces in Parts(filter, Spaces)
        from organizations in Parts(filter, Organizations)
        select filter with { Parameters = [.. filter.Parameters.Select(one => one.Name == Spaces ? spaces! : one.Name == Organizations ? organizations! : one)] };

    /// <summary>Which of the two the service was not told of, or did not heed: no task shows its place, but the link to the first page repeats every parameter that was understood. Null for neither, or when there is no link.</summary>
    internal static string? FindIgnored(FilterTranslation filter, string? link) => link is null ? null : filter.Parameters
        .Select(parameter => parameter.Name)
        .FirstOrDefault(name => name is Spaces or Organizations && !link.Contains(name, StringComparison.Ordinal));

    // One part, which is none, for a filter without them.
    private static IEnumerable<FilterParameter?> Parts(FilterTranslation filter, string name)
    {
        if (filter.Parameters.FirstOrDefault(one => one.Name == name) is not { } all)
        {
            yield return null;
            yield break;
        }

        var room = CloudFoundryLimits.PlaceCharacters(filter.Filter.Ids is not null);
        var part = new List<string>();
        var used = 0;
        foreach (var guid in all.Values.Distinct(StringComparer.Ordinal))
        {
            used += guid.Length + Separator;
            if (used > room && part.Count > 0)
            {
                yield return all with { Values = part };
                (part, used) = ([], guid.Length + Separator);
            }

            part.Add(guid);
        }

        yield return all with { Values = part };
    }
}
