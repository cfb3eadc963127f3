namespace TaskCancellation.Serialization;

/// <summary>What is known of a cancel.</summary>
internal sealed record ReportJson
{
    public required IReadOnlyList<OutcomeJson> Outcomes { get; init; }

    public required string Selection { get; init; }

    public long? Matched { get; init; }

    public int? SeenBefore { get; init; }

    public long? Unlisted { get; init; }

    public long? CanceledAndDeleted { get; init; }

    public string? HeldUpBy { get; init; }

    public required IReadOnlyList<SnapshotJson> Collateral { get; init; }

    public bool? IsCollateralUnread { get; init; }

    public required IReadOnlyList<SnapshotJson> Protected { get; init; }

    public required bool IsIndeterminate { get; init; }

    public ErrorJson? Error { get; init; }

    public required bool IsComplete { get; init; }

    internal static ReportJson From(CancellationReport report) => new()
    {
        Outcomes = [.. report.Outcomes.Select(OutcomeJson.From)],
        Selection = report.Selection.ToString(),
        Matched = report.Matched,
        SeenBefore = report.SeenBefore,
        Unlisted = report.Unlisted,
        CanceledAndDeleted = report.CanceledAndDeleted > 0 ? report.CanceledAndDeleted : null,
        HeldUpBy = report.HeldUpBy,
        Collateral = [.. report.Collateral.Select(SnapshotJson.From)],
        IsCollateralUnread = report.IsCollateralUnread ? true : null,
        Protected = [.. report.Protected.Select(SnapshotJson.From)],
        IsIndeterminate = report.IsIndeterminate,
        Error = ErrorJson.From(report.Error),
        IsComplete = report.IsComplete,
    };

    internal CancellationReport ToModel() => new()
    {
        Outcomes = Stored.Each(Outcomes, outcome => outcome.ToModel()),
        Selection = Stored.Name<CancelSelection>(Selection),
        Matched = Matched,
        SeenBefore = SeenBefore,
        Unlisted = Unlisted,
        CanceledAndDeleted = CanceledAndDeleted ?? 0,
        HeldUpBy = HeldUpBy,
        Collateral = Stored.Each(Collateral, task => task.ToModel()),
        IsCollateralUnread = IsCollateralUnread ?? false,
        Protected = Stored.Each(Protected, task => task.ToModel()),
        IsIndeterminate = IsIndeterminate,
        Error = Error?.ToModel(),
        IsComplete = IsComplete,
    };
}
