namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The parameters of one request, read. A null list or bound constrains nothing; an empty list matches nothing.</summary>
internal sealed class TaskQuery
{
    internal uint Limit { get; set; } = 20;

    internal long? From { get; set; }

    internal bool IsReversed { get; set; }

    internal IReadOnlySet<long>? Uids { get; set; }

    internal IReadOnlySet<long>? BatchUids { get; set; }

    internal IReadOnlySet<long>? CanceledBy { get; set; }

    internal IReadOnlySet<string>? Types { get; set; }

    internal IReadOnlySet<string>? Statuses { get; set; }

    internal IReadOnlySet<string>? IndexUids { get; set; }

    internal (Nanos? After, Nanos? Before) Enqueued { get; set; }

    internal (Nanos? After, Nanos? Before) Started { get; set; }

    internal (Nanos? After, Nanos? Before) Finished { get; set; }
}
