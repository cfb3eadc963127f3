using TaskCancellation.Http;

namespace TaskCancellation.Meilisearch;

/// <summary>A page of GET /tasks.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="Total">How many match in all, tasks that are hidden from the key included; null before Meilisearch 1.3.</param>
/// <param name="Next">The uid to go on from; null at the end.</param>
internal sealed record MeilisearchPage(IReadOnlyList<TaskSnapshot> Tasks, long? Total, long? Next)
{
    internal static MeilisearchPage Read(ref WireReader reader, bool keepRaw)
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
