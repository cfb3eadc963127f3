namespace TaskCancellation.Testing.Meilisearch;

/// <summary>What happens to a running task that is canceled.</summary>
public enum MeilisearchCancelEnding
{
    /// <summary>What the server does with a task of its kind.</summary>
    Default,

    /// <summary>The task stops and is canceled.</summary>
    Canceled,

    /// <summary>The task does not react and runs to its end.</summary>
    CompletesAnyway,
}
