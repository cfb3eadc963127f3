namespace TaskCancellation;

/// <summary>A cancel by filter: who picks the tasks, and then the cancel itself.</summary>
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

    /// <summary>Checks, without I/O, that the tasks can be picked the way the options ask for.</summary>
    internal static FilterCancellation Create(TaskClient client, TaskFilter filter, CancelOptions options)
    {
        var listing = TargetListing.Create(client, filter, options);
        if (options.Selection == CancelSelection.AtServer && !listing.Addressed.MatchesNothing)
        {
            RequireAtServer(client, listing.Addressed, options);
        }

        return new FilterCancellation(client, listing, options);
    }

    internal async Task<CancellationOperation> RunAsync(CancellationToken cancellationToken)
    {
        if (listing.Addressed.MatchesNothing)
        {
            return engine.Operation(new CancellationReport { Outcomes = [], IsComplete = true }, []);
        }

        if (IsForServer() && listing.Addressed.Exact is { } exact)
        {
            var inTheWay = await listing.FindProtectedAsync(cancellationToken).ConfigureAwait(false);
            if (inTheWay is null)
            {
                return await engine.SendFilterAsync(exact, cancellationToken).ConfigureAwait(false);
            }

            if (options.Selection == CancelSelection.AtServer)
            {
                throw new UnsafeFilterException($"The filter also addresses the task {inTheWay.Id} of the protected kind '{inTheWay.Kind}', which a cancel at the server cannot leave out. Name the kinds that are meant, or let the selection be Auto or Frozen.", nameof(TaskFilter.Kinds));
            }
        }

        return await RunFrozenAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void RequireAtServer(TaskClient client, FilterQuery addressed, CancelOptions options)
    {
        var service = client.Capabilities.ServiceName;
        if (!client.Capabilities.CancelsByFilter)
        {
            throw new UnsupportedFilterException($"{service} cannot cancel by a filter. Let the selection be Auto or Frozen.", nameof(CancelOptions.Selection));
        }

        if (addressed.Exact is null)
        {
            throw new UnsupportedFilterException($"{service} does not evaluate the filter exactly in one request ({(addressed.Residual == FilterFields.None ? "too many ids" : addressed.Residual)}). Let the selection be Auto or Frozen.", nameof(CancelOptions.Selection));
        }

        if (options.MaxTargets is not null)
        {
            throw new UnsupportedFilterException("MaxTargets needs a listing, which a selection at the server does without. Let the selection be Auto or Frozen.", nameof(CancelOptions.MaxTargets));
        }
    }

    // Named ids are wanted with an outcome each, and a limit needs a listing.
    private bool IsForServer() => options.Selection switch
    {
        CancelSelection.AtServer => true,
        CancelSelection.Auto => client.Capabilities.CancelsByFilter && options.MaxTargets is null && listing.Asked.Filter.Ids is null,
        _ => false,
    };

    private async Task<CancellationOperation> RunFrozenAsync(CancellationToken cancellationToken)
    {
        var found = await listing.ReadAsync(options.MaxTargets, cancellationToken).ConfigureAwait(false);
        var cancel = await FrozenCancel.PrepareAsync(client, found.Targets, cancellationToken).ConfigureAwait(false);
        var (report, replies) = await cancel.SendAsync(engine, cancellationToken).ConfigureAwait(false);
        return engine.Operation(report with { Protected = found.Protected }, replies);
    }
}
