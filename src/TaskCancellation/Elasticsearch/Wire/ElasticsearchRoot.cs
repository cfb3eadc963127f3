using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>What answers at the root: product and version.</summary>
internal sealed record ElasticsearchRoot(string? Number, string? Distribution, string? BuildFlavor)
{
    internal static ElasticsearchRoot Read(ref WireReader reader)
    {
        var root = new ElasticsearchRoot(null, null, null);
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("version"u8) && reader.TryObject())
            {
                root = ReadVersion(ref reader);
            }
        }

        return root;
    }

    private static ElasticsearchRoot ReadVersion(ref WireReader reader)
    {
        string? number = null, distribution = null, flavor = null;
        while (reader.NextMember())
        {
            if (reader.Is("number"u8))
            {
                number = reader.Message();
            }
            else if (reader.Is("distribution"u8))
            {
                distribution = reader.Message();
            }
            else if (reader.Is("build_flavor"u8))
            {
                flavor = reader.Message();
            }
        }

        return new ElasticsearchRoot(number, distribution, flavor);
    }
}
