using TaskCancellation.Http;

namespace TaskCancellation.VeevaVault;

/// <summary>Finds, lists, cancels, and waits for the jobs of a Veeva Vault, version 25.3 of the API or later.</summary>
/// <remarks>
/// <para>A cancellation is acknowledged when the job is CANCELLING, from where it always ends as CANCELLED; it has taken effect when the status shows that. SCHEDULED jobs can be canceled, QUEUEING and QUEUED jobs if their kind permits it; jobs that are running or have ended cannot. Vault accepts up to 500 jobs in one request and answers for each of them. A cancellation is safe to repeat, and is repeated after transient failures. A refusal that is not conclusive is followed by a read.</para>
/// <para>Vault answers INSUFFICIENT_ACCESS both for a job that the user may not cancel and for a job that does not exist. This is <see cref="CancellationVerdict.Denied"/> here, and the message of the error names the other meaning.</para>
/// <para>Vault shows the status of a job once in ten seconds. Many jobs are read together from its monitors, as far as that costs less. Above its burst limit, Vault delays its replies; waits then read less often.</para>
/// <para>The times of snapshots require <see cref="VeevaVaultTaskClientOptions.VaultTimeZone"/>. Only lists show titles.</para>
/// <para>Source: https://developer.veevavault.com/api/#jobs</para>
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

    /// <summary>Prevents the session from ending because of inactivity.</summary>
    /// <remarks>Waits do this by themselves. A client that logs in with a password obtains a new session when one has ended. Safe to repeat. Source: https://developer.veevavault.com/api/#session-keep-alive.</remarks>
    /// <param name="cancellationToken">Ends this call only.</param>
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
