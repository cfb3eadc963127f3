using System.Security.Cryptography;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The wire of Elasticsearch and OpenSearch, as far as the pipeline must know it.</summary>
internal sealed class ElasticsearchDialect(ElasticsearchCredential? credential) : TaskDialect
{
    /// <summary>What marks this client's own requests, and the tasks they are on the server.</summary>
    internal string OpaqueId { get; } = "TaskCancellation-" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    internal override string ServiceName => ElasticsearchLimits.ServiceName;

    /// <summary>What the service calls itself: Elasticsearch until it has said.</summary>
    internal string Product { get; set; } = ElasticsearchLimits.ServiceName;

    internal override async ValueTask AuthenticateAsync(HttpRequestMessage request, bool forceRefresh, CancellationToken cancellationToken)
    {
        request.Headers.Add(TaskHeaders.OpaqueId, OpaqueId);
        request.Headers.Authorization = credential is null ? null : await credential.GetHeaderAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, ErrorBody.Read, out var error) ? error : null;

    internal override TaskErrorKind Classify(int status, ServiceError? error) => (status, error?.Code) switch
    {
        // Nothing else says that there is no such task.
        (404, not ErrorTypes.NotFound) => TaskErrorKind.Protocol,

        // The time a read may wait at the server has passed: the task runs on, and nobody asked for too much.
        (429, ErrorTypes.Timeout or ErrorTypes.TransportTimeout) => TaskErrorKind.ServerError,
        _ => base.Classify(status, error),
    };
}
