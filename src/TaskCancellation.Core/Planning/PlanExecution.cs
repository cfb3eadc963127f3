using System.Globalization;

namespace TaskCancellation;

/// <summary>Carries out a plan: checks each planned task through the plan's filter, then cancels like a frozen cancel. What is sent was planned (or allowed as new) and is addressed now.</summary>
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
    internal static PlanExecution Create(TaskClient client, CancellationPlan plan, DriftPolicy drift)
    {
        PlanValidator.Check(client, plan, drift);
        TaskSnapshot[] planned = [.. plan.Targets.DistinctBy(task => task.Id, client.IdEquality)];
        if (planned.Length > plan.Options.MaxTargets)
        {
            throw UnsafeFilterException.TooMany(planned.Length, plan.Options.MaxTargets.Value);
        }

        // Whom a lost condition addressed, the targets say.
        var listing = plan is { IsPredicateLost: true, Filter: StoredTaskFilter stored }
            ? TargetListing.Create(client, stored with { HasPredicate = false }, plan.Options with { AllowAll = true })
            : TargetListing.Create(client, plan.Filter, plan.Options);
        return new PlanExecution(client, plan, drift, planned, listing);
    }

    internal async Task<CancellationOperation> RunAsync(CancellationToken cancellationToken)
    {
        if (planned.Length == 0 && !drift.ChecksForNew)
        {
            return engine.Operation(new CancellationReport { Outcomes = [], Protected = plan.Protected, IsComplete = true }, []);
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
            throw new PlanDriftException(string.Create(CultureInfo.InvariantCulture, $"The plan's filter addresses {added.Length} tasks that were not planned, and {missing.Length} of the planned ones no more; the policy is to {drift}{(plan.Options.MaxTargets is { } most ? $", MaxTargets is {most}" : "")}. Nothing was canceled."), added, missing);
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
