namespace TaskCancellation.Providers;

/// <summary>What a reply says about one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Disposition">What the service says.</param>
/// <param name="Snapshot">The task as the reply, or a read after it, shows it.</param>
/// <param name="Error">The refusal.</param>
public sealed record CancelReplyItem(
    TaskTarget Target,
    CancelDisposition Disposition,
    TaskSnapshot? Snapshot = null,
    TaskRequestException? Error = null)
{
    /// <summary>The reply alone does not tell; what a read will. Null when it does, or when <see cref="CancelDisposition.AlreadyEnded"/> lacks nothing but how.</summary>
    public FollowUpRead? FollowUpRead { get; init; }
}
