using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Small pieces of JSON, with the server's minimal escaping.</summary>
internal static class MeilisearchJson
{
    internal static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Quote(string text) => Write(writer => writer.WriteStringValue(text));

    internal static string QuoteOrNull(string? text) => text is null ? "null" : Quote(text);

    /// <summary>A page of everything there is, as the lists of indexes, keys and search rules are written.</summary>
    internal static string Listing(IReadOnlyCollection<string> items) =>
        $$"""{"results":[{{string.Join(',', items)}}],"offset":0,"limit":20,"total":{{Number(items.Count)}}}""";

    /// <summary>The same JSON without white space.</summary>
    internal static string Compact(JsonElement json) => Write(json.WriteTo);

    /// <summary>A member that is a text; null for none.</summary>
    internal static string? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static string Unquote(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ToString();
    }

    internal static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
