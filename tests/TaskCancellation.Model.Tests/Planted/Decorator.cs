namespace TaskCancellation.Model.Tests.Planted;

/// <summary>A client around another. What a wrong one does not get wrong goes through.</summary>
internal abstract class Decorator(TaskClient inner) : TaskClient(inner.TimeProvider)
{
    public override Uri? Endpoint => inner.Endpoint;

    public override TaskClientCapabilities Capabilities => inner.Capabilities;

    public override TaskLifecycle Lifecycle => inner.Lifecycle;

    protected TaskClient Inner => inner;

    public override Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default) => inner.GetServiceInfoAsync(cancellationToken);

    public override Task<TaskSnapshot?> FindAsync(TaskId id, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.FindAsync(id, options, cancellationToken);

    public override IAsyncEnumerable<TaskSnapshot> ListAsync(TaskFilter filter, ReadOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.ListAsync(filter, options, cancellationToken);

    public override Task<TaskSnapshot> WaitForCompletionAsync(TaskTarget target, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.WaitForCompletionAsync(target, options, cancellationToken);

    public override Task<CancellationOperation> CancelAsync(TaskTarget target, CancellationToken cancellationToken = default) =>
        inner.CancelAsync(target, cancellationToken);

    public override Task<CancellationOperation> CancelAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.CancelAsync(filter, options, cancellationToken);

    public override Task<CancellationPlan> PlanAsync(TaskFilter filter, CancelOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.PlanAsync(filter, options, cancellationToken);

    public override Task<CancellationOperation> ExecuteAsync(CancellationPlan plan, ExecuteOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.ExecuteAsync(plan, options, cancellationToken);

    public override IAsyncEnumerable<CancellationOutcome> CancelManyAsync(IAsyncEnumerable<TaskTarget> targets, BatchOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.CancelManyAsync(targets, options, cancellationToken);

    public override IAsyncEnumerable<TaskSnapshot> WatchAsync(TaskFilter filter, WaitOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.WatchAsync(filter, options, cancellationToken);

    public override CancellationOperation Restore(CancellationOperationState state) => inner.Restore(state);

    protected override void Validate(TaskId id) => throw new NotSupportedException();

    protected override FilterTranslation Translate(TaskFilter filter) => throw new NotSupportedException();

    protected override Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken) => throw new NotSupportedException();
}
