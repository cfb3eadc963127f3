using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The wire of Meilisearch, as far as the pipeline must know it.</summary>
internal sealed class MeilisearchDialect(MeilisearchCredential? credential) : TaskDialect
{
    public override string ServiceName => MeilisearchLimits.ServiceName;

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken) =>
        credential is null ? ValueTask.CompletedTask : AddCredential(request, credential.GetHeaderAsync(cancellationToken));

    protected internal override bool IsCredentialRefused(TaskRequestException refusal) => base.IsCredentialRefused(refusal) || refusal is { StatusCode: 403, ErrorCode: MeilisearchErrors.InvalidApiKey };

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, MeilisearchErrorBody.Read, out var error) ? error : null;

    protected internal override TaskErrorReason Classify(int status, ServiceError? error) =>
        status == 404 && error?.Code != MeilisearchErrors.TaskNotFound ? TaskErrorReason.Protocol : base.Classify(status, error);
}
