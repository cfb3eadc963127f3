using TaskCancellation.Http;

namespace TaskCancellation.CloudFoundry;

/// <summary>Finds, lists, cancels, and waits for the tasks of Cloud Foundry apps, through version 3 of the API, or through Korifi when the options specify it.</summary>
/// <remarks>
/// <para>A cancellation is acknowledged when the record of the task shows CANCELING. It has taken effect when the record shows FAILED with the reason "task was cancelled", which is <see cref="TaskState.Canceled"/> here. The record changes before the process is stopped: canceled describes the record. A task can still succeed, or fail by itself, after its cancellation was acknowledged.</para>
/// <para>Canceling needs the role space developer or space supporter, or an admin; reading needs any role in the space.</para>
/// <para>A cancellation is safe to repeat, and is repeated after transient failures: the service may have recorded it although it answered 500 or 503. After a 500 of the service itself, the task is read first. A task that is still running although its cancellation could not be saved twice is not canceled, and the outcome has the error. While the service cannot reach Diego, a reply takes more than a minute.</para>
/// <para>Tasks that have ended are deleted after a month; the tasks of a deleted app immediately.</para>
/// <para>Source: https://v3-apidocs.cloudfoundry.org/#cancel-a-task</para>
/// </remarks>
public class CloudFoundryTaskClient : HttpTaskClient
{
    /// <summary>The name of the service, as reports, plans, and errors show it; also the key of the client in a service collection.</summary>
    public const string ServiceName = "Cloud Foundry";

    private readonly CloudFoundryApiFlavor flavor;
    private readonly CloudFoundryTaskList list;
    private readonly CloudFoundryCancel cancel;

    /// <summary>Initializes a new instance of the <see cref="CloudFoundryTaskClient"/> class with an HTTP client of its own, which is disposed of together with it.</summary>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new CloudFoundryTaskClient(new CloudFoundryTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://api.example.com"),
    ///     Credential = CloudFoundryCredential.CliConfig(),
    /// });
    /// var outcome = await client.CancelAndWaitAsync(Guid.Parse("d5cc22ec-99a3-4e6a-af91-a44b4ab7b6fa"));
    /// </code>
    /// </example>
    public CloudFoundryTaskClient(CloudFoundryTaskClientOptions options)
        : this(options, null)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="CloudFoundryTaskClient"/> class that sends its requests through an existing HTTP client.</summary>
    /// <remarks>The HTTP client is neither changed nor disposed of, and its own timeout applies as well. The library has no control over what the handlers of the HTTP client do, such as retries and redirects.</remarks>
    /// <param name="httpClient">The HTTP client. Its base address is the endpoint when the options do not name one.</param>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new CloudFoundryTaskClient(httpClient, new CloudFoundryTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://api.example.com"),
    ///     Credential = CloudFoundryCredential.CliConfig(),
    /// });
    /// </code>
    /// </example>
    public CloudFoundryTaskClient(HttpClient httpClient, CloudFoundryTaskClientOptions options)
        : this(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient)))
    {
    }

    private CloudFoundryTaskClient(CloudFoundryTaskClientOptions options, HttpClient? httpClient)
        : this(options, httpClient, new CloudFoundryDialect())
    {
    }

    private CloudFoundryTaskClient(CloudFoundryTaskClientOptions options, HttpClient? httpClient, CloudFoundryDialect dialect)
        : base(options ?? throw new ArgumentNullException(nameof(options)), httpClient, dialect)
    {
        flavor = options.Flavor;
        list = new CloudFoundryTaskList(Pipeline, flavor);
        cancel = new CloudFoundryCancel(Pipeline, options, (id, token) => ReadAsync(id, ReadOptions.Default, token));
        dialect.Tokens = options.EffectiveCredential!.CreateTokens(Pipeline, TimeProvider);
    }

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities => CloudFoundryLimits.Capabilities(flavor);

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => CloudFoundryLifecycle.Table;

    /// <inheritdoc/>
    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get("") with { IsAnonymous = true }, cancellationToken).ConfigureAwait(false);
        var root = reply.Read(CloudFoundryRoot.Read);
        var page = await Pipeline.TryReadAsync(TaskHttpRequest.Get(CloudFoundryPaths.Probe), static (ref WireReader reader) => CloudFoundryPage.Read(ref reader, keepRaw: false), cancellationToken).ConfigureAwait(false);
        return new ServiceInfo
        {
            Product = root.IsOnKubernetes ? "Korifi" : CloudFoundryDialect.Name,
            Version = root.Version is { } version ? SafeText.Of(version) : null,
            Endpoint = Pipeline.Endpoint,
            CanList = page is not null,
        };
    }

    /// <inheritdoc/>
    protected override void Validate(TaskId id) => CloudFoundryIds.Check(id);

    /// <inheritdoc/>
    protected override FilterTranslation Translate(TaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return CloudFoundryFilterTranslator.Translate(filter, flavor);
    }

    /// <inheritdoc/>
    protected override async Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        CloudFoundryIds.Check(id);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            using var reply = await Pipeline.SendAsync(TaskHttpRequest.Get(CloudFoundryPaths.One(id), options), cancellationToken).ConfigureAwait(false);
            return ReadTask(reply, id, options.KeepRaw);
        }
        catch (TaskRequestException error) when (error.Reason == TaskErrorReason.NotFound)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    protected override Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(options);
        return list.ReadPageAsync(filter, (CloudFoundryListPosition?)from, options, cancellationToken);
    }

    /// <inheritdoc/>
    protected override FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(task);
        return CloudFoundryFilterTranslator.Match(filter.Filter, field, task);
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
        return cancel.Describe(request.Targets.Single());
    }

    /// <inheritdoc/>
    protected override TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields.Count == 0 ? base.Restore(filter) : new CloudFoundryTaskFilter(filter);
    }

    internal static TaskSnapshot ReadTask(TaskHttpReply reply, TaskId id, bool keepRaw)
    {
        var task = reply.Read((ref WireReader reader) => CloudFoundryTaskObject.Read(ref reader, keepRaw));

        // A database may find a GUID in any case; it always answers in its own.
        return string.Equals(task.Id.Value, id.Value, StringComparison.OrdinalIgnoreCase)
            ? task
            : throw reply.ProtocolError("The reply is about another task.");
    }
}
