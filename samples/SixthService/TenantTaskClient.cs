namespace SixthService;

/// <summary>A policy over any client: a tenant sees and cancels the tasks of its own scope, whatever verb is used. Tasks of other scopes are not found, and no cancel of one is sent.</summary>
public sealed class TenantTaskClient(TaskClient innerClient, string tenant) : DelegatingTaskClient(innerClient)
{
    protected override FilterTranslation Translate(TaskFilter filter)
    {
        var translation = base.Translate(filter with { Scopes = [tenant] });
        return filter.Scopes?.Contains(tenant, StringComparer.Ordinal) == false ? translation with { MatchesNothing = true } : translation;
    }

    protected override async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken) =>
        await base.ReadAsync(id, options, cancellationToken) is { } task && task.Scope == tenant ? task : null;

    protected override async Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        if (request.Filter is { } filter && filter.Filter.Scopes?.SequenceEqual([tenant]) != true)
        {
            throw new UnsupportedFilterException("A tenant cancels within its own scope.", nameof(TaskFilter.Scopes));
        }

        List<TaskTarget> own = [];
        foreach (var target in request.Targets)
        {
            if (await ReadAsync(target.Id, ReadOptions.Default, cancellationToken) is not null)
            {
                own.Add(target);
            }
        }

        var reply = own.Count > 0 || request.Filter is not null ? await base.SendCancelAsync(request with { Targets = own }, cancellationToken) : new CancelReply();
        return reply with { Items = [.. reply.Items, .. request.Targets.Except(own).Select(target => new CancelReplyItem(target, CancelDisposition.NotFound))] };
    }
}
