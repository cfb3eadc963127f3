namespace TaskCancellation.Testing.TopazImage;

/// <summary>What a cancel does to a job that is in a cancellable state.</summary>
public enum TopazImageCancelEnding
{
    /// <summary>204, and the job is Cancelled, after <see cref="TopazImageTask.CancelDelay"/>.</summary>
    Canceled,

    /// <summary>204, and the job runs on all the same.</summary>
    Ignored,

    /// <summary>409, although its status reads as cancellable.</summary>
    Refused,
}
