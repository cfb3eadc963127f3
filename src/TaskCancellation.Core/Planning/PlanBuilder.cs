using System.Globalization;

namespace TaskCancellation;

/// <summary>Builds a plan: everything of a client-side cancel but the sending. Reads only.</summary>
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
            ? throw new UnsupportedFilterException("A plan names the tasks it addresses, which a server-side selection does not. Let the selection be Auto or ClientSide.", nameof(CancelOptions.Selection))
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
            Filter = listing.Asked,
            Options = options,
            Targets = found.Targets,
            Requests = [.. cancel.Requests.Select(request => new PlannedRequest(client.Describe(request), [.. request.Targets.Select(target => target.Id)]))],
            Collateral = cancel.Collateral,
            Protected = found.Protected,
            Warnings = [.. PlanWarnings.Of(client, listing, found, cancel.Collateral, failure)],
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

/// <summary>The warnings of a plan; a pure function.</summary>
internal static class PlanWarnings
{
    internal static IEnumerable<PlanWarning> Of(TaskClient client, TargetListing listing, AddressedTasks found, IReadOnlyList<TaskSnapshot> collateral, TaskRequestException? serviceFailure)
    {
        if (!listing.Asked.GetConstraints().Any())
        {
            yield return new PlanWarning(PlanWarningKind.EveryTask, "The filter has no constraint: every unfinished task is addressed.");
        }

        if (found.Targets.Count == 0)
        {
            yield return new PlanWarning(PlanWarningKind.NothingMatches, "No task that this credential can see is addressed.");
        }

        if (Fields(listing) is { Length: > 0 } fields)
        {
            yield return new PlanWarning(PlanWarningKind.MatchedLocally, $"{client.ProductName} does not evaluate {fields}, or not with the same meaning: tasks are listed and checked here.");
        }

        if (listing.Asked.Where is not null && MembersNotListed(client.Capabilities).ToList() is { Count: > 0 } members)
        {
            yield return new PlanWarning(PlanWarningKind.MembersNotListed, $"The filter's condition (Where) sees tasks as {client.ProductName} lists them, without {string.Join(", ", members)}: a comparison with one of these selects nothing.");
        }

        foreach (var narrowed in listing.Addressed.Translations.SelectMany(translation => translation.Narrowed).Distinct(StringComparer.Ordinal))
        {
            yield return new PlanWarning(PlanWarningKind.Narrowed, narrowed);
        }

        if (found.Protected.Count > 0)
        {
            yield return new PlanWarning(PlanWarningKind.ProtectedKinds, $"{Tasks(found.Protected)} left out because of a protected kind ({Kinds(found.Protected)}). Name the kind or the id to address them.");
        }

        if (found.Targets.Where(task => !client.Lifecycle.CanCancel(task)).ToList() is { Count: > 0 } fixedOnes)
        {
            yield return new PlanWarning(PlanWarningKind.NotCancelable, $"{Tasks(fixedOnes)} addressed that a cancel cannot change ({string.Join(", ", fixedOnes.Select(task => task.State).Distinct().Order())}): no request is sent for them.");
        }

        if (collateral.Count > 0)
        {
            yield return new PlanWarning(PlanWarningKind.Collateral, $"{Tasks(collateral)} disturbed that the filter does not address.");
        }

        if (serviceFailure is not null)
        {
            yield return new PlanWarning(PlanWarningKind.ServiceUnknown, $"What answers at the endpoint could not be asked: {serviceFailure.Message}");
        }

        foreach (var caveat in client.Capabilities.Caveats)
        {
            yield return new PlanWarning(PlanWarningKind.ServiceCaveat, caveat);
        }
    }

    private static IEnumerable<string> MembersNotListed(TaskClientCapabilities service) =>
        from member in new (FilterFields Field, string Name)[]
        {
            (FilterFields.Kinds, nameof(TaskSnapshot.Kind)),
            (FilterFields.Scopes, nameof(TaskSnapshot.Scope)),
            (FilterFields.Names, nameof(TaskSnapshot.Name)),
            (FilterFields.Enqueued, nameof(TaskSnapshot.EnqueuedAt)),
            (FilterFields.Started, nameof(TaskSnapshot.StartedAt)),
            (FilterFields.Finished, nameof(TaskSnapshot.FinishedAt)),
        }
        where service.UnsupportedFields.HasFlag(member.Field)
        select member.Name;

    private static string Tasks(IReadOnlyCollection<TaskSnapshot> tasks) => tasks.Count == 1 ? "1 task is" : string.Create(CultureInfo.InvariantCulture, $"{tasks.Count} tasks are");

    private static string Kinds(IEnumerable<TaskSnapshot> tasks) => string.Join(", ", tasks.Select(task => task.Kind).Distinct().Order(StringComparer.Ordinal));

    // A service-specific field is called by its own name.
    private static string Fields(TargetListing listing) => string.Join(
        ", ",
        listing.Asked.GetConstraints().Where(constraint => listing.Addressed.Residual.HasFlag(constraint.Field)).Select(constraint => constraint.Name));
}
