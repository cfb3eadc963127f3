namespace TaskCancellation.Serialization;

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
