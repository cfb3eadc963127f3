namespace TaskCancellation.Testing.TopazImage;

/// <summary>The answer to a cancel of a job that is already Cancelled. The documentation does not say.</summary>
public enum TopazImageRepeatedCancel
{
    /// <summary>409: Cancelled is not a cancelable state.</summary>
    Conflict,

    /// <summary>404, while the status can still be read.</summary>
    NotFound,

    /// <summary>204 again, without an effect.</summary>
    NoContent,
}
