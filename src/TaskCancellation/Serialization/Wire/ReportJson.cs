namespace TaskCancellation.Serialization;

/// <summary>What is known of a cancel.</summary>
internal sealed record ReportJson
{
    public required IReadOnlyList<OutcomeJson> Outcomes { get; init; }

    public required string Selection { get; init; }

    public long? Matched { get; init; }

    public int? PreviewedCount { get; init; }

    public long? UnlistedCount { get; init; }

    public long? CanceledAndDeletedCount { get; init; }

    public string? BlockedBy { get; init; }

    public required IReadOnlyList<SnapshotJson> Collateral { get; init; }

    public bool? IsCollateralUnknown { get; init; }

    public required IReadOnlyList<SnapshotJson> Protected { get; init; }

    public required bool IsIndeterminate { get; init; }

    public ErrorJson? Error { get; init; }

    public required bool IsComplete { get; init; }

    internal static ReportJson From(CancellationReport report) => new()
    {
        Outcomes = [.. report.Outcomes.Select(OutcomeJson.From)],
        Selection = report.Selection.ToString(),
        Matched = report.MatchedCount,
        PreviewedCount = report.PreviewedCount,
        UnlistedCount = report.UnlistedCount,
        CanceledAndDeletedCount = report.CanceledAndDeletedCount > 0 ? report.CanceledAndDeletedCount : null,
        BlockedBy = report.BlockedBy,
        Collateral = [.. report.Collateral.Select(SnapshotJson.From)],
        IsCollateralUnknown = report.IsCollateralUnknown ? true : null,
        Protected = [.. report.Protected.Select(SnapshotJson.From)],
        IsIndeterminate = report.IsIndeterminate,
        Error = ErrorJson.From(report.Error),
        IsComplete = report.IsComplete,
    };

    internal CancellationReport ToModel() => new()
    {
        Outcomes = Stored.Each(Outcomes, outcome => outcome.ToModel()),
        Selection = Stored.Name<CancelSelection>(Selection),
        MatchedCount = Matched,
        PreviewedCount = PreviewedCount,
        UnlistedCount = UnlistedCount,
        CanceledAndDeletedCount = CanceledAndDeletedCount ?? 0,
        BlockedBy = BlockedBy,
        Collateral = Stored.Each(Collateral, task => task.ToModel()),
        IsCollateralUnknown = IsCollateralUnknown ?? false,
        Protected = Stored.Each(Protected, task => task.ToModel()),
        IsIndeterminate = IsIndeterminate,
        Error = Error?.ToModel(),
        IsComplete = IsComplete,
    };
}

/// <summary>What is known of the cancel of one task.</summary>
internal sealed record OutcomeJson
{
    public required TargetJson Target { get; init; }

    public required string Verdict { get; init; }

    public SnapshotJson? Snapshot { get; init; }

    public ErrorJson? Error { get; init; }

    public bool? IdentityMismatch { get; init; }

    public string? ServiceTask { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public string? BlockedBy { get; init; }

    public required long Sequence { get; init; }

    internal static OutcomeJson From(CancellationOutcome outcome) => new()
    {
        Target = TargetJson.From(outcome.Target),
        Verdict = outcome.Verdict.ToString(),
        Snapshot = outcome.Snapshot is null ? null : SnapshotJson.From(outcome.Snapshot),
        Error = ErrorJson.From(outcome.Error),
        IdentityMismatch = outcome.IdentityMismatch ? true : null,
        ServiceTask = outcome.ServiceTask?.Value,
        AcceptedAt = outcome.AcceptedAt,
        BlockedBy = outcome.BlockedBy,
        Sequence = outcome.Sequence,
    };

    internal CancellationOutcome ToModel() => new()
    {
        Target = Target.ToModel(),
        Verdict = Stored.Name<CancellationVerdict>(Verdict),
        Snapshot = Snapshot?.ToModel(),
        Error = Error?.ToModel(),
        IdentityMismatch = IdentityMismatch ?? false,
        ServiceTask = ServiceTask is null ? default(TaskId?) : ServiceTask,
        AcceptedAt = AcceptedAt,
        BlockedBy = BlockedBy,
        Sequence = Sequence,
    };
}

/// <summary>Which task is meant.</summary>
internal sealed record TargetJson
{
    public required string Id { get; init; }

    public string? Kind { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EnqueuedAt { get; init; }

    internal static TargetJson From(TaskTarget target) => new() { Id = target.Id.Value, Kind = target.Kind, StartedAt = target.StartedAt, EnqueuedAt = target.EnqueuedAt };

    internal TaskTarget ToModel() => new(Id, Kind, StartedAt, EnqueuedAt);
}
