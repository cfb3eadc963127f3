using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Reads the pages of lists.</summary>
internal sealed class CloudFoundryTaskList(TaskHttpPipeline pipeline, CloudFoundryApiFlavor flavor)
{
    internal async Task<TaskPage> ReadPageAsync(FilterTranslation filter, CloudFoundryListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        var pageSize = Math.Clamp(options.PageSize ?? CloudFoundryLimits.DefaultPageSize, 1, CloudFoundryLimits.MaxPageSize);
        var here = from ?? new CloudFoundryListPosition(0, pageSize) { IsNewestFirst = options.NewestFirst && flavor != CloudFoundryApiFlavor.Korifi };
        FilterTranslation[] parts = [.. CloudFoundryPlaces.Split(filter)];
        var page = await AskAsync(parts[here.Part], here, options, cancellationToken).ConfigureAwait(false);
        while (page.Tasks.Count == 0 && here.Part + 1 < parts.Length)
        {
            here = new CloudFoundryListPosition(here.Part + 1, pageSize) { MayLack = here.MayLack, IsNewestFirst = here.IsNewestFirst };
            page = await AskAsync(parts[here.Part], here, options, cancellationToken).ConfigureAwait(false);
        }

        here = here with { MayLack = here.MayLack || (page.Tasks.Count > 0 && page.Total < here.Total) };
        var next = page is { HasNext: true, Tasks.Count: > 0 }
            ? flavor == CloudFoundryApiFlavor.Korifi ? here.NextPage() : here.After(page, pageSize)
            : here.Part + 1 < parts.Length ? new CloudFoundryListPosition(here.Part + 1, pageSize) { MayLack = here.MayLack, IsNewestFirst = here.IsNewestFirst }
            : null;
        return new TaskPage(page.Tasks, next) { Failure = next is null && here.MayLack ? Lacking() : null };
    }

    private async Task<CloudFoundryPage> AskAsync(FilterTranslation filter, CloudFoundryListPosition here, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(CloudFoundryPaths.Page(filter, here), options), cancellationToken).ConfigureAwait(false);
            var page = reply.Read((ref WireReader reader) => CloudFoundryPage.Read(ref reader, options.KeepRaw));
            return CloudFoundryPlaces.FindIgnored(filter, page.First) is { } ignored ? throw reply.ProtocolError($"The service did not apply the filter: it answers as if it had not been asked for {ignored}.") : page;
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.NotFound && CloudFoundryPaths.IsOfOneApp(filter.Filter))
        {
            // An app that does not exist, or is not shown, has no tasks; the list of all tasks says the same by being empty.
            return new CloudFoundryPage([], HasNext: false, Total: null);
        }
    }

    private static PartialListException Lacking() => new($"The list may lack some tasks: more than {CloudFoundryLimits.MaxPageSize} were created in one second, and some of them left the list while it was read.")
    {
        Reason = TaskErrorReason.ServerError,
        Delivery = RequestDelivery.Answered,
        ServiceName = CloudFoundryDialect.Name,
    };
}

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
