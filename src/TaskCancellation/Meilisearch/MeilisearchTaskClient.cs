using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>Finds, lists, cancels and waits for the tasks of a Meilisearch server, version 1.0 or later.</summary>
/// <remarks>
/// <para>A cancel is a task of its own here: <see cref="CancellationOperation.ServiceTasks"/>. A processing task is stopped at its next checkpoint, which may be far off, and some kinds (index swap, compaction, local snapshot) run to their end.
/// The whole batch of a stopped task is aborted; its other tasks go back to the queue and are listed as <see cref="CancellationReport.Collateral"/>.</para>
/// <para>A key restricted to some indexes sees, and cancels, only their tasks; Meilisearch leaves the others out without a word. Such a key cannot read the cancelation task either, so that a cancel at the server stays without a count.</para>
/// <para>A cancel by ids is repeated after passing failures; a cancel by filter never is, and carries a mark by which it is found again when its reply is lost.</para>
/// <para>Facts: https://www.meilisearch.com/docs/reference/api/tasks</para>
/// </remarks>
public class MeilisearchTaskClient : HttpTaskClient
{
    private const int DefaultPageSize = 1000;
    private const int CancelationsSearched = 1000;
    private readonly MeilisearchPager pager;

    /// <summary>Makes a client with an HTTP client of its own.</summary>
    /// <exception cref="ArgumentException">A setting is wrong or missing; the message names it.</exception>
    public MeilisearchTaskClient(MeilisearchTaskClientOptions options)
        : this(null, options, null)
    {
    }

    /// <summary>Makes a client on that HTTP client, which is neither changed nor disposed. Its own time-out applies, and what handlers inside it do (retries, redirects) is beyond this library's reach.</summary>
    /// <exception cref="ArgumentException">A setting is wrong or missing; the message names it.</exception>
    public MeilisearchTaskClient(HttpClient httpClient, MeilisearchTaskClientOptions options)
        : this(httpClient ?? throw new ArgumentNullException(nameof(httpClient)), options, null)
    {
    }

    internal MeilisearchTaskClient(HttpClient? httpClient, MeilisearchTaskClientOptions options, ILogger? logger)
        : base(options ?? throw new ArgumentNullException(nameof(options)), httpClient, new MeilisearchDialect(options.EffectiveCredential), logger) =>
        pager = new MeilisearchPager(Pipeline);

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities => MeilisearchLimits.Capabilities;

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => MeilisearchLifecycle.Table;

    /// <inheritdoc/>
    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        var version = await Pipeline.TryReadAsync(TaskHttpRequest.Get("version"), MeilisearchJson.Default.MeilisearchVersion, cancellationToken).ConfigureAwait(false);
        var list = await Pipeline.TryReadAsync(TaskHttpRequest.Get("tasks?limit=0"), MeilisearchJson.Default.MeilisearchPageMeilisearchTaskReply, cancellationToken).ConfigureAwait(false);
        return new ServiceInfo { Product = "Meilisearch", Version = version?.PkgVersion, Endpoint = Pipeline.Endpoint, MayList = list is not null };
    }

    /// <inheritdoc/>
    protected override void Validate(TaskId id) => MeilisearchIds.Check(id);

    /// <inheritdoc/>
    protected override FilterTranslation Translate(TaskFilter filter) => MeilisearchFilterTranslator.Translate(filter);

    /// <inheritdoc/>
    protected override async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        MeilisearchIds.Check(id);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get($"tasks/{id.Value}", options), cancellationToken).ConfigureAwait(false);
            var task = reply.Read(MeilisearchJson.Default.MeilisearchTaskReply);
            return MeilisearchSnapshots.From(task, options.KeepRaw ? reply.Body.ToArray() : default);
        }
        catch (TaskRequestException error) when (error.Kind == TaskErrorKind.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<TaskSnapshot> ReadListAsync(FilterTranslation filter, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(options);
        return pager.ReadAsync(filter.Parameters, options with { PageSize = options.PageSize ?? DefaultPageSize }, cancellationToken);
    }

    /// <inheritdoc/>
    protected override FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(task);
        return MeilisearchFilterTranslator.Match(filter.Filter, field, task);
    }

    /// <inheritdoc/>
    protected override async Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var reply = await Pipeline.SendAsync(MeilisearchCancel.ToRequest(request), cancellationToken).ConfigureAwait(false);
        var cancelation = reply.Read(MeilisearchJson.Default.MeilisearchSummary);
        return MeilisearchCancel.ToReply(request, cancelation.TaskUid, cancelation.EnqueuedAt) with { FollowsDoubtfulTry = reply.FollowsDoubtfulTry };
    }

    /// <inheritdoc/>
    protected override string Describe(CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Pipeline.Describe(MeilisearchCancel.ToRequest(request));
    }

    /// <inheritdoc/>
    protected override TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields.Count == 0 ? base.Restore(filter) : new MeilisearchTaskFilter(filter);
    }

    /// <inheritdoc/>
    protected override async Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lost);
        if (lost.Filter is null)
        {
            return await ReconcileByReadingAsync(lost, cancellationToken).ConfigureAwait(false);
        }

        var mark = MeilisearchCancel.MarkOf(lost);
        FilterParameter[] cancelations = [new("types", MeilisearchKinds.TaskCancelation)];
        var found = await pager.ReadAsync(cancelations, new ReadOptions { PageSize = CancelationsSearched }, cancellationToken)
            .Take(CancelationsSearched)
            .FirstOrDefaultAsync(task => task.Details is MeilisearchTaskDetails { OriginalFilter: { } query } && query.Contains(mark, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        return found is null ? null : MeilisearchCancel.ToReply(lost, found.Id, found.EnqueuedAt) with { FollowsDoubtfulTry = true };
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<TaskSnapshot> ReadCollateralAsync(IReadOnlyList<TaskSnapshot> targets, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        HashSet<long> batches = [.. targets.Where(task => task.State == TaskState.Running).Select(task => (task.Details as MeilisearchTaskDetails)?.BatchUid).OfType<long>()];
        if (batches.Count == 0)
        {
            yield break;
        }

        HashSet<TaskId> addressed = [.. targets.Select(task => task.Id)];
        var siblings = Translate(new MeilisearchTaskFilter { BatchIds = [.. batches], States = [TaskState.Running] });
        await foreach (var task in ReadListAsync(siblings, ReadOptions.Default, cancellationToken).ConfigureAwait(false))
        {
            if (!addressed.Contains(task.Id))
            {
                yield return task;
            }
        }
    }
}
