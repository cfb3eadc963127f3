namespace TaskCancellation;

/// <summary>A cancel by filter: decides whether the server or a listing selects the tasks, and cancels them.</summary>
internal sealed class FilterCancellation
{
    private readonly TaskClient client;
    private readonly TargetListing listing;
    private readonly CancelOptions options;
    private readonly CancelEngine engine;

    private FilterCancellation(TaskClient client, TargetListing listing, CancelOptions options)
    {
        this.client = client;
        this.listing = listing;
        this.options = options;
        engine = new CancelEngine(client, options);
    }

    /// <summary>Checks, without I/O, that the tasks can be selected the way the options ask for.</summary>
    internal static FilterCancellation Create(TaskClient client, TaskFilter filter, CancelOptions options)
    {
        var listing = TargetListing.Create(client, filter, options);
        // A range that no task can meet is evaluated by the service like any other.
        if (options.Selection == CancelSelection.ServerSide && !listing.Addressed.IsOfNothingThere)
        {
            RequireServerSide(client, listing.Addressed, options);
        }

        return new FilterCancellation(client, listing, options);
    }

    internal async Task<CancellationOperation> RunAsync(CancellationToken cancellationToken)
    {
        if (listing.Addressed.MatchesNothing)
        {
            return engine.Operation(new CancellationReport { ServiceName = client.Capabilities.ServiceName, Outcomes = [], IsComplete = true }, []);
        }

        return IsForServer() && listing.Addressed.Exact is { } exact && await IsNothingProtectedAsync(cancellationToken).ConfigureAwait(false)
            && await listing.PreviewAsync(cancellationToken).ConfigureAwait(false) is var preview && (options.Selection == CancelSelection.ServerSide || !preview.IsPartial)
            ? await engine.SendFilterAsync(exact, preview, cancellationToken).ConfigureAwait(false)
            : await RunListedAsync(cancellationToken).ConfigureAwait(false);
    }

    // A node that does not answer would hold up a server-side cancel, too; by id, the tasks of the other nodes are canceled all the same.
    private async Task<bool> IsNothingProtectedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var protectedTask = await listing.FindProtectedAsync(cancellationToken).ConfigureAwait(false);
            return protectedTask is null || options.Selection != CancelSelection.ServerSide
                ? protectedTask is null
                : throw new UnsafeFilterException($"The filter also addresses the task {protectedTask.Id} of the protected kind '{protectedTask.Kind}', which a server-side cancel cannot leave out. Name the kinds that are meant, or let the selection be Auto or ClientSide.", nameof(TaskFilter.Kinds));
        }
        catch (PartialListException) when (options.Selection != CancelSelection.ServerSide)
        {
            return false;
        }
    }

    private static void RequireServerSide(TaskClient client, FilterQuery addressed, CancelOptions options)
    {
        var service = client.ProductName;
        if (!client.Capabilities.CancelsByFilter)
        {
            throw new UnsupportedFilterException($"{service} cannot cancel by a filter. Let the selection be Auto or ClientSide.", nameof(CancelOptions.Selection));
        }

        if (addressed.Exact is null)
        {
            throw new UnsupportedFilterException($"{service} does not evaluate the filter exactly in one request ({(addressed.Residual == FilterFields.None ? "too many ids" : addressed.Residual)}). Let the selection be Auto or ClientSide.", nameof(CancelOptions.Selection));
        }

        if (options.MaxTargets is not null)
        {
            throw new UnsupportedFilterException("MaxTargets needs a listing, which a server-side selection does without. Let the selection be Auto or ClientSide.", nameof(CancelOptions.MaxTargets));
        }
    }

    // Each named id is to have an outcome of its own, and a limit needs a listing.
    private bool IsForServer() => options.Selection switch
    {
        CancelSelection.ServerSide => true,
        CancelSelection.Auto => client.Capabilities.CancelsByFilter && options.MaxTargets is null && listing.Asked.Ids is null,
        _ => false,
    };

    private async Task<CancellationOperation> RunListedAsync(CancellationToken cancellationToken)
    {
        var found = await listing.ReadPartAsync(options.MaxTargets, cancellationToken).ConfigureAwait(false);
        var cancel = await ListedCancellation.PrepareAsync(client, found.Targets, cancellationToken).ConfigureAwait(false);
        var (report, replies) = await cancel.SendAsync(engine, cancellationToken).ConfigureAwait(false);
        return engine.Operation(
            report with { Protected = found.Protected, IsIndeterminate = found.Failure is not null, IsComplete = found.Failure is null, Error = found.Failure },
            replies);
    }
}
