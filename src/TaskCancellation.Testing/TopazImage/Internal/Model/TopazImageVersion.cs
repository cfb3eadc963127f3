namespace TaskCancellation.Testing.TopazImage;

/// <summary>What differs between the editions of the API.</summary>
/// <param name="Name">The version of its OpenAPI document.</param>
/// <param name="HasPages">Whether a list can be requested in pages; otherwise it is always an array and never answered 400.</param>
/// <param name="RequiresFaceFields">Whether every status has the fields about faces.</param>
/// <param name="HasSync">Whether statuses have <c>sync</c>.</param>
internal sealed record TopazImageVersion(string Name, bool HasPages, bool RequiresFaceFields, bool HasSync)
{
    internal static readonly TopazImageVersion[] All =
    [
        new("1.2.0", HasPages: true, RequiresFaceFields: false, HasSync: false),
        new("1.1.0", HasPages: false, RequiresFaceFields: true, HasSync: true),
    ];

    internal static TopazImageVersion Find(string name) =>
        Array.Find(All, edition => edition.Name == name || edition.Name == name + ".0")
        ?? throw new ArgumentException($"There is no version {name} of the Image API, but {string.Join(" and ", All.Select(edition => edition.Name))}.", nameof(name));
}
