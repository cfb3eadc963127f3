using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The wire of Elasticsearch and OpenSearch, as far as the pipeline must know it.</summary>
internal sealed partial class ElasticsearchDialect(ElasticsearchCredential? credential) : TaskDialect
{
    internal const string OpaqueIdHeader = "X-Opaque-Id";

    /// <summary>What marks this client's own requests, and the tasks they are on the server.</summary>
    internal string OpaqueId { get; } = "TaskCancellation-" + RandomNumberGenerator.GetHexString(16, lowercase: true);

    internal override string ServiceName => ElasticsearchLimits.ServiceName;

    internal override async ValueTask AuthenticateAsync(HttpRequestMessage request, bool forceRefresh, CancellationToken cancellationToken)
    {
        request.Headers.Add(OpaqueIdHeader, OpaqueId);
        request.Headers.Authorization = credential is null ? null : await credential.GetHeaderAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override ServiceError? ReadError(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ElasticsearchJson.Default.ErrorReply)?.Error switch
            {
                { ValueKind: JsonValueKind.Object } error => new ServiceError(ErrorCauses.TypeOf(error), ErrorCauses.ReasonOf(error) ?? ErrorCauses.Describe(error)),
                { ValueKind: JsonValueKind.String } text => FromText(text.GetString()!),
                _ => null,
            };
        }
        catch (JsonException)
        {
            // Not the service's: a proxy's page, a security plugin's plain word, or nothing.
            return null;
        }
    }

    internal override TaskErrorKind Classify(int status, ServiceError? error) => (status, error?.Code) switch
    {
        (404, null) => TaskErrorKind.Protocol,

        // The time a read may wait at the server has passed: the task runs on, and nobody asked for too much.
        (429, ErrorTypes.Timeout or ErrorTypes.TransportTimeout) => TaskErrorKind.ServerError,
        _ => base.Classify(status, error),
    };

    // With detailed errors off, the name of the exception is at the beginning of the text.
    private static ServiceError FromText(string text) =>
        ExceptionName().Match(text) is { Success: true } name ? new ServiceError(SnakeCase(name.Groups[1].Value), text) : new ServiceError(null, text);

    private static string SnakeCase(string name) =>
        name.Aggregate(new StringBuilder(), (text, letter) => char.IsUpper(letter) ? text.Append(text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter)) : text.Append(letter)).ToString();

    [GeneratedRegex(@"^(?:Elasticsearch|OpenSearch)?([A-Z][A-Za-z]*Exception)\[", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionName();
}
