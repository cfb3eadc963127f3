namespace TaskCancellation;

/// <summary>A cancel by filter: who picks the tasks, and then the cancel itself.</summary>
internal sealed class FilterCancellation
{
    private readonly TaskClient client;
    private readonly FilterQuery query;
    private readonly FilterQuery addressed;
    private readonly CancelOptions options;
    private readonly CancelEngine engine;
    private readonly ProtectedKinds protectedKinds;

    private FilterCancellation(TaskClient client, FilterQuery query, FilterQuery addressed, CancelOptions options)
    {
        this.client = client;
        this.query = query;
        this.addressed = addressed;
        this.options = options;
        engine = new CancelEngine(client, options);
        protectedKinds = new ProtectedKinds(client, query.Filter);
    }

    /// <summary>Checks, without I/O, that the tasks can be picked the way the options ask for.</summary>
    internal static FilterCancellation Create(TaskClient client, FilterQuery query, CancelOptions options)
    {
        var addressed = FilterTranslator.Translate(client, AddressedFilter(client, query.Filter));
        if (options.Selection == CancelSelection.AtServer && !addressed.MatchesNothing)
        {
            RequireAtServer(client, addressed, options);
        }

        return new FilterCancellation(client, query, addressed, options);
    }

    internal async Task<CancellationOperation> RunAsync(CancellationToken cancellationToken)
    {
        if (addressed.MatchesNothing)
        {
            return engine.Operation(new CancellationReport { Outcomes = [], IsComplete = true }, []);
        }

        if (IsForServer() && addressed.Exact is { } exact)
        {
            var inTheWay = await protectedKinds.FindAddressedAsync(cancellationToken).ConfigureAwait(false);
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
        CancelSelection.Auto => client.Capabilities.CancelsByFilter && options.MaxTargets is null && query.Filter.Ids is null,
        _ => false,
    };

    // Ended tasks are addressed only if named by id or by state.
    private static TaskFilter AddressedFilter(TaskClient client, TaskFilter filter) => filter is { States: null, Ids: null }
        ? filter with { States = client.Lifecycle.UnfinishedStates }
        : filter;

    private async Task<CancellationOperation> RunFrozenAsync(CancellationToken cancellationToken)
    {
        var selected = new List<TaskSnapshot>();
        var spared = new List<TaskSnapshot>();
        var seen = new HashSet<TaskId>();
        var count = 0;
        await foreach (var task in addressed.ListAsync(ReadOptions.Default, cancellationToken).ConfigureAwait(false))
        {
            if (!seen.Add(task.Id))
            {
                continue;
            }

            if (protectedKinds.Protects(task))
            {
                spared.Add(task);
            }
            else if (++count <= (options.MaxTargets ?? int.MaxValue))
            {
                selected.Add(task);
            }
        }

        if (count > options.MaxTargets)
        {
            throw UnsafeFilterException.TooMany(count, options.MaxTargets.Value);
        }

        TaskSnapshot[] toCancel = [.. selected.Where(client.Lifecycle.CanCancel)];
        var collateral = await client.ReadCollateralAsync(toCancel, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var (sent, replies) = await SendAsync(toCancel, collateral, cancellationToken).ConfigureAwait(false);
        return engine.Operation(
            new CancellationReport
            {
                Outcomes = InListOrder(selected, sent),
                Collateral = [.. collateral.Concat(replies.SelectMany(reply => reply.Collateral)).DistinctBy(task => task.Id)],
                Protected = spared,
                IsComplete = true,
            },
            replies);
    }

    private async Task<(IReadOnlyList<CancellationOutcome> Outcomes, IReadOnlyList<CancelReply> Replies)> SendAsync(
        TaskSnapshot[] toCancel, List<TaskSnapshot> collateral, CancellationToken cancellationToken)
    {
        var descent = client.Capabilities.CancelsReachDescendants ? new Descent(toCancel, collateral) : Descent.None;
        var (sent, replies) = await engine.SendAsync([.. toCancel.Where(task => descent.TopOf(task) is null).Select(task => task.ToTarget())], cancellationToken).ConfigureAwait(false);
        var byId = sent.ToDictionary(outcome => outcome.Target.Id);
        TaskSnapshot[] below = [.. toCancel.Where(task => descent.TopOf(task) is not null)];
        CancellationOutcome[] reached = [.. below.Where(IsReached).Select(task => byId[descent.TopOf(task)!.Value] with { Target = task.ToTarget(), Snapshot = task, Verdict = CancellationVerdict.Accepted })];

        // Where the cancel of the one above did not get through, each still gets its own.
        var (late, lateReplies) = await engine.SendAsync([.. below.Where(task => !IsReached(task)).Select(task => task.ToTarget())], cancellationToken).ConfigureAwait(false);
        return ([.. sent, .. reached, .. late], [.. replies, .. lateReplies]);

        bool IsReached(TaskSnapshot task) => byId[descent.TopOf(task)!.Value] is { Verdict: CancellationVerdict.Accepted or CancellationVerdict.Canceled };
    }

    private static IReadOnlyList<CancellationOutcome> InListOrder(List<TaskSnapshot> selected, IReadOnlyList<CancellationOutcome> sent)
    {
        var byId = sent.ToDictionary(outcome => outcome.Target.Id);
        return [.. selected.Select(task => byId.TryGetValue(task.Id, out var outcome)
            ? AfterListing(outcome, task)
            : new CancellationOutcome { Target = task.ToTarget(), Verdict = Verdicts.FromListed(task), Snapshot = task })];
    }

    // What was listed and is not found now was there, and has ended.
    private static CancellationOutcome AfterListing(CancellationOutcome outcome, TaskSnapshot listed) => outcome with
    {
        Snapshot = outcome.Snapshot ?? listed,
        Verdict = outcome.Verdict == CancellationVerdict.NotFound ? CancellationVerdict.Ended : outcome.Verdict,
    };
}
