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
