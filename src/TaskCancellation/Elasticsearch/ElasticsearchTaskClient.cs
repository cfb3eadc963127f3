using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>Finds, lists, cancels, and waits for the tasks of an Elasticsearch cluster, version 7 to 9, or an OpenSearch cluster, version 1 to 3.</summary>
/// <remarks>
/// <para>A cancellation sets a flag that the task checks from time to time; it reaches everything that the task has started. An accepted cancellation is therefore <see cref="TaskState.Canceling"/>, and the task may still end by itself. How it ended is known only for tasks whose result is stored (reindex, update by query, and delete by query, started with <c>wait_for_completion=false</c>). Other tasks disappear, which is <see cref="CancellationVerdict.Ended"/>. Before Elasticsearch 7.14 and OpenSearch 2.0 the flag is not shown: a task that is being canceled then appears as running.</para>
/// <para>An id consists of the id of a node and a number that starts again when the node restarts, so that an old id may name another task. A target with a kind and a start time (<see cref="TaskSnapshot.ToTarget"/>) is read first, canceled only as a task of that kind, and compared with what the reply shows. This narrows the window for a mistake but cannot close it.</para>
/// <para>A cancellation by id is repeated after transient failures. A cancellation by filter is never repeated, because it could affect tasks that started since. A server-side cancellation needs <see cref="TaskFilter.Kinds"/> or <see cref="ElasticsearchTaskFilter.ParentId"/>.</para>
/// <para>Reading needs the privilege <c>monitor</c>; canceling needs <c>manage</c> or <c>cancel_task</c>. On OpenSearch, reading needs <c>cluster:monitor/tasks/lists</c>, <c>cluster:monitor/task/get</c> and, for <see cref="GetServiceInfoAsync"/>, <c>cluster:monitor/main</c>; canceling needs <c>cluster:admin/tasks/cancel</c>.</para>
/// <para>Elasticsearch serverless neither lists nor cancels tasks. There, only reindexing is listed and canceled, through <c>/_reindex</c>, by id, kind, and start time. All other tasks can only be read.</para>
/// <para>Sources: https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-tasks-cancel and https://docs.opensearch.org/latest/api-reference/tasks/cancel-tasks/</para>
/// </remarks>
public class ElasticsearchTaskClient : HttpTaskClient
{
    /// <summary>The name of the service, as reports, plans, and errors show it; also the key of the client in a service collection.</summary>
    public const string ServiceName = "Elasticsearch";

    private const int IdsWorthAList = 20;
    private readonly ElasticsearchDialect dialect;
    private readonly ElasticsearchTaskList list;
    private readonly ElasticsearchTaskReader reader;
    private readonly ElasticsearchCancel cancel;
    private readonly ElasticsearchReindexApi reindexing;

    /// <summary>Initializes a new instance of the <see cref="ElasticsearchTaskClient"/> class with an HTTP client of its own, which is disposed of together with it.</summary>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new ElasticsearchTaskClient(new ElasticsearchTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://search.example.com:9200"),
    ///     Credential = ElasticsearchCredential.ApiKey(apiKey),
    /// });
    /// var outcome = await client.CancelAndWaitAsync("oTUltX4IQMOUUVeiohTt8A:12345");
    /// </code>
    /// </example>
    public ElasticsearchTaskClient(ElasticsearchTaskClientOptions options)
        : this(options, null)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="ElasticsearchTaskClient"/> class that sends its requests through an existing HTTP client.</summary>
    /// <remarks>The HTTP client is neither changed nor disposed of, and its own timeout applies as well. The library has no control over what the handlers of the HTTP client do, such as retries and redirects.</remarks>
    /// <param name="httpClient">The HTTP client. Its base address is the endpoint when the options do not name one.</param>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new ElasticsearchTaskClient(httpClient, new ElasticsearchTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://search.example.com:9200"),
    ///     Credential = ElasticsearchCredential.ApiKey(apiKey),
    /// });
    /// </code>
    /// </example>
    public ElasticsearchTaskClient(HttpClient httpClient, ElasticsearchTaskClientOptions options)
        : this(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient)))
    {
    }

    private ElasticsearchTaskClient(ElasticsearchTaskClientOptions options, HttpClient? httpClient)
        : this(options ?? throw new ArgumentNullException(nameof(options)), httpClient, new ElasticsearchDialect(options.EffectiveCredential))
    {
    }

    private ElasticsearchTaskClient(ElasticsearchTaskClientOptions options, HttpClient? httpClient, ElasticsearchDialect dialect)
        : base(options, httpClient, dialect)
    {
        Capabilities = ElasticsearchLimits.Within(options.AttemptTimeout, httpClient?.Timeout);
        this.dialect = dialect;
        reindexing = new ElasticsearchReindexApi(Pipeline, dialect);
        list = new ElasticsearchTaskList(Pipeline, dialect, reindexing, ElasticsearchLimits.ListWait(Capabilities));
        reader = new ElasticsearchTaskReader(Pipeline, dialect, list, Capabilities.MaxLongPollTimeout);
        cancel = new ElasticsearchCancel(Pipeline, dialect, reader, reindexing, TimeProvider, options.CancelLongPollTimeout);
    }

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => ElasticsearchLifecycle.Table;

    /// <inheritdoc/>
    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        var root = await Pipeline.TryReadAsync(TaskHttpRequest.Get(""), ElasticsearchRoot.Read, cancellationToken).ConfigureAwait(false);
        var product = root switch
        {
            null or { Number: null, Distribution: null, BuildFlavor: null } => null,
            { Distribution: "opensearch" } => ElasticsearchLimits.OpenSearch,
            { BuildFlavor: "serverless" } => "Elasticsearch Serverless",
            _ => ElasticsearchLimits.ServiceName,
        };
        dialect.Name(product ?? dialect.Product);
        return new ServiceInfo
        {
            Product = product ?? "Elasticsearch or OpenSearch",
            Version = root?.Number,
            Endpoint = Pipeline.Endpoint,
            CanList = await MayListAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    protected override void Validate(TaskId id) => ElasticsearchIds.Check(id);

    /// <inheritdoc/>
    protected override FilterTranslation Translate(TaskFilter filter) => ElasticsearchFilterTranslator.Translate(filter);

    /// <inheritdoc/>
    protected override Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return reader.ReadAsync(id, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(options);
        return filter.Filter.Ids is { } ids ? ReadByIdAsync(filter, ids, options, cancellationToken) : list.ReadAsync(filter, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(task);
        return ElasticsearchFilterTranslator.Match(filter.Filter, field, task);
    }

    /// <inheritdoc/>
    protected override Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Filter is { } filter ? cancel.SendAsync(filter, cancellationToken) : cancel.SendAsync(request.Targets.Single(), cancellationToken);
    }

    /// <inheritdoc/>
    protected override string Describe(CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Pipeline.Describe(request.Filter is { } filter ? ElasticsearchCancel.ToRequest(filter) : cancel.ToRequest(request.Targets.Single()));
    }

    /// <inheritdoc/>
    protected override TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields.Count == 0 ? base.Restore(filter) : new ElasticsearchTaskFilter(filter);
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<TaskSnapshot> ReadCollateralAsync(IReadOnlyList<TaskSnapshot> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return targets.Count == 0 ? AsyncEnumerable.Empty<TaskSnapshot>() : list.ReadDescendantsAsync(targets, cancellationToken);
    }

    private async Task<TaskPage> ReadByIdAsync(FilterTranslation filter, IReadOnlyList<TaskId> ids, ReadOptions options, CancellationToken cancellationToken)
    {
        var wanted = ids.ToHashSet();
        var tasks = await FindListedAsync(filter, wanted, options, cancellationToken).ConfigureAwait(false);
        var (read, failure) = await NamedTasks.ReadAsync([.. wanted], (id, token) => reader.ReadAsync(id, options with { LongPollTimeout = null }, token), cancellationToken).ConfigureAwait(false);
        return new TaskPage([.. tasks, .. read]) { Failure = failure };
    }

    // One list of what runs costs less than many reads. What it does not show is read by itself; so is everything where no list is to be had, and each read tells what hinders it.
    private async Task<List<TaskSnapshot>> FindListedAsync(FilterTranslation filter, HashSet<TaskId> wanted, ReadOptions options, CancellationToken cancellationToken)
    {
        if (wanted.Count < IdsWorthAList)
        {
            return [];
        }

        try
        {
            var page = await list.ReadAsync(Translate(filter.Filter with { Ids = null, States = null }), options, cancellationToken).ConfigureAwait(false);
            return [.. page.Tasks.Where(task => wanted.Remove(task.Id))];
        }
        catch (TaskRequestException)
        {
            return [];
        }
    }

    private async Task<bool> MayListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Pipeline.TryReadAsync(TaskHttpRequest.Get(ElasticsearchPaths.Probe(ElasticsearchLimits.ListWait(Capabilities))), ElasticsearchPage.Reader(dialect.Product), cancellationToken).ConfigureAwait(false) is not null;
        }
        catch (TaskRequestException refusal) when (ElasticsearchReindexApi.IsDue(refusal))
        {
            return await reindexing.MayListAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
