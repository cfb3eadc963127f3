namespace TaskCancellation.Testing.Meilisearch;

/// <summary>What becomes of a running task that a cancelation asks to stop.</summary>
public enum MeilisearchCancelEnding
{
    /// <summary>What the server does with its kind.</summary>
    Default,

    /// <summary>It stops, and is canceled.</summary>
    Canceled,

    /// <summary>It does not heed the stop and runs to its end.</summary>
    CompletesAnyway,
}
