using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>The wire of the Topaz Image API, as far as the pipeline must know it. Refusals are told apart by their HTTP status alone: the code in the body repeats it or is missing, and texts are no contract.</summary>
internal sealed class TopazImageDialect(TopazImageCredential? credential) : TaskDialect
{
    public override string ServiceName => TopazImageLimits.ServiceName;

    protected internal override string CredentialHeader => "X-API-Key";

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken) =>
        AddCredential(request, credential!.GetHeaderAsync(cancellationToken));

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, TopazImageErrorBody.Read, out var error) ? error : null;
}
