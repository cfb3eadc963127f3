namespace TaskCancellation.Providers;

/// <summary>Specifies fields of a filter.</summary>
[Flags]
public enum FilterFields
{
    /// <summary>No field.</summary>
    None = 0,

    /// <summary><see cref="TaskFilter.Ids"/>.</summary>
    Ids = 1,

    /// <summary><see cref="TaskFilter.States"/>.</summary>
    States = 2,

    /// <summary><see cref="TaskFilter.Kinds"/>.</summary>
    Kinds = 4,

    /// <summary><see cref="TaskFilter.Scopes"/>.</summary>
    Scopes = 8,

    /// <summary><see cref="TaskFilter.Names"/>.</summary>
    Names = 16,

    /// <summary><see cref="TaskFilter.Enqueued"/>.</summary>
    Enqueued = 32,

    /// <summary><see cref="TaskFilter.Started"/>.</summary>
    Started = 64,

    /// <summary><see cref="TaskFilter.Finished"/>.</summary>
    Finished = 128,

    /// <summary><see cref="TaskFilter.Where"/>.</summary>
    Where = 256,

    /// <summary>The fields that only the service's own filter has.</summary>
    ServiceSpecific = 512,
}
