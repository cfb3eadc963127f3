using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>What the server says of itself: GET /version.</summary>
/// <param name="Number">The version; null where it is not told.</param>
internal sealed record MeilisearchRoot(string? Number)
{
    internal static MeilisearchRoot Read(ref WireReader reader)
    {
        string? number = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            number = reader.Is("pkgVersion"u8) ? reader.Message() : number;
        }

        return new MeilisearchRoot(number);
    }
}
