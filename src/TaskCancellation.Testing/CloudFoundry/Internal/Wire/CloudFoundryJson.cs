using System.Text.Json;

namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>JSON as the API writes it: compact.</summary>
internal static class CloudFoundryJson
{
    /// <summary>What is not under <c>/v3</c> comes from an older framework, which writes no blank.</summary>
    private const string ContentType = "application/json; charset=utf-8";

    private const string OldContentType = "application/json;charset=utf-8";

    /// <summary>What is escaped although JSON does not ask for it; none of it stands outside of texts.</summary>
    private static readonly (string Letter, string Escape)[] Escapes = [("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")];

    internal static string Object(Action<Utf8JsonWriter> write) =>
        Escapes.Aggregate(JsonBody.OfObject(write), (text, escape) => text.Replace(escape.Letter, escape.Escape, StringComparison.Ordinal));

    internal static EmulatedReply Reply(int status, Action<Utf8JsonWriter> write, bool isV3 = true) =>
        EmulatedReply.Text(status, Object(write), isV3 ? ContentType : OldContentType);

    internal static EmulatedReply Error(CloudFoundryRefusal refusal, bool isV3) => refusal.Reply ?? Reply(refusal.Status, json => WriteError(json, refusal, isV3), isV3);

    private static void WriteError(Utf8JsonWriter json, CloudFoundryRefusal refusal, bool isV3)
    {
        if (isV3)
        {
            json.WriteErrors([refusal]);
        }
        else
        {
            json.WriteString("description", refusal.Message);
            json.WriteString("error_code", refusal.Title);
            json.WriteNumber("code", refusal.Code);
        }
    }

    internal static void WriteErrors(this Utf8JsonWriter json, IEnumerable<CloudFoundryRefusal> refusals)
    {
        json.WriteStartArray("errors");
        foreach (var refusal in refusals)
        {
            // An error that is not of the catalogue has its members the other way round.
            var isUnknown = refusal.Title == "UnknownError";
            json.WriteStartObject();
            json.WriteString(isUnknown ? "title" : "detail", isUnknown ? refusal.Title : refusal.Message);
            json.WriteString(isUnknown ? "detail" : "title", isUnknown ? refusal.Message : refusal.Title);
            json.WriteNumber("code", refusal.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

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
}
