namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a task keeps of the headers of the request that started it, beside its X-Opaque-Id.</summary>
internal static class TaskHeaders
{
    internal static IReadOnlyDictionary<string, string> Of(EmulatedRequest request, ServerVersion version)
    {
        var kept = new Dictionary<string, string>();
        if (version.IsOpenSearch)
        {
            return kept;
        }

        // The second of the four parts: version, trace, parent, flags.
        if (request.Header("traceparent")?.Split('-') is [_, { Length: 32 } trace, ..])
        {
            kept["trace.id"] = trace;
        }

        if (request.Header("X-elastic-product-origin") is { } origin)
        {
            kept["X-elastic-product-origin"] = origin;
        }

        return kept;
    }
}
