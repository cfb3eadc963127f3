using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>A client of a service that exists only here: it can be made and send, no more.</summary>
internal sealed class ProbeClient(ProbeOptions options, HttpClient? supplied = null) : HttpTaskClient(options, supplied, new ProbeDialect())
{
    public override TaskClientCapabilities Capabilities => throw new NotSupportedException();

    public override TaskLifecycle Lifecycle => throw new NotSupportedException();

    public override Task<ServiceInfo> GetServiceInfoAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    internal Task<TaskHttpReply> SendAsync(TaskHttpRequest request) => Pipeline.SendAsync(request, CancellationToken.None).AsTask();

    protected override void Validate(TaskId id) => throw new NotSupportedException();

    protected override FilterTranslation Translate(TaskFilter filter) => throw new NotSupportedException();

    protected override Task<TaskSnapshot?> ReadAsync(TaskId id, ReadOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task<TaskPage> ReadPageAsync(FilterTranslation filter, ListPosition? from, ReadOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task<CancelReply> SendCancelAsync(CancelRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task<CancelReply?> ReconcileAsync(CancelRequest lost, CancellationToken cancellationToken) => throw new NotSupportedException();
}
