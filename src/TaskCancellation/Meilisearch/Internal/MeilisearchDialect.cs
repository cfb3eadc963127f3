using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The wire of Meilisearch, as far as the pipeline must know it.</summary>
internal sealed class MeilisearchDialect(MeilisearchCredential? credential) : TaskDialect
{
    private const string TaskNotFound = "task_not_found";

    internal override string ServiceName => MeilisearchLimits.ServiceName;

    internal override async ValueTask AuthenticateAsync(HttpRequestMessage request, bool forceRefresh, CancellationToken cancellationToken) =>
        request.Headers.Authorization = credential is null ? null : await credential.GetHeaderAsync(cancellationToken).ConfigureAwait(false);

    internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, MeilisearchErrorBody.Read, out var error) ? error : null;

    // Any other 404 is not the server's word about a task.
    internal override TaskErrorKind Classify(int status, ServiceError? error) =>
        status == 404 && error?.Code != TaskNotFound ? TaskErrorKind.Protocol : base.Classify(status, error);
}
