namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What a task keeps of the headers of the request that started it, beside its X-Opaque-Id.</summary>
internal static class TaskHeaders
{
    /// <summary>A task as the test wants new ones, with the headers of the request that starts it.</summary>
    internal static ElasticsearchTask Apply(ElasticsearchTask options, EmulatedRequest request, ServerVersion version) => options with
    {
        OpaqueId = request.Header("X-Opaque-Id") ?? options.OpaqueId,
        Headers = Of(request, version) is { Count: > 0 } kept ? kept : options.Headers,
    };

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
