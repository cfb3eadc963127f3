using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>GET /batches/{uid}, Meilisearch 1.12 and later: how far the batch is, which is shown only while it runs.</summary>
internal static class MeilisearchBatch
{
    /// <summary>From 0 to 1; null when it is not shown.</summary>
    internal static double? ReadProgress(ref WireReader reader)
    {
        double? percentage = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("progress"u8) && reader.TryObject())
            {
                while (reader.NextMember())
                {
                    percentage = reader.Is("percentage"u8) ? reader.Number() : percentage;
                }
            }
        }

        return percentage is >= 0 and <= 100 ? percentage / 100 : null;
    }
}
