namespace TaskCancellation.Providers;

/// <summary>The fields of a filter, to say which of them a service evaluates.</summary>
[Flags]
public enum FilterFields
{
    /// <summary>None.</summary>
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

    /// <summary>A field that only this service's own filter has.</summary>
    ServiceSpecific = 512,
}
