using System.Text.Json;
using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>The wire of Meilisearch, as far as the pipeline must know it.</summary>
internal sealed class MeilisearchDialect(MeilisearchCredential? credential) : TaskDialect
{
    internal override string ServiceName => MeilisearchLimits.ServiceName;

    internal override async ValueTask AuthenticateAsync(HttpRequestMessage request, bool forceRefresh, CancellationToken cancellationToken) =>
        request.Headers.Authorization = credential is null ? null : await credential.GetHeaderAsync(cancellationToken).ConfigureAwait(false);

    internal override ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, MeilisearchJson.Default.MeilisearchError) is { Code: { } code, Message: { } message }
                ? new ServiceError(code, message)
                : null;
        }
        catch (JsonException)
        {
            // Not the server's: a proxy's page, or nothing.
            return null;
        }
    }
}
