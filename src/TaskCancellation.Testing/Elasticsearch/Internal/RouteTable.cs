namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Finds who answers a request, or why nobody does.</summary>
internal sealed class RouteTable(IReadOnlyList<Route> routes)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT"];

    /// <summary>The route of a request, and the parts of its path, still encoded.</summary>
    /// <exception cref="ApiError">There is none, or none of that method.</exception>
    internal (Route Route, string[] Segments) Find(EmulatedRequest request, ServerVersion version)
    {
        var segments = Split(request.Path);
        var closest = Closest(segments, version);
        if (closest.Find(route => route.Has(request.Method)) is { } found)
        {
            CheckEscapes(segments, closest, version);
            return (found, segments);
        }

        throw closest.Count == 0 ? NoHandler(request, version) : NotAllowed(request, closest, version);
    }

    /// <summary>The methods that a path knows, in the product's order; none where it is no path of ours.</summary>
    internal IReadOnlyList<string> Allowed(EmulatedRequest request, ServerVersion version) => Allowed(Closest(Split(request.Path), version), version);

    /// <summary>The product cuts at slashes, drops the first and the last empty part, and keeps those between.</summary>
    private static string[] Split(string path)
    {
        var parts = path.Split('/')[1..];
        return parts[..(Array.FindLastIndex(parts, part => part.Length > 0) + 1)];
    }

    private static IReadOnlyList<string> Allowed(List<Route> closest, ServerVersion version) =>
        [.. version.MethodOrder.Where(method => closest.Exists(route => route.Has(method)))];

    private static ApiError NoHandler(EmulatedRequest request, ServerVersion version)
    {
        // To OpenSearch, what follows two slashes is a host.
        var uri = version.IsOpenSearch && request.Path.StartsWith("//", StringComparison.Ordinal) ? "" : request.Uri();
        return ApiError.Text(400, $"no handler found for uri [{uri}] and method [{request.Method}]", hidesStatus: true);
    }

    private static ApiError NotAllowed(EmulatedRequest request, List<Route> closest, ServerVersion version) => NotAllowed(
        Methods.Contains(request.Method)
            ? $"Incorrect HTTP method for uri [{request.Uri()}] and method [{request.Method}]"
            : $"Unexpected http method: {request.Method}",
        Allowed(closest, version));

    private static ApiError NotAllowed(string why, IReadOnlyList<string> allowed) =>
        ApiError.Text(405, $"{why}, allowed: [{string.Join(", ", allowed)}]", allow: string.Join(',', allowed));

    /// <summary>Older servers meet a broken escape only in the middle of looking for the route, and take it for a matter of the method.</summary>
    private static void CheckEscapes(string[] segments, List<Route> closest, ServerVersion version)
    {
        try
        {
            Array.ForEach(segments, segment => Percent.Decode(segment, plusIsSpace: false));
        }
        catch (FormatException broken)
        {
            throw NotAllowed(version.IsOpenSearch ? "Unexpected HTTP method" : broken.Message, Allowed(closest, version));
        }
    }

    private List<Route> Closest(string[] segments, ServerVersion version)
    {
        var matching = routes.Where(route => route.Exists(version) && route.Matches(segments)).ToList();
        var closest = matching.MinBy(route => route.Closeness, StringComparer.Ordinal)?.Closeness;
        return matching.FindAll(route => route.Closeness == closest);
    }
}
