namespace TaskCancellation.Testing.TopazImage;

/// <summary>How a job ends that nobody cancels.</summary>
public enum TopazImageEnding
{
    /// <summary>Completed.</summary>
    Completes,

    /// <summary>Failed; the service tells no reason.</summary>
    Fails,
}
