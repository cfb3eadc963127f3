namespace TaskCancellation.Http;

/// <summary>An error as the service words it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Message">Its text.</param>
internal sealed record ServiceError(string? Code, string Message)
{
    /// <summary>What it means, for services whose status does not say; null elsewhere.</summary>
    internal TaskErrorReason? Reason { get; init; }

    /// <summary>How long to wait, for services that say so by the code and not in a header.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
