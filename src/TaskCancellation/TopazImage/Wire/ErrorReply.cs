namespace TaskCancellation.TopazImage;

/// <summary>An error.</summary>
/// <param name="Message">Its text; every error has one.</param>
/// <param name="Code">The HTTP status once more, or nothing.</param>
internal sealed record ErrorReply(string? Message, long? Code);
