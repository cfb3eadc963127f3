namespace TaskCancellation;

/// <summary>What is known of a cancel. Immutable: a wait makes a new one.</summary>
public sealed record CancellationReport
{
    /// <summary>Gets the service whose tasks were addressed, as <see cref="TaskClientCapabilities.ServiceName"/> names it; empty in a report made by other code, such as a test.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>One outcome for each task known by name, in the order of the input or of the list.</summary>
    public required IReadOnlyList<CancellationOutcome> Outcomes { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Who picked the tasks: <see cref="CancelSelection.ClientSide"/> or <see cref="CancelSelection.ServerSide"/>.</summary>
    public CancelSelection Selection { get; init; } = CancelSelection.ClientSide;

    /// <summary>How many tasks the service matched, for a cancel it evaluated; null while it has not said.</summary>
    public long? MatchedCount { get; init; }

    /// <summary>How many of the tasks that a cancel at the server was to address were listed just before it, at least; null when nothing was listed, or could be. What a service that matched none made of the filter is then not what it lists by it, or all of them have ended since.</summary>
    public int? PreviewedCount { get; init; }

    /// <summary>How many tasks the service counted and does not name as canceled; they ended first, or another cancel took them. Null while that is not known.</summary>
    public long? UnlistedCount { get; init; }

    /// <summary>How many more tasks than are among the outcomes the service says it has canceled, and shows no longer: they were deleted since.</summary>
    public long CanceledAndDeletedCount { get; init; }

    /// <summary>Tasks that are not addressed and that the cancel disturbs: Meilisearch puts the other tasks of an aborted batch back in the queue, Elasticsearch cancels all that a task has started. Never counted.</summary>
    public IReadOnlyList<TaskSnapshot> Collateral { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Whom the cancel disturbed besides was not read: <see cref="Collateral"/> may lack some. So for a cancel of one task by its id, and of many, where the service shows that only before the cancel (Meilisearch); a plan and a cancel by filter look.</summary>
    public bool IsCollateralUnknown { get; init; }

    /// <summary>What the service finishes before it carries the cancel out, in words, where a wait that ran out asked for it: "batch 7 (indexDeletion), running since …". Null when nothing is known to.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>Tasks the filter matched and the cancel left out because their kind is protected; name their kind or id to cancel them.</summary>
    public IReadOnlyList<TaskSnapshot> Protected { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>The reply to a cancel by filter was lost, and reading could not tell whether it was applied; or a part of the service failed to take it, or to show what it holds.</summary>
    public bool IsIndeterminate { get; init; }

    /// <summary>The failure behind <see cref="IsIndeterminate"/>, or the last read that failed while waiting.</summary>
    public TaskRequestException? Error { get; init; }

    /// <summary>All that the cancel addressed is among the outcomes or counted in <see cref="UnlistedCount"/>. False while a cancel at the server is not followed to its end, or when the service does not show its count to this credential.</summary>
    public bool IsComplete { get; init; }

    /// <summary>All outcomes say canceled, nothing is unlisted, and nothing is in doubt. True when nothing was addressed; not when the service matched nothing of what was listed just before (<see cref="PreviewedCount"/>).</summary>
    public bool AllCanceled => !IsIndeterminate && IsComplete && !HasMissedAll && (UnlistedCount ?? 0) == 0 && Outcomes.All(outcome => outcome.IsCanceled);

    /// <summary>How many outcomes have that verdict.</summary>
    public int Count(CancellationVerdict verdict) => Outcomes.Count(outcome => outcome.Verdict == verdict);

    /// <summary>Returns this report if everything addressed is canceled, now or already.</summary>
    /// <exception cref="TasksNotCanceledException">Something is not, or not known to be.</exception>
    public CancellationReport EnsureCanceled() => AllCanceled ? this : throw new TasksNotCanceledException($"Not everything addressed is known to be canceled: {this}.", this);

    /// <summary>The tally: "2 Canceled, 1 CompletedFirst".</summary>
    public override string ToString()
    {
        List<string> parts = [.. Outcomes.CountBy(outcome => outcome.Verdict).OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} {pair.Key}")];
        if (CanceledAndDeletedCount > 0)
        {
            parts.Add($"{CanceledAndDeletedCount} canceled and deleted since");
        }

        if (UnlistedCount > 0)
        {
            parts.Add($"{UnlistedCount} unlisted");
        }

        if (HasMissedAll)
        {
            parts.Add($"none matched, although {PreviewedCount} {(PreviewedCount == 1 ? "was" : "were")} listed just before");
        }

        if (IsIndeterminate)
        {
            parts.Add("the request itself Indeterminate");
        }

        if (!IsComplete && !IsIndeterminate && Outcomes.Count == 0)
        {
            parts.Add("accepted, not yet counted");
        }

        if (BlockedBy is not null)
        {
            parts.Add($"queued behind {BlockedBy}");
        }

        return parts.Count == 0 ? "nothing addressed" : string.Join(", ", parts);
    }

    private bool HasMissedAll => MatchedCount == 0 && PreviewedCount > 0;
}
