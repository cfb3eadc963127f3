using System.Text.Json;

namespace TaskCancellation.VeevaVault;

/// <summary>An error. Its type is a contract, its message is not.</summary>
/// <param name="Type">The type.</param>
/// <param name="Message">The text.</param>
internal sealed record VaultError(string? Type, string? Message)
{
    /// <summary>Errors as they come: an array, a lone object, or nothing. What is neither is passed over.</summary>
    internal static IReadOnlyList<VaultError> List(JsonElement? errors) => errors switch
    {
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Select(One)],
        { ValueKind: JsonValueKind.Object } one => [One(one)],
        _ => [],
    };

    private static VaultError One(JsonElement error) => new(Text(error, "type"), Text(error, "message"));

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
