using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskCancellation.Testing;

/// <summary>JSON as most services write it: compact, with only the escapes that JSON requires.</summary>
internal static class JsonBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the JSON that is written.</summary>
    internal static string Of(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Returns one object with the members that are written.</summary>
    internal static string OfObject(Action<Utf8JsonWriter> write) => Of(json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });
}
