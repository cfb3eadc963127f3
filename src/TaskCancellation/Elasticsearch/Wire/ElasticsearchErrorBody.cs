using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The body of an unsuccessful reply. The error in it is an object, or a text.</summary>
internal static partial class ElasticsearchErrorBody
{
    // The one text that comes without a status; whatever else answers in JSON has an "error" as well.
    private const string NoHandler = "no handler found for uri";

    /// <summary>The error; null when the body holds none, so that it is not the service's.</summary>
    internal static ServiceError? Read(ref WireReader reader)
    {
        ServiceError? error = null;
        string? text = null;
        var hasStatus = false;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("status"u8))
            {
                hasStatus = reader.Integer() is not null;
            }
            else if (reader.Is("error"u8))
            {
                text = reader.ValueKind == JsonTokenType.String ? reader.Message() ?? "no reason given" : null;
                error = text is null && ElasticsearchErrorCause.Read(ref reader) is { Type: { } type } cause ? new ServiceError(type, cause.Words) : null;
            }
        }

        return error ?? (text is not null && FromText(text) is var named && (hasStatus || named.Code is not null || text.StartsWith(NoHandler, StringComparison.Ordinal)) ? named : null);
    }

    // With detailed errors off, the name of the exception is at the beginning of the text.
    private static ServiceError FromText(string text) =>
        ExceptionName().Match(text) is { Success: true } name ? new ServiceError(SnakeCase(name.Groups[1].Value), text) : new ServiceError(null, text);

    private static string SnakeCase(string name) =>
        name.Aggregate(new StringBuilder(), (text, letter) => char.IsUpper(letter) ? text.Append(text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter)) : text.Append(letter)).ToString();

    [GeneratedRegex(@"^(?:Elasticsearch|OpenSearch)?([A-Z][A-Za-z]*Exception)\[", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionName();
}
