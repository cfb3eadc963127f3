using System.Text.Json;

namespace TaskCancellation.VeevaVault;

/// <summary>The top of a reply, with what a failure says.</summary>
internal sealed record VaultFailure
{
    public string? ResponseStatus { get; init; }

    public string? ResponseMessage { get; init; }

    public string? ErrorType { get; init; }

    public JsonElement? Errors { get; init; }
}
