namespace TaskCancellation.VeevaVault;

/// <summary>The versions of the API, with their addresses.</summary>
internal sealed record VaultVersions
{
    public required string ResponseStatus { get; init; }

    public Dictionary<string, string?>? Values { get; init; }
}
