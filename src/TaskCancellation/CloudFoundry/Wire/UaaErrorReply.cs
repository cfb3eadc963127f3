namespace TaskCancellation.CloudFoundry;

/// <summary>A login's refusal.</summary>
internal sealed record UaaErrorReply(string? Error, string? ErrorDescription);
