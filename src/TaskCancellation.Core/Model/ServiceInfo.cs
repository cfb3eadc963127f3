namespace TaskCancellation;

/// <summary>Describes the service at an endpoint.</summary>
/// <remarks>The library does not depend on it. It is intended to be shown before a cancellation is confirmed.</remarks>
public sealed record ServiceInfo
{
    /// <summary>Gets the product, as far as it can be determined: "Meilisearch", "Cloud Foundry", "Korifi".</summary>
    public required string Product { get; init; }

    /// <summary>Gets the version, unchanged; <see langword="null"/> when the service does not report it, or not to this credential.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the address of the service.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Gets whether the credential is allowed to list tasks; <see langword="null"/> when that cannot be determined without an attempt.</summary>
    public bool? CanList { get; init; }

    /// <summary>Gets whether the credential is allowed to cancel tasks; <see langword="null"/> when that cannot be determined without canceling.</summary>
    public bool? CanCancel { get; init; }
}
