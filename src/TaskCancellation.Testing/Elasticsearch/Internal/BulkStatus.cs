namespace TaskCancellation.Testing.Elasticsearch;

/// <summary>How far a task of the reindex family is.</summary>
internal sealed record BulkStatus
{
    internal int? SliceId { get; init; }

    internal long Total { get; init; }

    internal long Updated { get; init; }

    internal long Created { get; init; }

    internal long Deleted { get; init; }

    internal int Batches { get; init; }

    internal long Conflicts { get; init; }

    internal TimeSpan Throttled { get; init; }

    internal TimeSpan ThrottledUntil { get; init; }

    /// <summary>Documents in a second; infinite for no limit, 0 before it has begun.</summary>
    internal float Rate { get; init; }

    /// <summary>Why it was cancelled; null where it was not.</summary>
    internal string? Canceled { get; init; }

    /// <summary>The slices of a leader, null for each that has not ended; null for a task without slices.</summary>
    internal IReadOnlyList<BulkStatus?>? Slices { get; init; }

    /// <summary>What a leader knows: the sums over the slices that have ended.</summary>
    internal static BulkStatus Sum(IReadOnlyList<BulkStatus?> slices)
    {
        List<BulkStatus> ended = [.. slices.OfType<BulkStatus>()];
        return new BulkStatus
        {
            Total = ended.Sum(slice => slice.Total),
            Updated = ended.Sum(slice => slice.Updated),
            Created = ended.Sum(slice => slice.Created),
            Deleted = ended.Sum(slice => slice.Deleted),
            Batches = ended.Sum(slice => slice.Batches),
            Conflicts = ended.Sum(slice => slice.Conflicts),
            Throttled = TimeSpan.FromTicks(ended.Sum(slice => slice.Throttled.Ticks)),
            Rate = ended.Sum(slice => slice.Rate),
            Slices = slices,
        };
    }
}
