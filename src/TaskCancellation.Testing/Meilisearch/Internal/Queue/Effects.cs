namespace TaskCancellation.Testing.Meilisearch;

/// <summary>What the engine does for a task, and therefore measures in the stats of its batch.</summary>
[Flags]
internal enum Effects
{
    None = 0,

    /// <summary>It writes documents: <c>writeChannelCongestion</c>.</summary>
    Writes = 1,

    /// <summary>The index takes up more pages, or fewer: <c>internalDatabaseSizes</c>.</summary>
    Resizes = 2,

    /// <summary>It asks for embeddings: <c>embedderRequests</c>.</summary>
    Embeds = 4,
}
