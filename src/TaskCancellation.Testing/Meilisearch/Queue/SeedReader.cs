namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Makes a stored task from what a test asked for.</summary>
internal static class SeedReader
{
    internal static TaskRow ToRow(MeilisearchTaskSeed seed, long uid, Nanos now, ServerVersion version)
    {
        var isEnd = Statuses.IsEnd(seed.Status);
        var enqueued = seed.EnqueuedAt is { } given ? Nanos.From(given, seed.EnqueuedAtNanoseconds) : now;
        var started = seed.StartedAt is { } start ? Nanos.From(start) : enqueued;
        var row = new TaskRow
        {
            Uid = uid,
            Kind = seed.Kind,
            IndexUid = KindTable.IsGlobal(seed.Kind) ? null : seed.IndexUid,
            Indexes = KindTable.IsGlobal(seed.Kind) ? [.. seed.OtherIndexUids] : [seed.IndexUid, .. seed.OtherIndexUids],
            Status = seed.Status == Statuses.Processing ? Statuses.Enqueued : seed.Status,
            CanceledBy = seed.CanceledBy,
            Details = UsualDetails.For(seed, version),
            EnqueuedAt = enqueued,
            StartedAt = isEnd ? started : null,
            FinishedAt = isEnd ? seed.FinishedAt is { } end ? Nanos.From(end) : started : null,
            CustomMetadata = seed.CustomMetadata,
            RunDuration = seed.RunDuration,
            Failure = seed.Failure,
            HeedsStop = !(seed.IgnoresStop ?? (UsualDetails.IsRename(seed) || !KindTable.HeedsStop(seed.Kind))),
        };
        EndDetails(row, seed);
        return row;
    }

    /// <summary>A task that begins ended shows what it would show had it ended here, unless the test wrote the details itself.</summary>
    private static void EndDetails(TaskRow row, MeilisearchTaskSeed seed)
    {
        if (row.Status == Statuses.Failed)
        {
            row.Error = seed.Failure ?? new MeilisearchTaskError("An internal error has occurred. `emulated`.");
        }

        if (row.Status == Statuses.Succeeded && seed.Details is null)
        {
            row.Details?.Succeed(row.Kind, row.FinishedAt!.Value);
        }
        else if (row.Status is Statuses.Failed or Statuses.Canceled && seed.Details is null)
        {
            row.Details?.FailOrCancel(row.Kind);
        }
    }
}
