namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What all routes have in common.</summary>
internal static class Routing
{
    internal static EmulatedReply Json(int status, string json) => EmulatedReply.Json(status, json);

    /// <summary>Path and query, as they came.</summary>
    internal static string Uri(this EmulatedRequest request) =>
        request.RawQuery.Length == 0 ? request.Path : $"{request.Path}?{request.RawQuery}";
}
