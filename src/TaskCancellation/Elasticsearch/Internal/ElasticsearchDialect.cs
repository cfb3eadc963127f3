using System.Security.Cryptography;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The wire of Elasticsearch and OpenSearch, as far as the pipeline must know it.</summary>
internal sealed class ElasticsearchDialect(ElasticsearchCredential? credential) : TaskDialect
{
    private const string OpenSearchHeader = "X-OpenSearch-Version";
    private string product = ElasticsearchLimits.ServiceName;

    /// <summary>What marks this client's own requests, and the tasks they are on the server.</summary>
    internal string OpaqueId { get; } = "TaskCancellation-" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    public override string ServiceName => ElasticsearchLimits.ServiceName;

    /// <summary>Elasticsearch until it has said otherwise.</summary>
    protected internal override string Product => product;

    /// <summary>Takes note of what the service calls itself.</summary>
    internal void Name(string name) => product = name;

    protected internal override void Heed(HttpResponseMessage response)
    {
        if (response.Headers.NonValidated.Contains(OpenSearchHeader))
        {
            product = ElasticsearchLimits.OpenSearch;
        }
    }

    protected internal override ValueTask AuthenticateAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation(ElasticsearchTaskHeaders.OpaqueId, OpaqueId);
        return credential is null ? ValueTask.CompletedTask : AddCredential(request, credential.GetHeaderAsync(cancellationToken));
    }

    protected internal override ServiceError? ReadError(ReadOnlySpan<byte> body) => WireReader.TryRead(body, ElasticsearchErrorBody.Read, out var error) ? error : null;

    protected internal override TaskErrorReason Classify(int status, ServiceError? error) => (status, error?.Code) switch
    {
        // Nothing else says that there is no such task.
        (404, not ElasticsearchErrors.NotFound) => TaskErrorReason.Protocol,

        // The time a read may wait at the server has passed: the task runs on, and nobody asked for too much.
        (429, ElasticsearchErrors.Timeout or ElasticsearchErrors.TransportTimeout) => TaskErrorReason.ServerError,
        _ => base.Classify(status, error),
    };
}
