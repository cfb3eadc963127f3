using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskCancellation.Testing.TopazImage;

/// <summary>JSON as the API writes it.</summary>
internal static class Json
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A body of whatever is written.</summary>
    internal static EmulatedReply Reply(int status, Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            write(json);
        }

        return EmulatedReply.Json(status, Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>A body of one object.</summary>
    internal static EmulatedReply Object(int status, Action<Utf8JsonWriter> write) => Reply(status, json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });

    internal static void WriteSeconds(this Utf8JsonWriter json, string name, DateTimeOffset instant) => json.WriteNumber(name, instant.ToUnixTimeSeconds());
}
