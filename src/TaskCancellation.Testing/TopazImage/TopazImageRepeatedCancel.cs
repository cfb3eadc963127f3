namespace TaskCancellation.Testing.TopazImage;

/// <summary>What a cancel of a job that is Cancelled already is answered. No source says.</summary>
public enum TopazImageRepeatedCancel
{
    /// <summary>409: Cancelled is no cancellable state.</summary>
    Conflict,

    /// <summary>404, while the status can still be read.</summary>
    NotFound,

    /// <summary>204 once more, changing nothing.</summary>
    NoContent,
}
