using System.Globalization;

namespace TaskCancellation;

/// <summary>Executes a plan: reads each planned task through the plan's filter, then cancels like any client-side cancel. Only tasks that were planned (or allowed as new) and are addressed now are canceled.</summary>
internal sealed class PlanExecution
{
    private readonly TaskClient client;
    private readonly CancellationPlan plan;
    private readonly DriftPolicy drift;
    private readonly TaskSnapshot[] planned;
    private readonly TargetListing listing;
    private readonly FilterQuery? narrowed;
    private readonly CancelEngine engine;

    private PlanExecution(TaskClient client, CancellationPlan plan, DriftPolicy drift, TaskSnapshot[] planned, TargetListing listing)
    {
        this.client = client;
        this.plan = plan;
        this.drift = drift;
        this.planned = planned;
        this.listing = listing;
        narrowed = drift.ChecksForNew || planned.Length == 0 ? null : Narrow();
        engine = new CancelEngine(client, plan.Options);
    }

    /// <summary>Checks, without I/O, that the plan may be executed.</summary>
    internal static PlanExecution Create(TaskClient client, CancellationPlan plan, ExecuteOptions options)
    {
        var drift = options.Drift;
        RequireExecutable(client, plan, options);
        TaskSnapshot[] planned = [.. plan.Targets.DistinctBy(task => task.Id, client.IdEquality)];
        if (planned.Length > plan.Options.MaxTargets)
        {
            throw UnsafeFilterException.TooMany(planned.Length, plan.Options.MaxTargets.Value);
        }

        // The targets tell which tasks a lost condition addressed.
        var listing = plan is { IsPredicateLost: true, Filter: StoredTaskFilter stored }
            ? TargetListing.Create(client, stored with { HasPredicate = false }, plan.Options with { AllowAll = true })
            : TargetListing.Create(client, plan.Filter, plan.Options);
        return new PlanExecution(client, plan, drift, planned, listing);
    }

    internal async Task<CancellationOperation> RunAsync(CancellationToken cancellationToken)
    {
        if (planned.Length == 0 && !drift.ChecksForNew)
        {
            return engine.Operation(new CancellationReport { ServiceName = client.Capabilities.ServiceName, Outcomes = [], Protected = plan.Protected, IsComplete = true }, []);
        }

        var now = narrowed is null
            ? await PlanRecheck.ReadAllAsync(listing, cancellationToken).ConfigureAwait(false)
            : await PlanRecheck.ReadPlannedAsync(client, listing, narrowed, cancellationToken).ConfigureAwait(false);
        var addressed = now.Addressed.ToDictionary(task => task.Id, client.IdEquality);
        var kept = planned.Where(IsKept).Select(task => task.Id).ToHashSet(client.IdEquality);
        TaskSnapshot[] missing = [.. planned.Where(task => !kept.Contains(task.Id))];
        TaskSnapshot[] added = [.. now.Addressed.Where(task => !kept.Contains(task.Id))];
        RequireLittleDrift(added, missing, kept.Count);

        var outcomes = await ResolveAsync(missing, addressed, now.Results, cancellationToken).ConfigureAwait(false);
        TaskSnapshot[] selected = [.. planned.Where(task => kept.Contains(task.Id)).Select(task => addressed[task.Id]), .. drift.MaxNew is null ? [] : added];
        var cancel = await ListedCancellation.PrepareAsync(client, selected, cancellationToken).ConfigureAwait(false);
        var (report, replies) = await cancel.SendAsync(engine, cancellationToken).ConfigureAwait(false);
        var sent = report.Outcomes.Take(kept.Count).ToDictionary(outcome => outcome.Target.Id, client.IdEquality);
        return engine.Operation(
            report with
            {
                Outcomes = [.. planned.Select(task => sent.GetValueOrDefault(task.Id) ?? outcomes[task.Id]), .. report.Outcomes.Skip(kept.Count)],
                Protected = now.Protected ?? plan.Protected,
            },
            replies);

        bool IsKept(TaskSnapshot task) => addressed.TryGetValue(task.Id, out var found) && TaskIdentity.IsOf(client, task.ToTarget(), found);
    }

    private static void RequireExecutable(TaskClient client, CancellationPlan plan, ExecuteOptions options)
    {
        var service = client.Capabilities.ServiceName;
        if (plan.ServiceName != service)
        {
            throw new PlanException($"The plan is for {plan.ServiceName}; this client speaks to {service}. Nothing was canceled. Execute it with a client of that service.", PlanErrorReason.OtherService);
        }

        if (StoredOrigin.Differs(plan.Endpoint, client.Endpoint))
        {
            throw new PlanException($"The plan was made at {StoredOrigin.Describe(plan.Endpoint)}; this client speaks to {client.Endpoint}. Nothing was canceled. Execute it with a client of that address, or make a new plan here.", PlanErrorReason.OtherEndpoint);
        }

        if (options.Fingerprint is { } approved && !string.Equals(approved, plan.Fingerprint, StringComparison.OrdinalIgnoreCase))
        {
            throw new PlanException($"The plan's fingerprint is {plan.Fingerprint}, and {approved} was approved: it is not the plan that was approved. Nothing was canceled. Execute the plan that was approved, or have this one approved.", PlanErrorReason.FingerprintMismatch);
        }

        var now = client.TimeProvider.GetUtcNow();
        if (plan.CreatedAt - now > plan.Options.PlanLifetime)
        {
            throw new PlanException($"The plan says that it is made at {plan.CreatedAt.ToUniversalTime():O}, and that is still to come. Nothing was canceled. Check the clocks of both machines.", PlanErrorReason.Expired);
        }

        if (now > plan.ExpiresAt)
        {
            throw new PlanException($"The plan was good until {plan.ExpiresAt.ToUniversalTime():O}. Nothing was canceled. Make a new one, or give plans a longer CancelOptions.PlanLifetime.", PlanErrorReason.Expired);
        }

        foreach (var id in plan.Targets.Select(task => task.Id).Concat(plan.Filter.Ids ?? []))
        {
            StoredOrigin.RequireId(client, id, "The plan");
        }

        if (plan.IsPredicateLost && options.Drift.ChecksForNew)
        {
            throw new PlanException("The plan's filter had a condition (Where) that could not be stored, so that new tasks cannot be told from those it left out. Nothing was canceled. Execute it with DriftPolicy.OnlyPlanned.", PlanErrorReason.PredicateLost);
        }
    }

    // Where the service takes no ids beside the rest of the filter, everything is listed.
    private FilterQuery? Narrow()
    {
        try
        {
            return FilterTranslator.Translate(client, listing.Addressed.Filter with { Ids = [.. planned.Select(task => task.Id)] });
        }
        catch (UnsupportedFilterException)
        {
            return null;
        }
    }

    private void RequireLittleDrift(TaskSnapshot[] added, TaskSnapshot[] missing, int kept)
    {
        var isTooMuch = drift.RefusesDrift
            ? added.Length + missing.Length > 0
            : drift.MaxNew is { } max && (added.Length > max || (added.Length > 0 && kept + added.Length > plan.Options.MaxTargets));
        if (isTooMuch)
        {
            throw new PlanDriftException(string.Create(CultureInfo.InvariantCulture, $"The plan's filter now addresses tasks that were not planned ({added.Length}), or no longer addresses planned ones ({missing.Length}); the policy is to {drift}{(plan.Options.MaxTargets is { } most ? $", MaxTargets is {most}" : "")}. Nothing was canceled. Review Added and Missing, and make a new plan."), added, missing);
        }
    }

    private async Task<Dictionary<TaskId, CancellationOutcome>> ResolveAsync(
        TaskSnapshot[] missing, Dictionary<TaskId, TaskSnapshot> addressed, IReadOnlyDictionary<TaskId, ReadResult> seen, CancellationToken cancellationToken)
    {
        TaskId[] unseen = [.. missing.Select(task => task.Id).Where(id => !addressed.ContainsKey(id) && !seen.ContainsKey(id))];
        var results = await new SnapshotReader(client).TryReadAsync(unseen, cancellationToken).ConfigureAwait(false);
        return missing.ToDictionary(
            task => task.Id,
            task => Resolve(task, addressed.TryGetValue(task.Id, out var another) ? new ReadResult(another, null) : seen.GetValueOrDefault(task.Id) ?? results[task.Id]),
            client.IdEquality);
    }

    private CancellationOutcome Resolve(TaskSnapshot task, ReadResult result)
    {
        var outcome = new CancellationOutcome { Target = task.ToTarget(), Verdict = CancellationVerdict.NotAttempted, Snapshot = result.Snapshot ?? task, Error = result.Error };
        return result switch
        {
            { Error: not null } => outcome,
            { Snapshot: null } => outcome with { Verdict = VerdictRules.FromSeenNotFound(client.Capabilities) },
            { Snapshot: { } found } when !TaskIdentity.IsOf(client, outcome.Target, found) => outcome with { Verdict = CancellationVerdict.NotFound, IdentityMismatch = true },
            { Snapshot: { IsTerminal: true } found } => outcome with { Verdict = VerdictRules.FromListed(found) },
            { Snapshot: var found } => outcome with { Error = LeftOut(found!) },
        };
    }

    private TaskRequestException LeftOut(TaskSnapshot task) => new(listing.Protects(task)
        ? $"The task {task.Id} is of the protected kind '{task.Kind}'. Nothing was sent for it."
        : $"The task {task.Id} has not ended ({task.State}) and no longer matches the plan's filter. Nothing was sent for it.")
    {
        Delivery = RequestDelivery.NotSent,
        ServiceName = client.Capabilities.ServiceName,
    };
}

/// <summary>The planned tasks that the filter still addresses, and what is known of the others.</summary>
/// <param name="Addressed">The tasks addressed now, in list order; new ones only if the policy asks for them.</param>
/// <param name="Protected">Protected tasks that match and are excluded; null when these were not listed.</param>
/// <param name="Results">Planned tasks that were read and are not addressed, or could not be read.</param>
internal sealed record PlanRecheck(IReadOnlyList<TaskSnapshot> Addressed, IReadOnlyList<TaskSnapshot>? Protected, IReadOnlyDictionary<TaskId, ReadResult> Results)
{
    private static readonly Dictionary<TaskId, ReadResult> NoResults = [];

    /// <summary>Lists all tasks that the filter addresses now.</summary>
    internal static async Task<PlanRecheck> ReadAllAsync(TargetListing listing, CancellationToken cancellationToken)
    {
        var found = await listing.ReadAsync(null, cancellationToken).ConfigureAwait(false);
        return new PlanRecheck(found.Targets, found.Protected, NoResults);
    }

    /// <summary>Lists the planned ids through the filter. A read that fails is the result of each id that it was for.</summary>
    internal static async Task<PlanRecheck> ReadPlannedAsync(TaskClient client, TargetListing listing, FilterQuery planned, CancellationToken cancellationToken)
    {
        var addressed = new List<TaskSnapshot>();
        var results = new Dictionary<TaskId, ReadResult>(client.IdEquality);
        foreach (var translation in planned.Translations.Where(translation => !translation.MatchesNothing))
        {
            var open = translation.Filter.Ids!.ToHashSet(client.IdEquality);
            try
            {
                await foreach (var task in client.Guard.ListAsync(translation, ReadOptions.Default, cancellationToken, Exclude).ConfigureAwait(false))
                {
                    if (listing.Protects(task))
                    {
                        Exclude(task);
                    }
                    else if (open.Remove(task.Id))
                    {
                        addressed.Add(task);
                    }
                }
            }
            catch (TaskRequestException error)
            {
                foreach (var id in open)
                {
                    results[id] = new ReadResult(null, error);
                }
            }

            void Exclude(TaskSnapshot task)
            {
                if (open.Remove(task.Id))
                {
                    results[task.Id] = new ReadResult(task, null);
                }
            }
        }

        if (new SnapshotReader(client).CanListUnread && results.Values.Any(result => result.Error is { IsTransient: true }))
        {
            await ListUnreadAsync(listing, addressed, results, cancellationToken).ConfigureAwait(false);
        }

        return new PlanRecheck(addressed, null, results);
    }

    private static async Task ListUnreadAsync(TargetListing listing, List<TaskSnapshot> addressed, Dictionary<TaskId, ReadResult> results, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var task in listing.Addressed.ListAsync(ReadOptions.Default, cancellationToken).ConfigureAwait(false))
            {
                if (results.TryGetValue(task.Id, out var result) && result.Error is not null && !listing.Protects(task))
                {
                    results.Remove(task.Id);
                    addressed.Add(task);
                }
            }
        }
        catch (TaskRequestException)
        {
            // A task that was not listed keeps the failure of its own read.
        }
    }
}
