namespace TaskCancellation;

/// <summary>What became of one cancel request.</summary>
/// <param name="Outcomes">One for each target, in their order.</param>
/// <param name="Reply">The reply to follow up, if one came.</param>
/// <param name="Failure">Why no usable reply came; null when one did.</param>
internal sealed record ResolvedReply(IReadOnlyList<CancellationOutcome> Outcomes, CancelReply? Reply, TaskRequestException? Failure = null)
{
    /// <summary>The service said that it is too much, and did nothing.</summary>
    internal bool IsThrottled => Failure is { Reason: TaskErrorReason.Throttled, IsDefiniteRefusal: true };
}
