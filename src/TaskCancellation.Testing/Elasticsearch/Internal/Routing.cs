namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>What all routes have in common: whether there is one, what it takes, how it answers.</summary>
internal static class Routing
{
    internal static EmulatedReply Json(int status, string json) => EmulatedReply.Json(status, json);

    internal static void RefuseBody(EmulatedRequest request)
    {
        if (!request.Body.IsEmpty)
        {
            throw ApiError.BadArgument($"request [{request.Method} {request.Path}] does not support having a body");
        }
    }

    /// <summary>A body must be JSON before anything else is looked at.</summary>
    internal static void RequireJson(EmulatedRequest request)
    {
        var type = request.Header("Content-Type");
        if (!request.Body.IsEmpty && type?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw ApiError.Text(406, type is null ? "Content-Type header is missing" : $"Content-Type header [{type}] is not supported");
        }
    }

    /// <summary>Why no route took the request.</summary>
    internal static ApiError NoRoute(EmulatedRequest request, string[] path, bool managesReindex)
    {
        var uri = request.RawQuery.Length == 0 ? request.Path : $"{request.Path}?{request.RawQuery}";
        string[] allowed = path switch
        {
            [] => ["GET", "HEAD"],
            ["_tasks", "_cancel"] => ["GET", "POST"],
            ["_tasks"] or ["_tasks", _] => ["GET"],
            ["_tasks", _, "_cancel"] => ["POST"],
            ["_reindex"] => managesReindex ? ["GET", "POST"] : ["POST"],
            ["_reindex", _] when managesReindex => ["GET"],
            ["_reindex", _, "_cancel"] when managesReindex => ["POST"],
            [_, "_update_by_query" or "_delete_by_query"] => ["POST"],
            _ => [],
        };
        return allowed.Length == 0
            ? ApiError.Text(400, $"no handler found for uri [{uri}] and method [{request.Method}]", hidesStatus: true)
            : ApiError.Text(
                405,
                $"Incorrect HTTP method for uri [{uri}] and method [{request.Method}], allowed: [{string.Join(", ", allowed)}]",
                allow: string.Join(",", allowed));
    }
}
