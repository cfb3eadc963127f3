using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Reads the pages of lists.</summary>
internal sealed class CloudFoundryTaskList(TaskHttpPipeline pipeline, CloudFoundryApiFlavor flavor)
{
    internal async Task<TaskPage> ReadPageAsync(FilterTranslation filter, CloudFoundryListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        var pageSize = Math.Clamp(options.PageSize ?? CloudFoundryLimits.DefaultPageSize, 1, CloudFoundryLimits.MaxPageSize);
        var here = from ?? new CloudFoundryListPosition(0, pageSize);
        FilterTranslation[] parts = [.. CloudFoundryPlaces.Split(filter)];
        var page = await AskAsync(parts[here.Part], here, options, cancellationToken).ConfigureAwait(false);
        while (page.Tasks.Count == 0 && here.Part + 1 < parts.Length)
        {
            here = new CloudFoundryListPosition(here.Part + 1, pageSize) { MayLack = here.MayLack };
            page = await AskAsync(parts[here.Part], here, options, cancellationToken).ConfigureAwait(false);
        }

        here = here with { MayLack = here.MayLack || (page.Tasks.Count > 0 && page.Total < here.Total) };
        var next = page is { HasNext: true, Tasks.Count: > 0 }
            ? flavor == CloudFoundryApiFlavor.Korifi ? here.NextPage() : here.After(page, pageSize)
            : here.Part + 1 < parts.Length ? new CloudFoundryListPosition(here.Part + 1, pageSize) { MayLack = here.MayLack }
            : null;
        return new TaskPage(page.Tasks, next) { Failure = next is null && here.MayLack ? Lacking() : null };
    }

    private async Task<CloudFoundryPage> AskAsync(FilterTranslation filter, CloudFoundryListPosition here, ReadOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await pipeline.SendAsync(TaskHttpRequest.Get(CloudFoundryTasksPath.Page(filter, here), options), cancellationToken).ConfigureAwait(false);
            var page = reply.Read((ref WireReader reader) => CloudFoundryPage.Read(ref reader, options.KeepRaw));
            return CloudFoundryPlaces.FindIgnored(filter, page.First) is { } ignored ? throw reply.ProtocolError($"The service did not apply the filter: it answers as if it had not been asked for {ignored}.") : page;
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.NotFound && CloudFoundryTasksPath.IsOfOneApp(filter.Filter))
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
