namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>Finds the route of a request, or the reason why there is none.</summary>
internal sealed class ElasticsearchRoutes(IReadOnlyList<ElasticsearchRoute> routes)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT"];

    /// <summary>The route of a request, and the parts of its path, still encoded.</summary>
    /// <exception cref="ElasticsearchRefusal">There is none, or none of that method.</exception>
    internal (ElasticsearchRoute Route, string[] Segments) Find(EmulatedRequest request, ElasticsearchVersion version)
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
    internal IReadOnlyList<string> Allowed(EmulatedRequest request, ElasticsearchVersion version) => Allowed(Closest(Split(request.Path), version), version);

    /// <summary>The product cuts at slashes, drops the first and the last empty part, and keeps those between.</summary>
    private static string[] Split(string path)
    {
        var parts = path.Split('/')[1..];
        return parts[..(Array.FindLastIndex(parts, part => part.Length > 0) + 1)];
    }

    private static IReadOnlyList<string> Allowed(List<ElasticsearchRoute> closest, ElasticsearchVersion version) =>
        [.. version.MethodOrder.Where(method => closest.Exists(route => route.Has(method)))];

    private static ElasticsearchRefusal NoHandler(EmulatedRequest request, ElasticsearchVersion version)
    {
        // To OpenSearch, what follows two slashes is a host.
        var uri = version.IsOpenSearch && request.Path.StartsWith("//", StringComparison.Ordinal) ? "" : request.Uri();
        return ElasticsearchRefusal.Text(400, $"no handler found for uri [{uri}] and method [{request.Method}]", hidesStatus: true);
    }

    private static ElasticsearchRefusal NotAllowed(EmulatedRequest request, List<ElasticsearchRoute> closest, ElasticsearchVersion version) => NotAllowed(
        Methods.Contains(request.Method)
            ? $"Incorrect HTTP method for uri [{request.Uri()}] and method [{request.Method}]"
            : $"Unexpected http method: {request.Method}",
        Allowed(closest, version));

    private static ElasticsearchRefusal NotAllowed(string why, IReadOnlyList<string> allowed) =>
        ElasticsearchRefusal.Text(405, $"{why}, allowed: [{string.Join(", ", allowed)}]", allow: string.Join(',', allowed));

    /// <summary>Older servers meet a broken escape only in the middle of looking for the route, and take it for a matter of the method.</summary>
    private static void CheckEscapes(string[] segments, List<ElasticsearchRoute> closest, ElasticsearchVersion version)
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

    private List<ElasticsearchRoute> Closest(string[] segments, ElasticsearchVersion version)
    {
        var matching = routes.Where(route => route.Exists(version) && route.Matches(segments)).ToList();
        var closest = matching.MinBy(route => route.Closeness, StringComparer.Ordinal)?.Closeness;
        return matching.FindAll(route => route.Closeness == closest);
    }
}

/// <summary>A method, a path with named parts in braces, and a handler.</summary>
/// <param name="Methods">The methods, separated by blanks.</param>
/// <param name="Pattern">The path.</param>
/// <param name="Answer">The handler; null where only the methods of the path are known and nothing is emulated.</param>
internal sealed record ElasticsearchRoute(string Methods, string Pattern, Func<ElasticsearchCall, EmulatedReply>? Answer = null)
{
    private readonly string[] parts = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>In which versions it is there; in all by default.</summary>
    internal Func<ElasticsearchVersion, bool> Exists { get; init; } = _ => true;

    /// <summary>Whether it is not available where the product runs serverless.</summary>
    internal bool IsPrivate { get; init; }

    /// <summary>Written parts before named ones, from left to right: what sorts first is closer.</summary>
    internal string Closeness { get; } = string.Concat(Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part[0] == '{' ? '1' : '0'));

    internal bool Has(string method) => Methods.Split(' ').Contains(method);

    internal bool Matches(string[] segments) =>
        segments.Length == parts.Length && parts.Zip(segments).All(pair => pair.First[0] == '{' || pair.First == pair.Second);

    /// <summary>The named parts of a path that matches.</summary>
    internal IEnumerable<(string Name, string Segment)> Read(string[] segments) =>
        parts.Zip(segments).Where(pair => pair.First[0] == '{').Select(pair => (pair.First[1..^1], pair.Second));
}
