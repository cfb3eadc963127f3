namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>A node to put into the cluster.</summary>
public sealed record ElasticsearchNode
{
    /// <summary>Its id, 22 characters on a real server; the next of the emulator's sequence when null.</summary>
    public string? Id { get; init; }

    /// <summary>Its name; <c>es-1</c>, <c>es-2</c>… when null.</summary>
    public string? Name { get; init; }

    /// <summary>Its address; <c>10.0.0.1</c>, <c>10.0.0.2</c>… when null.</summary>
    public string? Host { get; init; }

    /// <summary>Its roles; all that a node of the version has by itself when null.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary>Its attributes.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}
