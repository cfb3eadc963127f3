using System.Runtime.CompilerServices;

namespace TaskCancellation;

/// <summary>What a cancel by filter addresses, and the listing that finds it: the same for a cancel, a plan and its execution.</summary>
internal sealed class TargetListing
{
    private const int PreviewSize = 20;
    private static readonly ReadOptions OneSmallPage = new() { PageSize = PreviewSize, MaxTasks = PreviewSize };
    private readonly TaskClient client;
    private readonly ProtectedKinds protectedKinds;

    private TargetListing(TaskClient client, TaskFilter asked)
    {
        this.client = client;
        Asked = FilterTranslator.Restore(client, asked);
        Addressed = FilterTranslator.Translate(client, AddressedFilter(client, Asked));
        protectedKinds = new ProtectedKinds(client, Asked);
    }

    /// <summary>The filter as it was given.</summary>
    internal TaskFilter Asked { get; }

    /// <summary>The filter with what a cancel adds to it.</summary>
    internal FilterQuery Addressed { get; }

    /// <summary>Checks the filter, without I/O.</summary>
    internal static TargetListing Create(TaskClient client, TaskFilter filter, CancelOptions options)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var listing = new TargetListing(client, filter);
        FilterValidator.RequireConstraint(filter, options);
        return listing;
    }

    /// <summary>The same for a watch, which only reads and therefore needs no constraint.</summary>
    internal static TargetListing CreateToWatch(TaskClient client, TaskFilter filter) => new(client, filter);

    internal bool Protects(TaskSnapshot task) => protectedKinds.Protects(task);

    /// <summary>Finds a protected task that a server-side cancel would address as well; null when there is none.</summary>
    internal Task<TaskSnapshot?> FindProtectedAsync(CancellationToken cancellationToken) => protectedKinds.FindAddressedAsync(cancellationToken);

    /// <summary>Lists what is addressed. The first task above the limit ends it with <see cref="UnsafeFilterException"/>.</summary>
    internal Task<AddressedTasks> ReadAsync(int? allowed, CancellationToken cancellationToken) => ReadAsync(allowed, [], cancellationToken);

    /// <summary>The same for a cancel that goes on with the part that was listed. With a limit, which needs the whole list, and with nothing listed, the failure is thrown.</summary>
    internal async Task<AddressedTasks> ReadPartAsync(int? allowed, CancellationToken cancellationToken)
    {
        var targets = new List<TaskSnapshot>();
        try
        {
            return await ReadAsync(allowed, targets, cancellationToken).ConfigureAwait(false);
        }
        catch (PartialListException failure) when (allowed is null && targets.Count > 0)
        {
            return new AddressedTasks(targets, [], failure);
        }
    }

    /// <summary>Reads a first small page of what is addressed. A key that may cancel need not be allowed to list, so that a failed read says nothing. A list that contradicts the filter ends the cancel: the service may ignore the filter there, too.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<FilterPreview> PreviewAsync(CancellationToken cancellationToken)
    {
        var seen = 0;
        List<TaskSnapshot>? running = null;
        try
        {
            await foreach (var task in Addressed.ListAsync(OneSmallPage, cancellationToken).ConfigureAwait(false))
            {
                if (Protects(task))
                {
                    continue;
                }

                seen++;
                if (client.Capabilities.CancelAffectsOthers && task.State == TaskState.Running)
                {
                    (running ??= []).Add(task);
                }
            }

            return new FilterPreview(seen, IsPartial: false, await ReadCollateralAsync(seen, running ?? [], cancellationToken).ConfigureAwait(false));
        }
        catch (TaskRequestException failure) when (failure is not { Reason: TaskErrorReason.Protocol, StatusCode: null or (>= 200 and < 300) })
        {
            return new FilterPreview(seen > 0 ? seen : null, failure is PartialListException, client.Capabilities.CancelAffectsOthers ? null : []);
        }
    }

    // Only running tasks have neighbors that a cancel disturbs, and they need not be on a small page. Null: they cannot be read.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<IReadOnlyList<TaskSnapshot>?> ReadCollateralAsync(int seen, List<TaskSnapshot> running, CancellationToken cancellationToken)
    {
        if (!client.Capabilities.CancelAffectsOthers)
        {
            return [];
        }

        try
        {
            running = seen < PreviewSize ? running : await ListRunningAsync(cancellationToken).ConfigureAwait(false);
            return running.Count == 0 ? [] : await client.Guard.ReadCollateralAsync(running, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException)
        {
            return null;
        }
    }

    private async Task<List<TaskSnapshot>> ListRunningAsync(CancellationToken cancellationToken) => Addressed.Filter.States?.Contains(TaskState.Running) == false
        ? []
        : await FilterTranslator.Translate(client, Addressed.Filter with { States = [TaskState.Running] }).ListAsync(ReadOptions.Default, cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);

    private async Task<AddressedTasks> ReadAsync(int? allowed, List<TaskSnapshot> targets, CancellationToken cancellationToken)
    {
        var excluded = new List<TaskSnapshot>();
        var seen = new HashSet<TaskId>(client.IdEquality);
        await foreach (var task in Addressed.ListAsync(ReadOptions.Default, cancellationToken).ConfigureAwait(false))
        {
            if (!seen.Add(task.Id))
            {
                continue;
            }

            if (Protects(task))
            {
                excluded.Add(task);
            }
            else if (targets.Count == allowed)
            {
                throw UnsafeFilterException.MoreThan(allowed.Value);
            }
            else
            {
                targets.Add(task);
            }
        }

        return new AddressedTasks(targets, excluded);
    }

    // Ended tasks are addressed only if named by id or by state.
    private static TaskFilter AddressedFilter(TaskClient client, TaskFilter filter) => filter is { States: null, Ids: null }
        ? filter with { States = client.Lifecycle.UnfinishedStates }
        : filter;
}

/// <summary>Keeps a filter from addressing protected kinds, unless it names them in full, or the id of the task.</summary>
internal sealed class ProtectedKinds(TaskClient client, TaskFilter filter)
{
    private IReadOnlyList<string> Kinds => client.Capabilities.ProtectedKinds;

    internal bool Protects(TaskSnapshot task) =>
        filter.Ids is null
        && task.Kind is { } kind
        && KindPattern.AnyMatches(Kinds, kind)
        && filter.Kinds?.Contains(kind) != true;

    /// <summary>Finds a protected task that a server-side cancel would address as well; null when there is none.</summary>
    internal async Task<TaskSnapshot?> FindAddressedAsync(CancellationToken cancellationToken)
    {
        if (filter.Ids is not null || Kinds.Count == 0 || filter.Kinds?.Any(KindPattern.HasWildcard) == false)
        {
            return null;
        }

        try
        {
            return await FindAsync(Kinds, cancellationToken).ConfigureAwait(false);
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.InvalidRequest && Kinds.Count > 1)
        {
            return await FindOneByOneAsync(error, cancellationToken).ConfigureAwait(false);
        }
    }

    // An older server refuses a kind that it does not know; it cannot have a task of that kind either.
    private async Task<TaskSnapshot?> FindOneByOneAsync(TaskRequestException refusal, CancellationToken cancellationToken)
    {
        var refused = 0;
        foreach (var kind in Kinds)
        {
            try
            {
                if (await FindAsync([kind], cancellationToken).ConfigureAwait(false) is { } task)
                {
                    return task;
                }
            }
            catch (TaskRequestException error) when (error.Reason == TaskErrorReason.InvalidRequest)
            {
                refused++;
            }
        }

        return refused < Kinds.Count ? null : throw refusal;
    }

    private async Task<TaskSnapshot?> FindAsync(IReadOnlyList<string> kinds, CancellationToken cancellationToken)
    {
        var addressed = filter with { Kinds = kinds, States = filter.States ?? client.Lifecycle.UnfinishedStates };
        var matcher = new FilterMatcher(filter, client.IdEquality);
        return await FilterTranslator.Translate(client, addressed)
            .ListAsync(ReadOptions.Default, cancellationToken)
            .FirstOrDefaultAsync(task => matcher.Matches(task) && Protects(task), cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>The tasks that a filter addresses, as listed.</summary>
/// <param name="Targets">The tasks, in list order, each once.</param>
/// <param name="Protected">Tasks that match and are excluded because their kind is protected.</param>
/// <param name="Failure">Why a part of the service showed none; null when the list is complete.</param>
internal sealed record AddressedTasks(IReadOnlyList<TaskSnapshot> Targets, IReadOnlyList<TaskSnapshot> Protected, PartialListException? Failure = null);

/// <summary>What a preview shows before a server-side cancel.</summary>
/// <param name="Seen">How many tasks it would address, at least; null when they could not be listed.</param>
/// <param name="IsPartial">A part of the service does not answer.</param>
/// <param name="Collateral">Tasks that it would disturb besides; null when they could not be read.</param>
internal readonly record struct FilterPreview(int? Seen, bool IsPartial, IReadOnlyList<TaskSnapshot>? Collateral);
