using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Finds, lists, cancels and waits for the jobs of a Veeva Vault, from version 25.3 of its API.</summary>
/// <remarks>
/// <para>A cancel is acknowledged when the job is CANCELLING, from where it always ends as CANCELLED; it has taken effect when its status says that. SCHEDULED jobs can be canceled; QUEUEING and QUEUED ones if their kind permits it; running and ended ones cannot.
/// Vault answers in one request for up to 500 jobs, for each by itself. A cancel is safe to repeat, and is repeated after passing failures; what a refusal leaves open is read up.</para>
/// <para>Vault answers INSUFFICIENT_ACCESS both for a job that the user may not cancel and for one that does not exist: that is <see cref="CancellationVerdict.Denied"/> here, and the error's text says what it may also mean.</para>
/// <para>Vault shows the status of a job once in ten seconds. Many jobs are looked at together in its monitors, as far as that costs less. Over its burst limit it answers late: waits then look less often.</para>
/// <para>Times on snapshots need <see cref="VeevaVaultTaskClientOptions.VaultTimeZone"/>; titles show in lists only.</para>
/// <para>Facts: https://developer.veevavault.com/api/#jobs</para>
/// </remarks>
public class VeevaVaultTaskClient : HttpTaskClient
{
    /// <summary>The name of the service, as reports, plans, and errors show it; also the key of the client in a service collection.</summary>
    public const string ServiceName = "Veeva Vault";

    private readonly VeevaVaultPaths paths;
    private readonly VeevaVaultTimes times;
    private readonly VeevaVaultTaskList list;
    private readonly VeevaVaultCancel cancel;

    /// <summary>Initializes a new instance of the <see cref="VeevaVaultTaskClient"/> class with an HTTP client of its own, which is disposed of together with it.</summary>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new VeevaVaultTaskClient(new VeevaVaultTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://myvault.veevavault.com"),
    ///     Credential = VeevaVaultCredential.Password("user@example.com", password),
    /// });
    /// var outcome = await client.CancelAndWaitAsync("4051");
    /// </code>
    /// </example>
    public VeevaVaultTaskClient(VeevaVaultTaskClientOptions options)
        : this(options, null)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="VeevaVaultTaskClient"/> class that sends its requests through an existing HTTP client.</summary>
    /// <remarks>The HTTP client is neither changed nor disposed of, and its own timeout applies as well. The library has no control over what the handlers of the HTTP client do, such as retries and redirects.</remarks>
    /// <param name="httpClient">The HTTP client. Its base address is the endpoint when the options do not name one.</param>
    /// <param name="options">The settings. They are read once; later changes have no effect.</param>
    /// <exception cref="ArgumentException">A setting is missing or invalid. The message names the setting.</exception>
    /// <example>
    /// <code>
    /// using var client = new VeevaVaultTaskClient(httpClient, new VeevaVaultTaskClientOptions
    /// {
    ///     Endpoint = new Uri("https://myvault.veevavault.com"),
    ///     Credential = VeevaVaultCredential.Password("user@example.com", password),
    /// });
    /// </code>
    /// </example>
    public VeevaVaultTaskClient(HttpClient httpClient, VeevaVaultTaskClientOptions options)
        : this(options, httpClient ?? throw new ArgumentNullException(nameof(httpClient)))
    {
    }

    private VeevaVaultTaskClient(VeevaVaultTaskClientOptions options, HttpClient? httpClient)
        : this(options, httpClient, new VeevaVaultDialect(options?.ClientId, options?.UseXmlReplies == true))
    {
    }

    private VeevaVaultTaskClient(VeevaVaultTaskClientOptions options, HttpClient? httpClient, VeevaVaultDialect dialect)
        : base(options ?? throw new ArgumentNullException(nameof(options)), httpClient, dialect)
    {
        paths = new VeevaVaultPaths(options.ApiVersion);
        times = VeevaVaultTimes.Of(options.VaultTimeZone);
        list = new VeevaVaultTaskList(Pipeline, paths, times);
        cancel = new VeevaVaultCancel(Pipeline, dialect, paths, options.UseCsvRequests, options.UseXmlReplies);
        dialect.Sessions = options.EffectiveCredential!.CreateSessions(new VeevaVaultLogin(Pipeline, paths, options.VaultId, options.ClientId), TimeProvider);
    }

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities => VeevaVaultLimits.Capabilities(times.AreKnown);

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => VeevaVaultLifecycle.Table;

    /// <inheritdoc/>
    public override async Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default)
    {
        var job = new VeevaVaultTaskObject(times, pause: null);
        var versions = await Pipeline.TryReadAsync(TaskHttpRequest.Get(VeevaVaultPaths.Versions), VeevaVaultRoot.Read, cancellationToken).ConfigureAwait(false);
        var page = await Pipeline.TryReadAsync(TaskHttpRequest.Get(paths.Page(VeevaVaultJobList.Monitors, 0, 1)), (ref WireReader reader) => VeevaVaultPage.Read(ref reader, job, keepRaw: false), cancellationToken).ConfigureAwait(false);
        return new ServiceInfo
        {
            Product = VeevaVaultLimits.ServiceName,
            Version = versions?.Newest,
            Endpoint = Pipeline.Endpoint,
            CanList = page is not null,
        };
    }

    /// <summary>Keeps the session from ending for want of use. Waits do that by themselves; a client that logs in with a password gets a new session when one has ended. Safe to repeat. API: https://developer.veevavault.com/api/#session-keep-alive.</summary>
    /// <exception cref="TaskRequestException">The session has ended and could not be renewed, or Vault was not reached.</exception>
    public virtual async Task KeepAliveAsync(CancellationToken cancellationToken = default)
    {
        using var reply = await Pipeline.SendAsync(new TaskHttpRequest(HttpMethod.Post, paths.KeepAlive, RetrySafety.Safe), cancellationToken).ConfigureAwait(false);
        reply.Read(VeevaVaultErrorBody.Read);
    }

    /// <inheritdoc/>
    protected override void Validate(TaskId id) => VeevaVaultIds.Check(id);

    /// <inheritdoc/>
    protected override FilterTranslation Translate(TaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return VeevaVaultFilterTranslator.Translate(filter, times.AreKnown);
    }

    /// <inheritdoc/>
    protected override Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken)
    {
        VeevaVaultIds.Check(id);
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
        return VeevaVaultFilterTranslator.Match(filter.Filter, field, task);
    }

    /// <inheritdoc/>
    protected override Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return cancel.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override string Describe(CancelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Pipeline.Describe(cancel.ToRequest(request));
    }

    /// <inheritdoc/>
    protected override TaskFilter Restore(StoredTaskFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ServiceFields.Count == 0 ? base.Restore(filter) : new VeevaVaultTaskFilter(filter);
    }
}
