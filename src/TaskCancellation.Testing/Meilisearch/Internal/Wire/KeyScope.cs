namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The indexes a key is for; patterns may end in a star.</summary>
internal sealed class KeyScope(IReadOnlyList<string> patterns)
{
    internal static KeyScope Everything { get; } = new(["*"]);

    internal bool IsEverything { get; } = patterns.Contains("*");

    /// <summary>Whether a task or batch that touches these indexes may be seen at all.</summary>
    internal bool Covers(IEnumerable<string> indexes) => IsEverything || indexes.All(Covers);

    internal bool Covers(string index) => patterns.Any(pattern => pattern.EndsWith('*')
        ? index.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : index == pattern);
}
