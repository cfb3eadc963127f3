namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A node to add to the cluster.</summary>
/// <example>
/// <code>
/// var emulator = new ElasticsearchEmulator(clock, nodes: [new() { Name = "a" }, new() { Name = "b" }]);
/// </code>
/// </example>
public sealed record ElasticsearchNode
{
    /// <summary>Gets the id, 22 characters on a real server; the next of the emulator's sequence when <see langword="null"/>.</summary>
    public string? Id { get; init; }

    /// <summary>Gets the name; <c>es-1</c>, <c>es-2</c>… when <see langword="null"/>.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the address; <c>10.0.0.1</c>, <c>10.0.0.2</c>… when <see langword="null"/>.</summary>
    public string? Host { get; init; }

    /// <summary>Gets the roles; the default ones of the version when <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Gets the attributes.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
