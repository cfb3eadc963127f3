using System.Text.Json;
using System.Text.Json.Serialization;

namespace TaskCancellation.VeevaVault;

/// <summary>A page of the monitors or histories.</summary>
internal sealed record VaultPage
{
    public required string ResponseStatus { get; init; }

    public PageDetails? ResponseDetails { get; init; }

    public required IReadOnlyList<JsonElement> Jobs { get; init; }

    /// <summary>Where the page stands in its list; the link to the next one is absent on the last.</summary>
    internal sealed record PageDetails(long? Total, [property: JsonPropertyName("next_page")] string? NextPage);
}
