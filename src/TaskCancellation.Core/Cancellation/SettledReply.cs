namespace TaskCancellation;

/// <summary>What became of one cancel request: an outcome for each target, and the reply to follow up, if one came.</summary>
internal sealed record SettledReply(IReadOnlyList<CancellationOutcome> Outcomes, CancelReply? Reply);
