namespace TaskCancellation;

/// <summary>Tells why a task failed, in the words of the service.</summary>
/// <param name="Message">The text.</param>
/// <param name="Code">The service's code; <see langword="null"/> when it has none.</param>
public sealed record TaskFailure(string Message, string? Code = null);
