namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Creates a stored task from a task that a test adds.</summary>
internal static class TaskReader
{
    internal static MeilisearchStoredTask ToRow(MeilisearchTask task, long uid, Nanos now, MeilisearchVersion version)
    {
        var isEnd = MeilisearchStates.IsEnd(task.State);
        var enqueued = task.EnqueuedAt is { } given ? Nanos.From(given, task.EnqueuedAtNanoseconds) : now;
        var started = task.StartedAt is { } start ? Nanos.From(start) : enqueued;
        var row = new MeilisearchStoredTask
        {
            Uid = uid,
            Kind = task.Kind,
            Indexes = KindTable.IsGlobal(task.Kind) ? [.. task.OtherIndexUids] : [task.IndexUid, .. task.OtherIndexUids],
            Status = task.State == MeilisearchStates.Processing ? MeilisearchStates.Enqueued : task.State,
            CanceledBy = task.CanceledBy,
            Details = UsualDetails.For(task, version),
            EnqueuedAt = enqueued,
            StartedAt = isEnd ? started : null,
            FinishedAt = isEnd ? task.FinishedAt is { } end ? Nanos.From(end) : started : null,
            CustomMetadata = task.CustomMetadata,
            RunDuration = task.RunDuration,
            Failure = task.Failure,
            CancelEnding = task.CancelEnding,
        };
        EndDetails(row, task);
        return row;
    }

    /// <summary>A task that begins ended shows what it would show had it ended here, unless the test wrote the details itself.</summary>
    private static void EndDetails(MeilisearchStoredTask row, MeilisearchTask task)
    {
        if (row.Status == MeilisearchStates.Failed)
        {
            row.Error = task.Failure ?? MeilisearchError.For(null);
        }

        if (row.Status == MeilisearchStates.Succeeded && task.DetailsJson is null)
        {
            row.Details?.Succeed(row.Kind, row.FinishedAt!.Value);
        }
        else if (row.Status is MeilisearchStates.Failed or MeilisearchStates.Canceled && task.DetailsJson is null)
        {
            row.Details?.FailOrCancel(row.Kind);
        }
    }
}
