namespace TaskCancellation.Testing.Meilisearch;

/// <summary>What the server answers at.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path without its first slash; <c>*</c> stands for one segment.</param>
/// <param name="Action">What a key must be good for; null for a route that is open to all.</param>
/// <param name="Handle">Answers.</param>
/// <param name="Since">Since when there is such a route; null for always.</param>
internal sealed record Route(string Method, string Template, string? Action, Func<Call, EmulatedReply> Handle, Since? Since = null)
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
