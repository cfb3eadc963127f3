using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>JSON as the server writes it: compact, with only the escapes that JSON requires.</summary>
internal static class ElasticsearchJson
{
    /// <summary>For JSON that is there as nodes.</summary>
    internal static JsonSerializerOptions Compact { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Object(Action<Utf8JsonWriter> write) => Testing.JsonBody.OfObject(write);

    internal static string Error(ElasticsearchError error) => Object(json => WriteError(json, error));

    /// <summary>The fields of an exception, without braces.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="error">The exception.</param>
    /// <param name="trace">Where it and its causes were thrown; null not to say.</param>
    internal static void WriteError(Utf8JsonWriter json, ElasticsearchError error, Func<ElasticsearchError, string>? trace = null)
    {
        json.WriteString("type", error.Type);
        json.WriteString("reason", error.Reason);
        foreach (var (key, value) in error.Metadata)
        {
            json.WritePropertyName(key);
            Write(json, value);
        }

        if (error.CausedBy is { } cause)
        {
            json.WriteStartObject("caused_by");
            WriteError(json, cause, trace);
            json.WriteEndObject();
        }

        if (trace is not null)
        {
            json.WriteString("stack_trace", trace(error));
        }
    }

    private static void Write(Utf8JsonWriter json, JsonNode? value)
    {
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            value.WriteTo(json);
        }
    }

    internal static void WriteStrings(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> strings)
    {
        foreach (var (key, value) in strings)
        {
            json.WriteString(key, value);
        }
    }

    /// <summary>A header is a string, and an array where there are several.</summary>
    internal static void WriteHeaders(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        if (headers.Count == 0)
        {
            return;
        }

        json.WriteStartObject("header");
        foreach (var header in headers.GroupBy(pair => pair.Key))
        {
            string[] values = [.. header.Select(pair => pair.Value)];
            if (values.Length == 1)
            {
                json.WriteString(header.Key, values[0]);
                continue;
            }

            json.WriteStartArray(header.Key);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
