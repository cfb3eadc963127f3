using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>A page of GET /tasks.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Total">How many match in all, tasks that are hidden from the key included; null before Meilisearch 1.3.</param>
/// <param name="Next">The uid to go on from; null at the end.</param>
internal sealed record MeilisearchPage(IReadOnlyList<TaskSnapshot> Tasks, long? Total, long? Next)
{
    private static readonly WireRead<MeilisearchPage> Plain = (ref WireReader reader) => Read(ref reader, keepRaw: false);
    private static readonly WireRead<MeilisearchPage> WithRaw = (ref WireReader reader) => Read(ref reader, keepRaw: true);

    /// <summary>How to read one.</summary>
    /// <param name="keepRaw">Whether each task keeps its JSON.</param>
    internal static WireRead<MeilisearchPage> Reader(bool keepRaw) => keepRaw ? WithRaw : Plain;

    private static MeilisearchPage Read(ref WireReader reader, bool keepRaw)
    {
        List<TaskSnapshot>? tasks = null;
        long? total = null;
        long? next = null;
        reader.RequireObject();
        while (reader.NextMember())
        {
            if (reader.Is("results"u8))
            {
                tasks = [];
                reader.RequireArray();
                while (reader.NextItem())
                {
                    tasks.Add(MeilisearchTaskObject.Read(ref reader, keepRaw));
                    reader.RequireRoomFor(tasks.Count);
                }
            }
            else if (reader.Is("total"u8))
            {
                total = reader.Integer();
            }
            else if (reader.Is("next"u8) && !reader.IsNull)
            {
                next = MeilisearchIds.RequireNumber(ref reader);
            }
        }

        return new MeilisearchPage(reader.Require(tasks, "results"), total, next);
    }
}
