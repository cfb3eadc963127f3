namespace TaskCancellation.Tool.Connections;

/// <summary>Which service to speak to, where, and how to authenticate. Holds no credential.</summary>
internal sealed record Connection
{
    public required ServiceKind Service { get; init; }

    public required Uri Endpoint { get; init; }

    /// <summary>The name of a way to authenticate; null to tell it from what else is given.</summary>
    public string? Authentication { get; init; }

    public string? User { get; init; }

    public SecretSource? Credential { get; init; }

    /// <summary>Settings that only this service has.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public bool AllowsInsecureHttp { get; init; }
}
