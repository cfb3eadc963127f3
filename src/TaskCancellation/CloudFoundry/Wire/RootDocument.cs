using System.Text.Json.Serialization;

namespace TaskCancellation.CloudFoundry;

/// <summary>What the root address answers to everyone.</summary>
internal sealed record RootDocument
{
    public Dictionary<string, Link?>? Links { get; init; }

    [JsonPropertyName("cf_on_k8s")]
    public bool? IsOnKubernetes { get; init; }

    internal Link? Find(string name) => Links?.GetValueOrDefault(name);

    internal sealed record Link(string? Href, LinkMeta? Meta);

    internal sealed record LinkMeta(string? Version);
}
