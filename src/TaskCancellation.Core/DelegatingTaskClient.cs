namespace TaskCancellation;

/// <summary>A client that passes all calls on to another client. Derive from it to change a part: to add a policy or an audit trail, or to replace a primitive.</summary>
/// <remarks>
/// <para>The primitives of <see cref="TaskClient"/> (read one task, read a page, send one cancel request) are passed on, not the verbs that are built on them. An override of <see cref="Translate"/>, <see cref="ReadAsync"/>, or <see cref="SendCancelAsync"/> therefore applies to every verb: listing, waiting, watching, planning, and canceling one task or many.</para>
/// <para>An instance is as thread-safe as the client it passes calls on to.</para>
/// </remarks>
/// <example>
/// A client on which every cancel request leaves a line:
/// <code>
/// public sealed class AuditedTaskClient(TaskClient inner, TextWriter audit) : DelegatingTaskClient(inner)
/// {
///     protected override Task&lt;CancelReply&gt; SendCancelAsync(CancelRequest request, CancellationToken cancellationToken)
///     {
///         audit.WriteLine(Describe(request));
///         return base.SendCancelAsync(request, cancellationToken);
///     }
/// }
/// </code>
/// </example>
public abstract class DelegatingTaskClient : TaskClient
{
    /// <summary>Initializes a new instance that passes all calls on to <paramref name="innerClient"/> and runs on its clock.</summary>
    /// <param name="innerClient">The client to pass calls on to. It is disposed of together with this client.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerClient"/> is <see langword="null"/>.</exception>
    protected DelegatingTaskClient(TaskClient innerClient)
        : base((innerClient ?? throw new ArgumentNullException(nameof(innerClient))).TimeProvider) => InnerClient = innerClient;

    /// <inheritdoc/>
    public override Uri? Endpoint => InnerClient.Endpoint;

    /// <inheritdoc/>
    public override TaskClientCapabilities Capabilities => InnerClient.Capabilities;

    /// <inheritdoc/>
    public override TaskLifecycle Lifecycle => InnerClient.Lifecycle;

    /// <summary>Gets the client that calls are passed on to.</summary>
    protected TaskClient InnerClient { get; }

    /// <inheritdoc/>
    protected internal override OperationObserver? Observer => InnerClient.Observer;

    /// <inheritdoc/>
    protected internal override string ProductName => InnerClient.ProductName;

    /// <inheritdoc/>
    public override Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default) => InnerClient.GetServiceInfoAsync(cancellationToken);

    /// <inheritdoc/>
    protected internal override void Validate(TaskId id) => InnerClient.Validate(id);

    /// <inheritdoc/>
    protected internal override FilterTranslation Translate(TaskFilter filter) => InnerClient.Translate(filter);

    /// <inheritdoc/>
    protected internal override Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken) => InnerClient.ReadAsync(id, options, cancellationToken);

    /// <inheritdoc/>
    protected internal override Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken) => InnerClient.ReadPageAsync(filter, from, options, cancellationToken);

    /// <inheritdoc/>
    protected internal override Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken) => InnerClient.SendCancelAsync(request, cancellationToken);

    /// <inheritdoc/>
    protected internal override FieldMatch Match(FilterTranslation filter, FilterFields field, TaskSnapshot task) => InnerClient.Match(filter, field, task);

    /// <inheritdoc/>
    protected internal override Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken) => InnerClient.ReconcileAsync(lost, cancellationToken);

    /// <inheritdoc/>
    protected internal override IAsyncEnumerable<TaskSnapshot> ReadCollateralAsync(IReadOnlyList<TaskSnapshot> targets, CancellationToken cancellationToken) => InnerClient.ReadCollateralAsync(targets, cancellationToken);

    /// <inheritdoc/>
    protected internal override Task<string?> DescribeBlockerAsync(ReadOptions options, CancellationToken cancellationToken) => InnerClient.DescribeBlockerAsync(options, cancellationToken);

    /// <inheritdoc/>
    protected internal override string Describe(CancelRequest request) => InnerClient.Describe(request);

    /// <inheritdoc/>
    protected internal override TaskFilter Restore(StoredTaskFilter filter) => InnerClient.Restore(filter);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            InnerClient.Dispose();
        }

        base.Dispose(disposing);
    }
}
