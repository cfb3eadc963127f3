namespace TaskCancellation;

/// <summary>Makes a plan: all of a frozen cancel but the sending. Reads only.</summary>
internal sealed class PlanBuilder
{
    private readonly TaskClient client;
    private readonly TargetListing listing;
    private readonly CancelOptions options;

    private PlanBuilder(TaskClient client, TargetListing listing, CancelOptions options)
    {
        this.client = client;
        this.listing = listing;
        this.options = options;
    }

    /// <summary>Checks, without I/O, that a plan can be made.</summary>
    internal static PlanBuilder Create(TaskClient client, TaskFilter filter, CancelOptions options)
    {
        var listing = TargetListing.Create(client, filter, options);
        return options.Selection == CancelSelection.ServerSide
            ? throw new UnsupportedFilterException("A plan names the tasks it addresses, which a selection at the server does not. Let the selection be Auto or Frozen.", nameof(CancelOptions.Selection))
            : new PlanBuilder(client, listing, options);
    }

    internal async Task<CancellationPlan> RunAsync(CancellationToken cancellationToken)
    {
        var now = client.TimeProvider.GetUtcNow();
        var found = await listing.ReadAsync(options.MaxTargets, cancellationToken).ConfigureAwait(false);
        var cancel = await ListedCancellation.PrepareAsync(client, found.Targets, cancellationToken).ConfigureAwait(false);
        var (service, failure) = await AskServiceAsync(cancellationToken).ConfigureAwait(false);
        return new CancellationPlan
        {
            ServiceName = client.Capabilities.ServiceName,
            Endpoint = client.Endpoint,
            Service = service,
            Filter = listing.Asked.Filter,
            Options = options,
            Targets = found.Targets,
            Requests = [.. cancel.Requests.Select(request => new PlannedRequest(client.Describe(request), [.. request.Targets.Select(target => target.Id)]))],
            Collateral = cancel.Collateral,
            Protected = found.Protected,
            Warnings = [.. PlanWarnings.Of(client, listing.Asked, found, cancel.Collateral, failure)],
            CreatedAt = now,
            ExpiresAt = now + options.PlanLifetime,
        };
    }

    private async Task<(ServiceInfo? Service, TaskRequestException? Failure)> AskServiceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetServiceInfoAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (TaskRequestException failure)
        {
            return (null, failure);
        }
    }
}
