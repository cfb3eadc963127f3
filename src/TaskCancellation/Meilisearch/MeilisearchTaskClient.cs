using System.Globalization;
using System.Runtime.CompilerServices;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>Finds, lists, cancels, and waits for the tasks of a Meilisearch server, version 1.0 or later.</summary>
/// <remarks>
/// <para>On Meilisearch, a cancellation is a task of its own: <see cref="CancellationOperation.ServiceTasks"/>. A task that is being processed stops at its next checkpoint, which may be a long time away. Some kinds (index swap, compaction, local snapshot) run to their end. The whole batch of a stopped task is aborted; its other tasks are put back in the queue and listed as <see cref="CancellationReport.Collateral"/>, except for a cancellation by id (<see cref="CancellationReport.IsCollateralUnknown"/>).</para>
/// <para>Enqueued tasks are canceled only when the batch that is running has ended, which may take minutes, unless the cancellation stops that batch. A wait whose deadline passes reports it: <see cref="CancellationReport.BlockedBy"/>, <see cref="CancellationOutcome.BlockedBy"/>.</para>
/// <para>A key that is restricted to some indexes sees and cancels only the tasks of these indexes; Meilisearch leaves out the others without notice. Such a key cannot read the cancellation task either: a server-side cancellation then has no count, and the tasks that the key can see show when it is complete.</para>
/// <para>A cancellation by ids is repeated after transient failures. A cancellation by filter is never repeated. It carries a marker by which it is found again when its reply is lost, immediately and by a wait. A filter that names no kinds is sent with all kinds of the server except the protected ones.</para>
/// <para>Source: https://www.meilisearch.com/docs/reference/api/tasks</para>
/// </remarks>
public class MeilisearchTaskClient : HttpTaskClient
{
    /// <summary>The name of the service, as reports, plans, and errors show it; also the key of the client in a service collection.</summary>
    public const string ServiceName = "Meilisearch";

    private const int DefaultPageSize = 1000;
    private const int CancellationsSearched = 1000;
    private readonly MeilisearchTaskList pager;
    private readonly MeilisearchProgress progress;

    /// <summary>Initializes a new instance of the <see cref="MeilisearchTaskClient"/> class with an HTTP client of its own, which is disposed of together with it.</summary>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new MeilisearchTaskClient(new MeilisearchTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://search.example.com"),
    ///     Credential = MeilisearchCredential.ApiKey(apiKey),
    /// });
    /// var outcome = await client.CancelAndWaitAsync("147");
    /// </code>
    /// </example>
    public MeilisearchTaskClient(MeilisearchTaskClientOptions options)
        : this(options, null)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MeilisearchTaskClient"/> class that sends its requests through an existing HTTP client.</summary>
    /// <remarks>The HTTP client is neither changed nor disposed of, and its own timeout applies as well. The library has no control over what the handlers of the HTTP client do, such as retries and redirects.</remarks>
    /// <param name="httpClient">The HTTP client. Its base address is the endpoint when the options do not name one.</param>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new MeilisearchTaskClient(httpClient, new MeilisearchTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://search.example.com"),
    ///     Credential = MeilisearchCredential.ApiKey(apiKey),
    /// });
    /// </code>
    /// </example>
    public MeilisearchTaskClient(HttpClient httpClient, MeilisearchTaskClientOptions options)
        : this(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient)))
    {
    }

    private MeilisearchTaskClient(MeilisearchTaskClientOptions options, HttpClient? httpClient)
        : base(options ?? throw new ArgumentNullException(nameof(options)), httpClient, new MeilisearchDialect(options.EffectiveCredential))
    {
        pager = new MeilisearchTaskList(Pipeline);
        progress = new MeilisearchProgress(Pipeline, TimeProvider);
    }

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities => MeilisearchLimits.Capabilities;

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => MeilisearchLifecycle.Table;

    /// <inheritdoc/>
    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        var version = await Pipeline.TryReadAsync(TaskHttpRequest.Get(MeilisearchPaths.Version), MeilisearchRoot.Read, cancellationToken).ConfigureAwait(false);
        var list = await Pipeline.TryReadAsync(TaskHttpRequest.Get(MeilisearchPaths.Probe), MeilisearchPage.Reader(keepRaw: false), cancellationToken).ConfigureAwait(false);
        return new ServiceInfo { Product = "Meilisearch", Version = version?.Number, Endpoint = Pipeline.Endpoint, CanList = list is not null };
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
            using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get(MeilisearchPaths.One(id), options), cancellationToken).ConfigureAwait(false);
            var task = reply.Read((ref WireReader reader) => MeilisearchTaskObject.Read(ref reader, options.KeepRaw));
            return options.ReadProgress ? (await progress.AddAsync([task], cancellationToken).ConfigureAwait(false))[0] : task;
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    protected override async Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(options);
        var page = await pager.ReadAsync(from as MeilisearchListPosition ?? MeilisearchListPosition.First(filter, options.PageSize ?? DefaultPageSize), options, cancellationToken).ConfigureAwait(false);
        return options.ReadProgress ? page with { Tasks = await progress.AddAsync(page.Tasks, cancellationToken).ConfigureAwait(false) } : page;
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
        if (MeilisearchCancel.ReachesAllKinds(request.Filter))
        {
            request = await NarrowAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var answer = await MeilisearchKinds.SendAsync(Pipeline, MeilisearchCancel.ToParameters(request), request, MeilisearchCancel.ToRequest, cancellationToken).ConfigureAwait(false);
        if (answer is not var (reply, _))
        {
            // The server has none of the kinds, and so no task of them.
            return new CancelReply { MatchedCount = 0 };
        }

        using (reply)
        {
            var (cancellation, enqueuedAt) = reply.Read(MeilisearchCancelReply.Read);
            return MeilisearchCancel.ToReply(request, cancellation, enqueuedAt, reply.FollowsAmbiguousAttempt);
        }
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
            return await base.ReconcileAsync(lost, cancellationToken).ConfigureAwait(false);
        }

        var mark = MeilisearchCancel.MarkOf(lost);
        var cancellations = new TaskFilter { Kinds = [MeilisearchKinds.TaskCancelation] };
        var found = await ListAsync(cancellations, new ReadOptions { PageSize = CancellationsSearched }, cancellationToken)
            .Take(CancellationsSearched)
            .FirstOrDefaultAsync(task => task.Details is MeilisearchTaskDetails { OriginalFilter: { } query } && query.Contains(mark, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        return found is null ? null
            : MeilisearchCancel.ToReply(await NarrowAsync(lost, cancellationToken).ConfigureAwait(false), found.Id, found.EnqueuedAt, followsAmbiguousAttempt: true);
    }

    /// <inheritdoc/>
    protected override async Task<string?> DescribeBlockerAsync(ReadOptions options, CancellationToken cancellationToken)
    {
        var running = new TaskFilter { States = [TaskState.Running] };
        var first = await ListAsync(running, options, cancellationToken).FirstOrDefaultAsync(task => task.Kind != MeilisearchKinds.TaskCancelation, cancellationToken).ConfigureAwait(false);
        return first is null ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{(first.Details is MeilisearchTaskDetails { BatchUid: { } batch } ? $"batch {batch}" : $"the task {first.Id}")} ({first.Kind}{(first.Scope is { } index ? $" of {index}" : "")}), running since {first.StartedAt:u}");
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
        var siblings = new MeilisearchTaskFilter { BatchIds = [.. batches], States = [TaskState.Running] };
        await foreach (var task in ListAsync(siblings, ReadOptions.Default, cancellationToken).ConfigureAwait(false))
        {
            if (!addressed.Contains(task.Id))
            {
                yield return task;
            }
        }
    }

    // What is protected may come between the look for it and the cancel: the server spares it itself when it is told what is meant.
    private async Task<CancelRequest> NarrowAsync(CancelRequest request, CancellationToken cancellationToken) => request.Filter is { } filter && MeilisearchCancel.ReachesAllKinds(filter)
        ? request with { Filter = MeilisearchFilterTranslator.Narrow(filter, MeilisearchKinds.Meant(await MeilisearchKinds.ReadKindsAsync(Pipeline, cancellationToken).ConfigureAwait(false))) }
        : request;
}
