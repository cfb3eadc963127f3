using System.Text.Json;

namespace TaskCancellation.Elasticsearch;

/// <summary>Looks through an error as the server nests it.</summary>
internal static class ErrorCauses
{
    private static readonly string[] Lists = ["root_cause", "suppressed", "failed_shards"];

    internal static string? TypeOf(JsonElement error) => Text(error, "type");

    internal static string? ReasonOf(JsonElement error) => Text(error, "reason");

    /// <summary>The error and all that it names as its cause.</summary>
    internal static IEnumerable<JsonElement> All(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        yield return error;
        var lists = Lists.Select(name => Member(error, name)).Where(list => list.ValueKind == JsonValueKind.Array).SelectMany(list => list.EnumerateArray());

        // Of a shard that failed, the reason is the error.
        JsonElement[] below = [Member(error, "caused_by"), Member(error, "reason"), .. lists];
        foreach (var cause in below.SelectMany(All))
        {
            yield return cause;
        }
    }

    internal static bool Has(JsonElement error, string type) => All(error).Any(cause => TypeOf(cause) == type);

    /// <summary>The words of the innermost cause, where the reason usually is.</summary>
    internal static string Describe(JsonElement error)
    {
        var innermost = error;
        while (Member(innermost, "caused_by") is { ValueKind: JsonValueKind.Object } cause)
        {
            innermost = cause;
        }

        return ReasonOf(innermost) ?? TypeOf(innermost) ?? "no reason given";
    }

    internal static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
