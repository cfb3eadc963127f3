namespace TaskCancellation.Testing.VeevaVault;

/// <summary>One job as the emulator's store has it, for checks. Instants are the true ones, in UTC.</summary>
public sealed record VeevaVaultRow
{
    /// <summary>Its id.</summary>
    public required long Id { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its name, for VQL.</summary>
    public required string Name { get; init; }

    /// <summary>Its type, for VQL.</summary>
    public required string Type { get; init; }

    /// <summary>Its status.</summary>
    public required string State { get; init; }

    /// <summary>Whether it has ended, and so moved from the monitors to the histories.</summary>
    public required bool IsFinished { get; init; }

    /// <summary>Who made it.</summary>
    public required long CreatedBy { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was queued, or null.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When it started or is to start, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often a cancel named it, with success or without.</summary>
    public required int CancelCount { get; init; }
}
