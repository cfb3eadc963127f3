namespace TaskCancellation.Testing.Meilisearch;

/// <summary>How it is known that a version differs from another.</summary>
internal enum Evidence
{
    /// <summary>Real servers answered so: 1.41 the one way, 1.50 the other. In between nothing was recorded.</summary>
    Recorded,

    /// <summary>Release notes or the sources of that version say so.</summary>
    Documented,

    /// <summary>It is presumed.</summary>
    Inferred,
}
