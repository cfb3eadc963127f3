namespace TaskCancellation.Testing.Meilisearch;

/// <summary>The error of a failed task, as its <c>error</c> member shows it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Code">The error code.</param>
/// <param name="Type">One of <c>invalid_request</c>, <c>auth</c>, <c>internal</c>, <c>system</c>.</param>
public sealed record MeilisearchError(string Message, string Code = "internal", string Type = "internal")
{
    internal static MeilisearchError For(string? reason) => new(reason ?? "An internal error has occurred. `emulated`.");
}
