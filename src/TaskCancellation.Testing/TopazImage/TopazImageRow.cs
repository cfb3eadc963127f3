namespace TaskCancellation.Testing.TopazImage;

/// <summary>One job as the emulator's store has it, for checks.</summary>
public sealed record TopazImageRow
{
    /// <summary>Its process id.</summary>
    public required string Id { get; init; }

    /// <summary>The account it belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>Its status.</summary>
    public required string State { get; init; }

    /// <summary>Percent done.</summary>
    public required int Progress { get; init; }

    /// <summary>Its file.</summary>
    public required string FileName { get; init; }

    /// <summary>Its category.</summary>
    public required string Category { get; init; }

    /// <summary>Its model.</summary>
    public required string Model { get; init; }

    /// <summary>What it costs when it completes.</summary>
    public required int Credits { get; init; }

    /// <summary>When it was created, in whole seconds.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its status last changed, in whole seconds.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it is expected to end, in whole seconds.</summary>
    public required DateTimeOffset Eta { get; init; }

    /// <summary>Which attempt it is at, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>How many cancels found it, refused ones included.</summary>
    public required int CancelCount { get; init; }
}
