using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>GET /version.</summary>
/// <param name="Number">The version; null where it is not told.</param>
internal sealed record MeilisearchVersion(string? Number)
{
    internal static MeilisearchVersion Read(ref WireReader reader)
    {
        string? number = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            number = reader.Is("pkgVersion"u8) ? reader.Message() : number;
        }

        return new MeilisearchVersion(number);
    }
}
