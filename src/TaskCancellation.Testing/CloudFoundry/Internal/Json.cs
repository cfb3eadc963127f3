using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>JSON as the API writes it: compact, and no escapes that JSON does not ask for.</summary>
internal static class Json
{
    private const string ContentType = "application/json; charset=utf-8";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Object(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal static EmulatedReply Reply(int status, Action<Utf8JsonWriter> write) => EmulatedReply.Text(status, Object(write), ContentType);

    internal static EmulatedReply Error(Refusal refusal, bool isV3) => Reply(refusal.Status, json =>
    {
        if (isV3)
        {
            json.WriteStartArray("errors");
            json.WriteStartObject();
            json.WriteString("detail", refusal.Message);
            json.WriteString("title", refusal.Title);
            json.WriteNumber("code", refusal.Code);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        else
        {
            json.WriteString("description", refusal.Message);
            json.WriteString("error_code", refusal.Title);
            json.WriteNumber("code", refusal.Code);
        }
    });

    /// <summary>A link object; null when there is no address.</summary>
    internal static void WriteLink(this Utf8JsonWriter json, string name, string? href, string? method = null)
    {
        if (href is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("href", href);
        if (method is not null)
        {
            json.WriteString("method", method);
        }

        json.WriteEndObject();
    }

    internal static void WriteMap(this Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    internal static void WriteNumberOrNull(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A request body that must be an object.</summary>
    internal static JsonElement ParseBody(EmulatedRequest request)
    {
        try
        {
            using var document = JsonDocument.Parse(request.Body.IsEmpty ? "{}"u8.ToArray() : request.Body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw Refusal.BadBody();
        }
        catch (JsonException)
        {
            throw Refusal.BadBody();
        }
    }
}
