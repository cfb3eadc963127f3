using System.Diagnostics.CodeAnalysis;

namespace TaskCancellation;

/// <summary>Options for <see cref="TaskClient.ExecuteAsync"/>.</summary>
public sealed record ExecuteOptions
{
    /// <summary>Gets the default options: <see cref="DriftPolicy.OnlyPlanned"/>, and no fingerprint to compare.</summary>
    public static ExecuteOptions Default { get; } = new();

    /// <summary>Gets what to do when the plan's filter addresses other tasks than when the plan was made. The default is <see cref="DriftPolicy.OnlyPlanned"/>.</summary>
    public DriftPolicy Drift { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DriftPolicy.OnlyPlanned;

    /// <summary>Gets the fingerprint that was approved. When the plan's <see cref="CancellationPlan.Fingerprint"/> differs, nothing is sent and a <see cref="PlanException"/> is thrown. The default, <see langword="null"/>, compares nothing.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Converts a drift policy to options with that policy.</summary>
    /// <param name="drift">The policy.</param>
    [return: NotNullIfNotNull(nameof(drift))]
    public static implicit operator ExecuteOptions?(DriftPolicy? drift) => drift is null ? null : FromDriftPolicy(drift);

    /// <summary>Creates options with a drift policy.</summary>
    /// <param name="drift">The policy.</param>
    /// <returns>The options.</returns>
    public static ExecuteOptions FromDriftPolicy(DriftPolicy drift) => new() { Drift = drift };
}
