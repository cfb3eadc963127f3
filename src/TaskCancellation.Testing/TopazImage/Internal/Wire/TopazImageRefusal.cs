namespace TaskCancellation.Testing.TopazImage;

/// <summary>A refusal; thrown where a check fails, rendered at the top. All its texts are only examples in the documentation.</summary>
internal sealed class TopazImageRefusal(int status, string? message = null) : Exception(message ?? TextFor(status))
{
    internal int Status => status;

    internal static TopazImageRefusal NotFinished() => new(409, "Job cannot be deleted in its current state.");

    internal static TopazImageRefusal NotReady() => new(409, "Job output is not ready.");

    /// <summary>A text for each documented status.</summary>
    internal static string TextFor(int status) => status switch
    {
        400 => "Invalid request.",
        401 => "Unauthorized",
        402 => "Insufficient credits.",
        403 => "Forbidden",
        404 => "Job not found.",
        409 => "Job cannot be cancelled in its current state.",
        412 => "No valid subscription.",
        413 => "Request body too large.",
        415 => "Unsupported media type.",
        422 => "Unprocessable request.",
        425 => "Credits are being topped up. Try again later.",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        _ => "Error",
    };
}
