namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A method and a path with named parts in braces, and who answers.</summary>
/// <param name="Methods">The methods, separated by blanks.</param>
/// <param name="Pattern">The path.</param>
/// <param name="Answer">Who answers; null where nothing of the kind is emulated and only the methods are known.</param>
internal sealed record Route(string Methods, string Pattern, Func<Call, EmulatedReply>? Answer = null)
{
    private readonly string[] parts = Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>In which versions it is there; in all by default.</summary>
    internal Func<ServerVersion, bool> Exists { get; init; } = _ => true;

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
