namespace TaskCancellation.VeevaVault;

/// <summary>The reply about one job.</summary>
internal sealed record VaultJobReply
{
    public required string ResponseStatus { get; init; }

    public required VaultJob Data { get; init; }
}
