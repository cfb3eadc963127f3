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
    /// <summary>Gets the read that decides the meaning of a reply that is not conclusive by itself.</summary>
    /// <remarks><see langword="null"/> when the reply is conclusive, or when <see cref="CancelDisposition.AlreadyEnded"/> lacks only how the task ended.</remarks>
    public FollowUpRead? FollowUpRead { get; init; }
}
