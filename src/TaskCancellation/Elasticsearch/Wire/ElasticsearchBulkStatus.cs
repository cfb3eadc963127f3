using TaskCancellation.Http;

namespace TaskCancellation.Elasticsearch;

/// <summary>How many documents a reindex, or one of its siblings, has to do and has done. Other kinds of tasks have a status of another form, or none.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Done">How many are done.</param>
/// <param name="HasOpenSlices">It counts what its ended slices did, and some have not ended.</param>
internal readonly record struct ElasticsearchBulkStatus(double Total, double Done, bool HasOpenSlices)
{
    internal double? Progress => Total > 0 && !HasOpenSlices ? Math.Clamp(Done / Total, 0, 1) : null;

    internal static ElasticsearchBulkStatus Read(ref WireReader reader)
    {
        double total = 0, done = 0;
        var hasOpenSlices = false;
        if (!reader.TryObject())
        {
            return default;
        }

        while (reader.NextMember())
        {
            if (reader.Is("total"u8))
            {
                total = reader.Number() ?? 0;
            }
            else if (reader.Is("created"u8) || reader.Is("updated"u8) || reader.Is("deleted"u8) || reader.Is("noops"u8) || reader.Is("version_conflicts"u8))
            {
                done += reader.Number() ?? 0;
            }
            else if (reader.Is("slices"u8) && reader.TryArray())
            {
                while (reader.NextItem())
                {
                    hasOpenSlices |= reader.IsNull;
                }
            }
        }

        return new ElasticsearchBulkStatus(total, done, hasOpenSlices);
    }

    /// <summary>The progress of a task of which some slices have not ended: with what these say of themselves.</summary>
    internal static double? Over(TaskSnapshot leader, IEnumerable<TaskSnapshot> slices)
    {
        var sum = slices.Select(Of).Aggregate(Of(leader), (sum, slice) => new ElasticsearchBulkStatus(sum.Total + slice.Total, sum.Done + slice.Done, HasOpenSlices: false));
        return (sum with { HasOpenSlices = false }).Progress;
    }

    /// <summary>Whether the slices of a running task have to be asked how far it is.</summary>
    internal static bool IsAmongSlices(TaskSnapshot task) => task is { IsTerminal: false, Progress: null } && Of(task).HasOpenSlices;

    private static ElasticsearchBulkStatus Of(TaskSnapshot task) =>
        task.Details is ElasticsearchTaskDetails { StatusJson: { } status } && WireReader.TryRead(status.Utf8, Read, out var read) ? read : default;
}
