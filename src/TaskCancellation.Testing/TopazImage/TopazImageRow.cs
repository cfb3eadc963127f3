namespace TaskCancellation.Testing.TopazImage;

/// <summary>A job as the emulator holds it, for assertions that do not go through the wire.</summary>
public sealed record TopazImageRow
{
    /// <summary>Gets the process id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the account that the job belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>Gets the status.</summary>
    public required string State { get; init; }

    /// <summary>Gets the progress in percent.</summary>
    public required int Progress { get; init; }

    /// <summary>Gets the name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>Gets the category.</summary>
    public required string Category { get; init; }

    /// <summary>Gets the model.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the cost of the job when it completes.</summary>
    public required int Credits { get; init; }

    /// <summary>Gets when the job was created, in whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the status last changed, in whole seconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets when the job is expected to end, in whole seconds.</summary>
    public required DateTimeOffset Eta { get; init; }

    /// <summary>Gets the number of the current attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets how many cancels reached the job, refused ones included.</summary>
    public required int CancelCount { get; init; }

    /// <summary>Gets a value indicating whether the job is held: it neither progresses nor ends by itself.</summary>
    public required bool IsHeld { get; init; }
}
