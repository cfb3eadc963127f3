using System.Text.Json;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How the failure of a whole request is written.</summary>
/// <param name="version">The product and version.</param>
/// <param name="hasTraces">Whether each exception carries where it was thrown.</param>
/// <param name="isDetailed">Whether errors have details; otherwise an error is a line of text, or its first exception only.</param>
internal sealed class ErrorForm(ElasticsearchVersion version, bool hasTraces, bool isDetailed)
{
    /// <summary>Exceptions of the platform, not the product's own: what caused them is no root cause.</summary>
    private static readonly HashSet<string> Foreign =
    [
        "illegal_argument_exception", "illegal_state_exception", "number_format_exception", "null_pointer_exception", "action_request_validation_exception",
        "media_type_header_exception", "content_type_header_exception", "bad_parameter_exception", "too_long_http_line_exception",
        "json_parse_exception", "json_e_o_f_exception", "unexpected_end_of_input_exception",
    ];

    /// <summary>Exceptions whose class is named after the product.</summary>
    private static readonly HashSet<string> NamedAfterProduct = ["timeout_exception", "status_exception", "parse_exception", "security_exception", "exception"];

    internal string Write(ElasticsearchRefusal failure) => ElasticsearchJson.Object(json =>
    {
        if (failure.IsText)
        {
            json.WriteString("error", failure.Error.Reason);
        }
        else if (isDetailed)
        {
            WriteWhole(json, failure);
        }
        else if (version.KeepsErrorObjects)
        {
            json.WriteStartObject("error");
            json.WriteString("type", failure.Error.Type);
            json.WriteString("reason", failure.Error.Reason);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("error", Line(failure.Error));
        }

        if (!failure.HidesStatus)
        {
            json.WriteNumber("status", failure.Status);
        }
    });

    private static bool IsForeign(ElasticsearchError error) => Foreign.Contains(error.Type);

    /// <summary>The innermost of the product's own exceptions, as long as only such lie above it.</summary>
    private static ElasticsearchError Root(ElasticsearchError error) =>
        !IsForeign(error) && error.CausedBy is { } cause && !IsForeign(cause) ? Root(cause) : error;

    private void WriteWhole(Utf8JsonWriter json, ElasticsearchRefusal failure)
    {
        json.WriteStartObject("error");
        json.WriteStartArray("root_cause");
        foreach (var root in failure.RootCauses ?? [Root(failure.Error)])
        {
            json.WriteStartObject();
            Write(json, root with { CausedBy = null }, failure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, failure.Error, failure);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, ElasticsearchError error, ElasticsearchRefusal failure)
    {
        ElasticsearchJson.WriteError(json, error, hasTraces ? Trace : null);
        ElasticsearchJson.WriteHeaders(json, failure.Headers);
    }

    private string Trace(ElasticsearchError error) => $"{version.JavaPackage}.{ClassOf(error)}: {error.Reason}\n\tat {version.JavaPackage}.rest.RestController.dispatchRequest\n";

    private string Line(ElasticsearchError error)
    {
        for (var own = error; own is not null; own = own.CausedBy)
        {
            if (!IsForeign(own))
            {
                return $"{ClassOf(own)}[{own.Reason}]";
            }
        }

        return version.PlainErrorText;
    }

    private string ClassOf(ElasticsearchError error)
    {
        var name = string.Concat(error.Type.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return NamedAfterProduct.Contains(error.Type) ? version.JavaPrefix + name : name;
    }
}
