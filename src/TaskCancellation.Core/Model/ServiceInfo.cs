namespace TaskCancellation;

/// <summary>What answered at the endpoint. Nothing in the library depends on it; show it to whoever is about to press the button.</summary>
public sealed record ServiceInfo
{
    /// <summary>The product, as far as it can be told: "Meilisearch", "Cloud Foundry", "Korifi".</summary>
    public required string Product { get; init; }

    /// <summary>Its version, verbatim; null when it does not say, or not to this credential.</summary>
    public string? Version { get; init; }

    /// <summary>The endpoint that was asked.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Whether the credential may list tasks; null when that cannot be told without trying.</summary>
    public bool? CanList { get; init; }

    /// <summary>Whether the credential may cancel tasks; null when that cannot be told without canceling.</summary>
    public bool? CanCancel { get; init; }
}
