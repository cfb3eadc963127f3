using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>Finds, lists, cancels, and waits for the jobs of the Topaz Labs Image API.</summary>
/// <remarks>
/// <para>An accepted cancellation has taken effect: its 204 is documented as "successfully cancelled", there is no intermediate state, and there is nothing to wait for. The reply has no body, so that its snapshot shows only the id and the state. A cancellation that is refused as a conflict (409) gives no reason: the status of the job is read once to distinguish a job that was canceled before, has completed, has failed, or cannot be canceled.</para>
/// <para>A cancellation is safe to repeat, and is repeated after transient failures (429, 5xx, timeout, lost connection). The refusal of a repeated request may result from an earlier attempt; it is therefore followed by a read as well.</para>
/// <para>The service does not state whether a canceled job is charged. It has no cancellation of several jobs at once: a cancellation by filter lists the jobs and cancels each.</para>
/// <para>Ids are process ids: UUIDs, as returned by the submission of a job. Times are whole seconds on the service's clock. <see cref="TaskSnapshot.Kind"/> is the category, <see cref="TaskSnapshot.Scope"/> is the id of the uploaded source, and <see cref="TaskSnapshot.Name"/> is the file name.</para>
/// <para>A wait reads again when the job is expected to end, at the latest after one minute. By default it lasts four hours, because a job may be attempted three times.</para>
/// <para>Source: https://developer.topazlabs.com/reference/api-endpoints/image/cancel</para>
/// </remarks>
public class TopazImageTaskClient : HttpTaskClient
{
    /// <summary>The name of the service, as reports, plans, and errors show it; also the key of the client in a service collection.</summary>
    public const string ServiceName = "Topaz Image API";

    private readonly TopazImagePaths paths;
    private readonly TopazImageTaskList list;
    private readonly TopazImageCancel cancel;

    /// <summary>Initializes a new instance of the <see cref="TopazImageTaskClient"/> class with an HTTP client of its own, which is disposed of together with it.</summary>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new TopazImageTaskClient(new TopazImageTaskClientOptions
    /// {
    ///     Endpoint = TopazImageTaskClientOptions.ServiceEndpoint,
    ///     ApiKey = apiKey,
    /// });
    /// var outcome = await client.CancelAndWaitAsync(Guid.Parse("d5cc22ec-99a3-4e6a-af91-a44b4ab7b6fa"));
    /// </code>
    /// </example>
    public TopazImageTaskClient(TopazImageTaskClientOptions options)
        : this(options, null)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="TopazImageTaskClient"/> class that sends its requests through an existing HTTP client.</summary>
    /// <remarks>The HTTP client is neither changed nor disposed of, and its own timeout applies as well. The library has no control over what the handlers of the HTTP client do, such as retries and redirects.</remarks>
    /// <param name="httpClient">The HTTP client. Its base address is the endpoint when the options do not name one.</param>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new TopazImageTaskClient(httpClient, new TopazImageTaskClientOptions
    /// {
    ///     Endpoint = TopazImageTaskClientOptions.ServiceEndpoint,
    ///     ApiKey = apiKey,
    /// });
    /// </code>
    /// </example>
    public TopazImageTaskClient(HttpClient httpClient, TopazImageTaskClientOptions options)
        : this(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient)))
    {
    }

    private TopazImageTaskClient(TopazImageTaskClientOptions options, HttpClient? httpClient)
        : base(options ?? throw new ArgumentNullException(nameof(options)), httpClient, new TopazImageDialect(options.EffectiveCredential))
    {
        paths = new TopazImagePaths(Pipeline.Endpoint);
        list = new TopazImageTaskList(Pipeline, paths);
        cancel = new TopazImageCancel(Pipeline, paths);
    }

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities => TopazImageLimits.Capabilities;

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => TopazImageLifecycle.Table;

    /// <inheritdoc/>
    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        var page = await Pipeline.TryReadAsync(
            TaskHttpRequest.Get(paths.Page(1, null)), static (ref WireReader reader) => TopazImagePage.Read(ref reader, serverNow: null, keepRaw: false), cancellationToken).ConfigureAwait(false);
        return new ServiceInfo { Product = TopazImageLimits.ServiceName, Endpoint = Pipeline.Endpoint, CanList = page is not null };
    }

    /// <inheritdoc/>
    protected override void Validate(TaskId id) => TopazImageIds.Check(id);

    /// <inheritdoc/>
    protected override FilterTranslation Translate(TaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return TopazImageFilterTranslator.Translate(filter);
    }

    /// <inheritdoc/>
    protected override Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        TopazImageIds.Check(id);
        ArgumentNullException.ThrowIfNull(options);
        return list.ReadAsync(id, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(options);
        return list.ReadPageAsync(filter.Filter, from, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(task);
        return TopazImageFilterTranslator.Match(filter.Filter, field, task);
    }

    /// <inheritdoc/>
    protected override Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return cancel.SendAsync(request.Targets[0], cancellationToken);
    }

    /// <inheritdoc/>
    protected override string Describe(CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Pipeline.Describe(cancel.ToRequest(request.Targets.Single()));
    }

    /// <inheritdoc/>
    protected override TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields.Count == 0 ? base.Restore(filter) : new TopazImageTaskFilter(filter);
    }
}
