using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>An error as the service words it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Message">Its text.</param>
[Experimental(HttpDoor.DiagnosticId)]
public sealed record ServiceError(string? Code, string Message)
{
    /// <summary>What it means, for services whose status does not say; null elsewhere.</summary>
    public TaskErrorReason? Reason { get; init; }

    /// <summary>How long to wait, for services that say so by the code and not in a header.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
