namespace TaskCancellation.Serialization;

/// <summary>What answered at the endpoint.</summary>
internal sealed record ServiceJson
{
    public required string Product { get; init; }

    public string? Version { get; init; }

    public required Uri Endpoint { get; init; }

    public bool? CanList { get; init; }

    public bool? CanCancel { get; init; }

    internal static ServiceJson? From(ServiceInfo? service) => service is null ? null : new ServiceJson
    {
        Product = service.Product,
        Version = service.Version,
        Endpoint = service.Endpoint,
        CanList = service.CanList,
        CanCancel = service.CanCancel,
    };

    internal ServiceInfo ToModel() => new()
    {
        Product = Product,
        Version = Version,
        Endpoint = Stored.Address(Endpoint)!,
        CanList = CanList,
        CanCancel = CanCancel,
    };
}
