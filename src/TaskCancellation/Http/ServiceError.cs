using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation.Http;

/// <summary>An error in the words of the service.</summary>
/// <param name="Code">The service's code.</param>
/// <param name="Message">The text.</param>
[Experimental(HttpDoor.DiagnosticId)]
public sealed record ServiceError(string? Code, string Message)
{
    /// <summary>Gets what the error means, for services whose status does not show it; otherwise <see langword="null"/>.</summary>
    public TaskErrorReason? Reason { get; init; }

    /// <summary>Gets how long to wait, for services that state it by the code and not in a header.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
