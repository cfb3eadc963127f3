namespace TaskCancellation.VeevaVault;

/// <summary>The reply to a cancel. That the whole succeeded says only that it was processed.</summary>
internal sealed record VaultCancelReply
{
    public required string ResponseStatus { get; init; }

    public IReadOnlyList<VaultCancelItem?>? Data { get; init; }
}
