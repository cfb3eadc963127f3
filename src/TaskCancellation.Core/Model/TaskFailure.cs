namespace TaskCancellation;

/// <summary>Why a task failed, in the service's words.</summary>
/// <param name="Message">The text.</param>
/// <param name="Code">The service's code, or null where it has none.</param>
public sealed record TaskFailure(string Message, string? Code = null);
