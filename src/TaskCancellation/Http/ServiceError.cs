namespace TaskCancellation.Http;

/// <summary>An error as the service words it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Message">Its text.</param>
internal sealed record ServiceError(string? Code, string Message);
