using TaskCancellation.Http;

namespace TaskCancellation.TopazImage;

/// <summary>The wire of the Topaz Image API, as far as the pipeline must know it. Refusals are told apart by their HTTP status alone: the code in the body repeats it or is missing, and texts are no contract.</summary>
internal sealed class TopazImageDialect(TopazImageCredential? credential) : TaskDialect
{
    private const string KeyHeader = "X-API-Key";

    internal override string ServiceName => TopazImageLimits.ServiceName;

    internal override async ValueTask AuthenticateAsync(HttpRequestMessage request, bool forceRefresh, CancellationToken cancellationToken) =>
        request.Headers.Add(KeyHeader, await credential!.GetKeyAsync(cancellationToken).ConfigureAwait(false));

    internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, TopazImageErrorBody.Read, out var error) ? error : null;
}
