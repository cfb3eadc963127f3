namespace TaskCancellation;

/// <summary>Refuses plans that must not be executed here, or now. No I/O.</summary>
internal static class PlanValidator
{
    internal static void Check(TaskClient client, CancellationPlan plan, DriftPolicy drift)
    {
        var service = client.Capabilities.ServiceName;
        if (plan.ServiceName != service)
        {
            throw new PlanException($"The plan is for {plan.ServiceName}; this client speaks to {service}.", PlanErrorReason.OtherService);
        }

        if (StoredOrigin.Differs(plan.Endpoint, client.Endpoint))
        {
            throw new PlanException($"The plan was made at {StoredOrigin.Describe(plan.Endpoint)}; this client speaks to {client.Endpoint}.", PlanErrorReason.OtherEndpoint);
        }

        var now = client.TimeProvider.GetUtcNow();
        if (plan.CreatedAt - now > plan.Options.PlanLifetime)
        {
            throw new PlanException($"The plan says that it is made at {plan.CreatedAt.ToUniversalTime():O}, and that is still to come.", PlanErrorReason.Expired);
        }

        if (now > plan.ExpiresAt)
        {
            throw new PlanException($"The plan was good until {plan.ExpiresAt.ToUniversalTime():O}. Make a new one, or give plans a longer CancelOptions.PlanLifetime.", PlanErrorReason.Expired);
        }

        foreach (var id in plan.Targets.Select(task => task.Id).Concat(plan.Filter.Ids ?? []))
        {
            StoredOrigin.RequireId(client, id, "The plan");
        }

        if (plan.IsPredicateLost && drift.ChecksForNew)
        {
            throw new PlanException("The plan's filter had a condition (Where) that could not be stored, so that new tasks cannot be told from those it left out. Execute it with DriftPolicy.OnlyPlanned.", PlanErrorReason.PredicateLost);
        }
    }
}
