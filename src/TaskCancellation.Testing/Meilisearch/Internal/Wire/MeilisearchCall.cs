using System.Text.Json;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>A request that a route answers, admitted.</summary>
/// <param name="Request">The request.</param>
/// <param name="Segments">The values of the placeholders of the route, decoded.</param>
/// <param name="Scope">The indexes its key is for.</param>
internal sealed record MeilisearchCall(EmulatedRequest Request, IReadOnlyList<string> Segments, KeyScope Scope)
{
    internal string Segment => Segments[0];

    /// <summary>A parameter of the query, decoded; null for none.</summary>
    internal string? Parameter(string name) => QueryReader.Split(Request.RawQuery).Find(pair => pair.Key == name).Value;

    /// <summary>The body as JSON.</summary>
    internal JsonElement Body()
    {
        try
        {
            return JsonElement.Parse(Request.Body.Span);
        }
        catch (JsonException wrong)
        {
            throw MeilisearchRefusal.BadRequest("malformed_payload", $"The json payload provided is malformed. `{wrong.Message}`.");
        }
    }

    /// <summary>The documents of the body: JSON, or JSON lines.</summary>
    internal IReadOnlyList<JsonElement> Documents()
    {
        if (Request.Header("Content-Type") is { } type && type.Contains("ndjson", StringComparison.Ordinal))
        {
            return [.. Request.BodyText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => JsonElement.Parse(line))];
        }

        var body = Body();
        return body.ValueKind == JsonValueKind.Array ? [.. body.EnumerateArray()] : [body];
    }
}

/// <summary>The parts of the server that routes work on.</summary>
internal sealed record Backend(MeilisearchEmulator Settings, MeilisearchStore Store, World World, MeilisearchUsers Keys, MeilisearchLifecycle Lifecycle)
{
    internal MeilisearchVersion Version => Settings.WireVersion;

    internal Nanos Now => Lifecycle.Stamp();
}
