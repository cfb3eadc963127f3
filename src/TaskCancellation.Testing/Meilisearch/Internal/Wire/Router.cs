using System.Net;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The web server in front: what it refuses itself, which route answers, and how the answer is packed.</summary>
internal sealed class Router(Backend server)
{
    /// <summary>The longest request target that is read.</summary>
    private const int MaxTarget = 65_534;

    /// <summary>The longest head that is read: request line and headers.</summary>
    private const int MaxHead = 131_072;

    private readonly IReadOnlyList<Route> routes = [.. new TaskRoutes(server).Routes, .. new WorkRoutes(server).Routes, .. new SettingsRoutes(server).Routes, .. new ServerRoutes(server).Routes];

    internal EmulatedReply Answer(EmulatedRequest request)
    {
        var target = request.Path.Length + (request.RawQuery.Length > 0 ? 1 + request.RawQuery.Length : 0);
        if (request.Method.Length + " HTTP/1.1\r\nhost: ".Length + server.Settings.BaseAddress.Authority.Length + target + request.Headers.Sum(header => header.Key.Length + header.Value.Length + 4) > MaxHead)
        {
            return EmulatedReply.Empty(431);
        }

        if (target > MaxTarget || request.Path.Contains(' ', StringComparison.Ordinal) || request.RawQuery.Contains(' ', StringComparison.Ordinal))
        {
            return EmulatedReply.Empty(400);
        }

        if (ContentCoding.Choose(request.Header("Accept-Encoding")) is not { } coding)
        {
            return ContentCoding.NotAcceptable;
        }

        var reply = IsPreflight(request) ? Preflight : Dispatch(request);
        return coding.Pack(request.Header("Origin") is null ? reply : reply.WithHeader("Access-Control-Allow-Origin", "*"));
    }

    private static EmulatedReply Preflight { get; } = EmulatedReply.Empty(200)
        .WithHeader("Access-Control-Allow-Methods", "GET, DELETE, TRACE, PATCH, HEAD, OPTIONS, POST, CONNECT, PUT")
        .WithHeader("Access-Control-Max-Age", "86400");

    private static bool IsPreflight(EmulatedRequest request) =>
        request.Method == "OPTIONS" && request.Header("Origin") is not null && request.Header("Access-Control-Request-Method") is not null;

    private EmulatedReply Dispatch(EmulatedRequest request)
    {
        var segments = request.Path.Split('#')[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        var matching = routes.Where(route => server.Version.Has(route.Since) && route.Matches(segments)).ToList();
        var best = matching.Count == 0 ? 0 : matching.Max(route => route.Precision);
        matching.RemoveAll(route => route.Precision < best);
        if (matching.Count == 0)
        {
            return EmulatedReply.Empty((int)HttpStatusCode.NotFound);
        }

        return matching.Find(route => route.Method == request.Method) is { } found
            ? Handle(found, request, found.Placeholders(segments))
            : EmulatedReply.Empty((int)HttpStatusCode.MethodNotAllowed).WithHeader("Allow", string.Join(", ", matching.Select(route => route.Method)));
    }

    private EmulatedReply Handle(Route route, EmulatedRequest request, IReadOnlyList<string> placeholders)
    {
        try
        {
            var scope = route.Action is null ? KeyScope.Everything : server.Keys.Authenticate(request, route.Action, server.Settings.Due.Now, server.Version);
            return !route.IsOfIndex || scope.Covers(placeholders[0])
                ? route.Handle(new Call(request, placeholders, scope))
                : throw ApiErrorException.InvalidKey();
        }
        catch (ApiErrorException error)
        {
            return EmulatedReply.Json(error.Status, TaskJson.Error(error));
        }
    }
}
