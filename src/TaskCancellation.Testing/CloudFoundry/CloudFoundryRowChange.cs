namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>What to change of a task's row, as if by hand in the database; null leaves it as it is.</summary>
public sealed record CloudFoundryRowChange
{
    /// <summary>The state, any text. Diego is not told.</summary>
    public string? State { get; init; }

    /// <summary>Why it failed; a state that is set without a reason has none.</summary>
    public string? Failure { get; init; }

    /// <summary>The user it runs as.</summary>
    public string? User { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
