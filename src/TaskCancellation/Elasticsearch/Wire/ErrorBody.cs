using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>The body of an unsuccessful reply. The error in it is an object, or a text.</summary>
internal static partial class ErrorBody
{
    /// <summary>The error; null when the body holds none, so that it is not the service's.</summary>
    internal static ServiceError? Read(ref WireReader reader)
    {
        ServiceError? error = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("error"u8))
            {
                error = reader.ValueKind == JsonTokenType.String ? FromText(reader.Message() ?? "no reason given")
                    : ErrorCause.Read(ref reader) is { } cause ? new ServiceError(cause.Type, cause.Words)
                    : null;
            }
        }

        return error;
    }

    // With detailed errors off, the name of the exception is at the beginning of the text.
    private static ServiceError FromText(string text) =>
        ExceptionName().Match(text) is { Success: true } name ? new ServiceError(SnakeCase(name.Groups[1].Value), text) : new ServiceError(null, text);

    private static string SnakeCase(string name) =>
        name.Aggregate(new StringBuilder(), (text, letter) => char.IsUpper(letter) ? text.Append(text.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(letter)) : text.Append(letter)).ToString();

    [GeneratedRegex(@"^(?:Elasticsearch|OpenSearch)?([A-Z][A-Za-z]*Exception)\[", RegexOptions.CultureInvariant)]
    private static partial Regex ExceptionName();
}
