namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A request that has found its route.</summary>
/// <param name="Request">As it came.</param>
/// <param name="Path">Its path, decoded.</param>
/// <param name="Query">Its parameters, those of the path included.</param>
/// <param name="Caller">The caller.</param>
/// <param name="Own">The tasks that it is itself.</param>
internal sealed record ElasticsearchCall(EmulatedRequest Request, string Path, ElasticsearchParameters Query, ElasticsearchCaller Caller, OwnTasks Own)
{
    /// <summary>Refuses everything that was not read: unknown parameters, and a body that the route does not use, unless the product ignores it.</summary>
    internal void RefuseRest(ElasticsearchVersion version)
    {
        Query.RefuseUnread();
        if (!Request.Body.IsEmpty && !version.IgnoresBodies)
        {
            throw ElasticsearchRefusal.BadArgument($"request [{Request.Method} {Path}] does not support having a body");
        }
    }
}

/// <summary>What all routes have in common.</summary>
internal static class Routing
{
    internal static EmulatedReply Json(int status, string json) => EmulatedReply.Json(status, json);

    /// <summary>Path and query, as they came.</summary>
    internal static string Uri(this EmulatedRequest request) =>
        request.RawQuery.Length == 0 ? request.Path : $"{request.Path}?{request.RawQuery}";
}
