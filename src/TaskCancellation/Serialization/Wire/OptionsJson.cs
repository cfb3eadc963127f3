namespace TaskCancellation.Serialization;

/// <summary>How to cancel.</summary>
internal sealed record OptionsJson
{
    public required bool AllowAll { get; init; }

    public int? MaxTargets { get; init; }

    public required string Selection { get; init; }

    public required int MaxConcurrency { get; init; }

    public required TimeSpan PlanLifetime { get; init; }

    internal static OptionsJson From(CancelOptions options) => new()
    {
        AllowAll = options.AllowAll,
        MaxTargets = options.MaxTargets,
        Selection = options.Selection.ToString(),
        MaxConcurrency = options.MaxConcurrency,
        PlanLifetime = options.PlanLifetime,
    };

    internal CancelOptions ToModel() => new()
    {
        AllowAll = AllowAll,
        MaxTargets = MaxTargets,
        Selection = Stored.Name<CancelSelection>(Selection),
        MaxConcurrency = MaxConcurrency,
        PlanLifetime = PlanLifetime,
    };
}
