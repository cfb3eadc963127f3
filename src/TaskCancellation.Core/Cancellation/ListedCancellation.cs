namespace TaskCancellation;

/// <summary>A cancel of listed tasks: what it would disturb, which requests it would send, and the sending.</summary>
internal sealed class ListedCancellation
{
    private readonly TaskClient client;
    private readonly IReadOnlyList<TaskSnapshot> selected;
    private readonly TaskSnapshot[] below;
    private readonly TaskTarget[] first;
    private readonly TaskAncestry ancestry;

    private ListedCancellation(TaskClient client, IReadOnlyList<TaskSnapshot> selected, TaskSnapshot[] toCancel, List<TaskSnapshot> collateral)
    {
        this.client = client;
        this.selected = selected;
        Collateral = collateral;
        ancestry = client.Capabilities.CancelsDescendants ? new TaskAncestry(toCancel, collateral, client.IdEquality) : TaskAncestry.None;
        below = [.. selected.Where(task => !task.IsTerminal && ancestry.TopOf(task) is not null)];
        first = [.. toCancel.Where(task => ancestry.TopOf(task) is null).Select(task => task.ToTarget())];
    }

    /// <summary>What it would disturb besides.</summary>
    internal IReadOnlyList<TaskSnapshot> Collateral { get; }

    /// <summary>The requests that are sent first; there are others only if one of them fails.</summary>
    internal IEnumerable<CancelRequest> Requests => IdChunker.Of(first, client.Capabilities).Select(chunk => new CancelRequest { Targets = chunk });

    /// <summary>Reads what a cancel of these tasks would disturb.</summary>
    internal static async Task<ListedCancellation> PrepareAsync(TaskClient client, IReadOnlyList<TaskSnapshot> selected, CancellationToken cancellationToken)
    {
        TaskSnapshot[] toCancel = [.. selected.Where(client.Lifecycle.CanCancel)];
        var collateral = await client.Guard.ReadCollateralAsync(toCancel, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new ListedCancellation(client, selected, toCancel, collateral);
    }

    /// <summary>Sends the cancels. One outcome for each task, in order.</summary>
    internal async Task<(CancellationReport Report, IReadOnlyList<CancelReply> Replies)> SendAsync(CancelEngine engine, CancellationToken cancellationToken)
    {
        var (sent, replies) = await engine.SendAsync(first, cancellationToken).ConfigureAwait(false);
        var byId = sent.ToDictionary(outcome => outcome.Target.Id, client.IdEquality);
        CancellationOutcome[] reached = [.. below.Where(IsReached).Select(task => byId[ancestry.TopOf(task)!.Value] with { Target = task.ToTarget(), Snapshot = task, Verdict = CancellationVerdict.Accepted })];

        // If the cancel of the ancestor failed, each descendant gets its own.
        var (late, lateReplies) = await engine.SendAsync([.. below.Where(task => !IsReached(task) && client.Lifecycle.CanCancel(task)).Select(task => task.ToTarget())], cancellationToken).ConfigureAwait(false);
        CancelReply[] all = [.. replies, .. lateReplies];
        return (
            new CancellationReport
            {
                ServiceName = client.Capabilities.ServiceName,
                Outcomes = InListOrder([.. sent, .. reached, .. late]),
                Collateral = [.. Collateral.Concat(all.SelectMany(reply => reply.Collateral)).DistinctBy(task => task.Id, client.IdEquality)],
                IsComplete = true,
            },
            all);

        bool IsReached(TaskSnapshot task) => byId[ancestry.TopOf(task)!.Value] is { Verdict: CancellationVerdict.Accepted or CancellationVerdict.Canceled };
    }

    private IReadOnlyList<CancellationOutcome> InListOrder(IReadOnlyList<CancellationOutcome> sent)
    {
        var byId = sent.ToDictionary(outcome => outcome.Target.Id, client.IdEquality);
        return [.. selected.Select(task => byId.TryGetValue(task.Id, out var outcome)
            ? AfterListing(outcome, task)
            : new CancellationOutcome { Target = task.ToTarget(), Verdict = VerdictRules.FromListed(task), Snapshot = task })];
    }

    // A task that was listed existed, even if it is not found now.
    private CancellationOutcome AfterListing(CancellationOutcome outcome, TaskSnapshot listed) => outcome with
    {
        Snapshot = outcome.Snapshot ?? listed,
        Verdict = outcome.Verdict == CancellationVerdict.NotFound ? VerdictRules.FromSeenNotFound(client.Capabilities) : outcome.Verdict,
    };
}
