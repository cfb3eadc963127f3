namespace TaskCancellation.Testing.VeevaVault;

/// <summary>A job as the emulator holds it, for assertions that do not go through the wire. Instants are the real ones, in UTC.</summary>
public sealed record VeevaVaultRow
{
    /// <summary>Gets the id.</summary>
    public required long Id { get; init; }

    /// <summary>Gets the title.</summary>
    public required string Title { get; init; }

    /// <summary>Gets the name, for VQL.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the type, for VQL.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the status.</summary>
    public required string State { get; init; }

    /// <summary>Gets a value indicating whether the job has ended, and has moved from the monitors to the histories.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Gets the id of the user who created the job.</summary>
    public required long CreatedBy { get; init; }

    /// <summary>Gets when the job was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the job last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Gets when the job was queued, or <see langword="null"/>.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>Gets when the job started or is scheduled to start, or <see langword="null"/>.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets when the job ended, or <see langword="null"/>.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Gets how many cancels named the job, refused ones included.</summary>
    public required int CancelCount { get; init; }

    /// <summary>Gets a value indicating whether the job is held: it neither progresses nor ends by itself.</summary>
    public required bool IsHeld { get; init; }
}
