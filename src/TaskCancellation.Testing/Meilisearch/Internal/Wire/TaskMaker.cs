namespace TaskCancellation.Testing.Meilisearch;

/// <summary>Enqueues tasks that are created over HTTP, as <see cref="MeilisearchEmulator.NewTasks"/> describes.</summary>
internal sealed class TaskMaker(Backend server)
{
    /// <param name="kind">The kind.</param>
    /// <param name="indexes">The indexes it touches, the one shown first.</param>
    /// <param name="details">The details until it ends; null for none.</param>
    /// <param name="work">What it does when it ends.</param>
    /// <param name="calls">The hosts it calls.</param>
    /// <param name="documents">The documents received.</param>
    /// <param name="metadata">What the caller noted.</param>
    /// <param name="status">The status of the reply.</param>
    internal EmulatedReply Make(
        string kind,
        IReadOnlyList<string> indexes,
        string? details,
        Action<MeilisearchStoredTask>? work = null,
        Func<IEnumerable<string>>? calls = null,
        IReadOnlyList<string>? documents = null,
        string? metadata = null,
        int status = 202)
    {
        if (server.Settings.IsQueueFull)
        {
            throw MeilisearchRefusal.QueueFull();
        }

        var like = server.Settings.NewTasks;
        var row = new MeilisearchStoredTask
        {
            Uid = server.Store.NextUid,
            Kind = kind,
            Indexes = indexes,
            Details = details is null ? null : TaskDetails.Parse(details),
            EnqueuedAt = server.Now,
            CustomMetadata = metadata,
            RunDuration = like.RunDuration,
            Failure = like.Failure,
            CancelEnding = like.CancelEnding,
            Work = work,
            Calls = calls ?? (() => []),
            Documents = documents,
        };
        server.Store.Add(row);
        server.Lifecycle.Wake(server.Settings.SchedulerDelay);
        return EmulatedReply.Json(status, MeilisearchTaskJson.Summary(row, server.Version));
    }
}
