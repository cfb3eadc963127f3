namespace TaskCancellation;

/// <summary>What is known of a cancellation as a whole.</summary>
/// <remarks>Immutable. A wait returns a new report.</remarks>
public sealed record CancellationReport
{
    /// <summary>Gets the service whose tasks were addressed, as <see cref="TaskClientCapabilities.ServiceName"/> names it; empty in a report made by other code, such as a test.</summary>
    public string ServiceName { get; init; } = "";

    /// <summary>Gets one outcome for each task that is known by its id, in the order of the input or of the list.</summary>
    public required IReadOnlyList<CancellationOutcome> Outcomes { get; init => field = ReadOnlyValues.List(value); }

    /// <summary>Gets which side selected the tasks: <see cref="CancelSelection.ClientSide"/> or <see cref="CancelSelection.ServerSide"/>.</summary>
    public CancelSelection Selection { get; init; } = CancelSelection.ClientSide;

    /// <summary>Gets how many tasks the service matched, for a cancellation that it evaluated; <see langword="null"/> while it has not reported the number.</summary>
    public long? MatchedCount { get; init; }

    /// <summary>Gets the least number of tasks that were listed just before a server-side cancellation; <see langword="null"/> when nothing was, or could be, listed.</summary>
    /// <remarks>When the service then matched no task, either its cancellation interprets the filter differently from its list, or all the tasks have ended since.</remarks>
    public int? PreviewedCount { get; init; }

    /// <summary>Gets how many tasks the service counted and does not name as canceled; <see langword="null"/> while that is not known.</summary>
    /// <remarks>These tasks ended first, or another cancellation took them.</remarks>
    public long? UnlistedCount { get; init; }

    /// <summary>Gets how many tasks, in addition to the outcomes, the service reports as canceled but no longer shows because they were deleted since.</summary>
    public long CanceledAndDeletedCount { get; init; }

    /// <summary>Gets the tasks that were not addressed and that the cancellation disturbs.</summary>
    /// <remarks>Meilisearch puts the other tasks of an aborted batch back in the queue; Elasticsearch cancels everything that a task has started. These tasks are never counted.</remarks>
    public IReadOnlyList<TaskSnapshot> Collateral { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets whether <see cref="Collateral"/> may be incomplete because the tasks that the cancellation disturbs were not read.</summary>
    /// <remarks>This is the case for a cancellation of one task by its id, and of many tasks, where the service shows them only before the cancellation (Meilisearch). A plan and a cancellation by filter read them.</remarks>
    public bool IsCollateralUnknown { get; init; }

    /// <summary>Gets a description of what the service finishes before it carries out the cancellation: "batch 7 (indexDeletion), running since …".</summary>
    /// <remarks>Set by a wait whose deadline has passed; <see langword="null"/> when nothing is known to delay the cancellation.</remarks>
    public string? BlockedBy { get; init; }

    /// <summary>Gets the tasks that the filter matched and that were left out because their kind is protected. To cancel them, name their kind or id.</summary>
    public IReadOnlyList<TaskSnapshot> Protected { get; init => field = ReadOnlyValues.List(value); } = [];

    /// <summary>Gets whether it is unknown what the service applied.</summary>
    /// <remarks>Either the reply to a cancellation by filter was lost and reading could not determine whether it was applied, or a part of the service failed to accept it or to show the tasks it holds.</remarks>
    public bool IsIndeterminate { get; init; }

    /// <summary>Gets the failure that led to <see cref="IsIndeterminate"/>, or the last read that failed while waiting; <see langword="null"/> when nothing failed.</summary>
    public TaskRequestException? Error { get; init; }

    /// <summary>Gets whether all addressed tasks are among the outcomes or counted in <see cref="UnlistedCount"/>.</summary>
    /// <remarks><see langword="false"/> while a server-side cancellation is not followed to its end, or when the service does not show its count to this credential.</remarks>
    public bool IsComplete { get; init; }

    /// <summary>Gets whether everything that was addressed is known to be canceled.</summary>
    /// <remarks><see langword="true"/> when all outcomes are canceled, nothing is unlisted, and nothing is indeterminate or incomplete; also when nothing was addressed, unless the service matched nothing of what was listed just before (<see cref="PreviewedCount"/>).</remarks>
    public bool AllCanceled => !IsIndeterminate && IsComplete && !HasMissedAll && (UnlistedCount ?? 0) == 0 && Outcomes.All(outcome => outcome.IsCanceled);

    /// <summary>Returns the number of outcomes with a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <returns>The number of outcomes.</returns>
    public int Count(CancellationVerdict verdict)
    {
        var count = 0;
        for (var at = 0; at < Outcomes.Count; at++)
        {
            count += Outcomes[at].Verdict == verdict ? 1 : 0;
        }

        return count;
    }

    /// <summary>Throws an exception unless everything that was addressed is canceled, by this request or before it.</summary>
    /// <returns>This report.</returns>
    /// <exception cref="TasksNotCanceledException"><see cref="AllCanceled"/> is <see langword="false"/>.</exception>
    public CancellationReport EnsureCanceled() => AllCanceled ? this : throw new TasksNotCanceledException($"Not everything addressed is known to be canceled: {this}.", this);

    /// <summary>Returns the number of outcomes by verdict: "2 Canceled, 1 CompletedFirst".</summary>
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
