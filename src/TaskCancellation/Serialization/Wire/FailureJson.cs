namespace TaskCancellation.Serialization;

/// <summary>Why a task failed.</summary>
internal sealed record FailureJson
{
    public required string Message { get; init; }

    public string? Code { get; init; }
}
