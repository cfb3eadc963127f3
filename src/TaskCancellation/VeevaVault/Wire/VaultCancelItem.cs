using System.Globalization;
using System.Text.Json;

namespace TaskCancellation.VeevaVault;

/// <summary>What a reply to a cancel says of one job.</summary>
internal sealed record VaultCancelItem
{
    public string? ResponseStatus { get; init; }

    public string? ResponseMessage { get; init; }

    public JsonElement? Data { get; init; }

    /// <summary>A lone object in every example, an array by its description.</summary>
    public JsonElement? Errors { get; init; }

    /// <summary>The id of the job; null for a refused one, which only a text names.</summary>
    internal long? Id => Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("id", out var id)
        && id.ValueKind is JsonValueKind.Number or JsonValueKind.String
        && long.TryParse(id.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
