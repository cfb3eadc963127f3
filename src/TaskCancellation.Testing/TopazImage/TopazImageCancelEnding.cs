namespace TaskCancellation.Testing.TopazImage;

/// <summary>What a cancel does to a job in a cancelable state.</summary>
public enum TopazImageCancelEnding
{
    /// <summary>204, and the job is Cancelled after <see cref="TopazImageTask.CancelDelay"/>.</summary>
    Canceled,

    /// <summary>204, and the job continues.</summary>
    Ignored,

    /// <summary>409, although the status of the job is a cancelable one.</summary>
    Refused,
}
