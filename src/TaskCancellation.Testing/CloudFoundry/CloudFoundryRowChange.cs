namespace TaskCancellation.Testing.CloudFoundry;

/// <summary>A direct change of a task's row in the database. A member that is <see langword="null"/> leaves the row as it is.</summary>
/// <example>
/// <code>
/// emulator.Change(id, new() { State = "RUNNING" });   // backwards, which no request can do
/// </code>
/// </example>
public sealed record CloudFoundryRowChange
{
    /// <summary>Gets the state, any text. Diego is not told.</summary>
    public string? State { get; init; }

    /// <summary>Gets the failure reason. A state that is set without one has none.</summary>
    public string? Failure { get; init; }

    /// <summary>Gets the user that the task runs as.</summary>
    public string? User { get; init; }

    /// <summary>Gets when the task was created.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when the task last changed.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
