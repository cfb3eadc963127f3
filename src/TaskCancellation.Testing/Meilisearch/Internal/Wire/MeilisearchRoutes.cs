using System.Net;

namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The web server in front: its own refusals, routing, and content coding.</summary>
internal sealed class MeilisearchRoutes(Backend server)
{
    /// <summary>The longest request target that is read.</summary>
    private const int MaxTarget = 65_534;

    /// <summary>The longest head that is read: request line and headers.</summary>
    private const int MaxHead = 131_072;

    private readonly IReadOnlyList<MeilisearchRoute> routes = [.. new MeilisearchTaskRoutes(server).Routes, .. new WorkRoutes(server).Routes, .. new SettingsRoutes(server).Routes, .. new ServerRoutes(server).Routes];

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

    private EmulatedReply Handle(MeilisearchRoute route, EmulatedRequest request, IReadOnlyList<string> placeholders)
    {
        try
        {
            var scope = route.Action is null ? KeyScope.Everything : server.Keys.Authenticate(request, route.Action, server.Settings.Due.Now, server.Version);
            return !route.IsOfIndex || scope.Covers(placeholders[0])
                ? route.Handle(new MeilisearchCall(request, placeholders, scope))
                : throw MeilisearchRefusal.InvalidKey();
        }
        catch (MeilisearchRefusal error)
        {
            return EmulatedReply.Json(error.Status, MeilisearchTaskJson.Error(error));
        }
    }
}

/// <summary>What the server answers at.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path without its first slash; <c>*</c> matches one segment.</param>
/// <param name="Action">What a key must be good for; null for a route that is open to all.</param>
/// <param name="Handle">Answers.</param>
/// <param name="Since">Since when there is such a route; null for always.</param>
internal sealed record MeilisearchRoute(string Method, string Template, string? Action, Func<MeilisearchCall, EmulatedReply> Handle, Since? Since = null)
{
    private readonly string[] parts = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How many segments are spelled out: of two routes that match, the one that says more counts.</summary>
    internal int Precision => parts.Count(part => part != "*");

    /// <summary>Whether the first placeholder is the uid of an index, for which the key must be.</summary>
    internal bool IsOfIndex => Template.StartsWith("indexes/*", StringComparison.Ordinal);

    internal bool Matches(IReadOnlyList<string> segments) =>
        segments.Count == parts.Length && parts.Zip(segments).All(pair => pair.First == "*" || pair.First == pair.Second);

    internal IReadOnlyList<string> Placeholders(IReadOnlyList<string> segments) =>
        [.. parts.Zip(segments).Where(pair => pair.First == "*").Select(pair => pair.Second)];
}
