using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The wire of Meilisearch, as far as the pipeline must know it.</summary>
internal sealed class MeilisearchDialect(MeilisearchCredential? credential) : TaskDialect
{
    private const string TaskNotFound = "task_not_found";

    public override string ServiceName => MeilisearchLimits.ServiceName;

    protected internal override async ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken) =>
        request.Headers.Authorization = credential is null ? null : await credential.GetHeaderAsync(cancellationToken).ConfigureAwait(false);

    // An unknown key and one that may not do this are told alike.
    protected internal override bool IsCredentialRefused(TaskRequestException refusal) => base.IsCredentialRefused(refusal) || refusal is { StatusCode: 403, ErrorCode: "invalid_api_key" };

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, MeilisearchErrorBody.Read, out var error) ? error : null;

    // Any other 404 is not the server's word about a task.
    protected internal override TaskErrorReason Classify(int status, ServiceError? error) =>
        status == 404 && error?.Code != TaskNotFound ? TaskErrorReason.Protocol : base.Classify(status, error);
}
