namespace TaskCancellation;

/// <summary>What is known of the cancellation of one task.</summary>
public sealed record CancellationOutcome
{
    // Beside the rest, and one for all outcomes of a reply: most services say nothing of the kind.
    private readonly CancellationAcceptance? acceptance;

    /// <summary>Gets the task that was addressed.</summary>
    public required TaskTarget Target { get; init; }

    /// <summary>Gets the result of the cancellation.</summary>
    public required CancellationVerdict Verdict { get; init; }

    /// <summary>Gets the task as it was last seen; <see langword="null"/> when it was not seen.</summary>
    public TaskSnapshot? Snapshot { get; init; }

    /// <summary>Gets the failure that led to the verdict, or the last read that failed; <see langword="null"/> when nothing failed.</summary>
    public TaskRequestException? Error { get; init; }

    /// <summary>Gets whether the id was seen to belong to another task than the one addressed, with another kind or start time.</summary>
    /// <remarks>The task that was addressed no longer exists. With <see cref="CancellationVerdict.Indeterminate"/>, the cancellation may have affected that other task, which is then the <see cref="Snapshot"/>.</remarks>
    public bool IdentityMismatch { get; init; }

    /// <summary>Gets the id of the service's own task that carries out this cancellation (Meilisearch); <see langword="null"/> on other services.</summary>
    public TaskId? ServiceTask
    {
        get => acceptance?.ServiceTask;
        init => acceptance = CancellationAcceptance.Of(value, AcceptedAt, BlockedBy);
    }

    /// <summary>Gets when the service accepted the cancellation, on the service's clock.</summary>
    /// <remarks><see langword="null"/> when the service does not report it, or when an earlier attempt of the same request may have been accepted.</remarks>
    public DateTimeOffset? AcceptedAt
    {
        get => acceptance?.AcceptedAt;
        init => acceptance = CancellationAcceptance.Of(ServiceTask, value, BlockedBy);
    }

    /// <summary>Gets a description of what the service finishes before it carries out this cancellation, such as a running batch of Meilisearch.</summary>
    /// <remarks>Set by a wait whose deadline has passed; otherwise <see langword="null"/>.</remarks>
    public string? BlockedBy
    {
        get => acceptance?.BlockedBy;
        init => acceptance = CancellationAcceptance.Of(ServiceTask, AcceptedAt, value);
    }

    /// <summary>Gets the order of this evidence among all the evidence that an operation has collected.</summary>
    public long Sequence { get; init; }

    /// <summary>Gets whether the verdict is final: no further evidence replaces it.</summary>
    public bool IsDefinite => Verdict is not (CancellationVerdict.NotAttempted or CancellationVerdict.Indeterminate
        or CancellationVerdict.Accepted or CancellationVerdict.StillRunning);

    /// <summary>Where the outcome stands in a journal, for a wait to write its end there.</summary>
    internal JournalPlace Place { get; init; }

    /// <summary>What the reply said of the cancellation as a whole.</summary>
    internal CancellationAcceptance? Acceptance { init => acceptance = value; }

    /// <summary>Waiting can still make something of it.</summary>
    internal bool IsOpen => this is { IsDefinite: false, IdentityMismatch: false, Verdict: not CancellationVerdict.NotAttempted };

    /// <summary>Gets whether the task is canceled, by this request or before it.</summary>
    public bool IsCanceled => Verdict is CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled;

    /// <summary>Gets whether the task no longer runs, according to the service.</summary>
    public bool HasEnded => IsCanceled || Verdict is CancellationVerdict.CompletedFirst or CancellationVerdict.Ended;

    /// <summary>Combines two outcomes of the same target.</summary>
    /// <remarks>The operation is associative, commutative, and idempotent. A definite verdict is never replaced by a weaker one; of two definite verdicts, the earlier one is kept.</remarks>
    /// <param name="other">The other outcome.</param>
    /// <returns>The outcome with the stronger evidence.</returns>
    public CancellationOutcome Merge(CancellationOutcome other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Compare(this, other) >= 0 ? this : other;
    }

    /// <summary>Returns the id of the target and the verdict.</summary>
    public override string ToString() => $"{Target.Id}: {Verdict}";

    // Evidence of one strength and order is told apart by what it says, so that the choice does not depend on who is asked.
    private static int Compare(CancellationOutcome a, CancellationOutcome b) => Comparer<(int, long, int)>.Default.Compare(a.Weight(), b.Weight()) switch
    {
        0 when string.CompareOrdinal(a.Snapshot?.ToFullString(), b.Snapshot?.ToFullString()) is not 0 and var bySnapshot => bySnapshot,
        0 when string.CompareOrdinal(a.Error?.Message, b.Error?.Message) is not 0 and var byError => byError,
        0 => a.IdentityMismatch.CompareTo(b.IdentityMismatch),
        var byWeight => byWeight,
    };

    private (int Strength, long Order, int Tie) Weight() =>
        IsDefinite ? (4, -Sequence, (int)Verdict) : (Strength(), Sequence, (int)Verdict);

    private int Strength() => Verdict switch
    {
        CancellationVerdict.StillRunning => 3,
        CancellationVerdict.Accepted => 2,
        CancellationVerdict.Indeterminate => 1,
        _ => 0,
    };
}

/// <summary>What a service said of a cancellation that it carries out as a task of its own.</summary>
/// <param name="ServiceTask">The service's own task.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="BlockedBy">What the service finishes before it.</param>
internal sealed record CancellationAcceptance(TaskId? ServiceTask, DateTimeOffset? AcceptedAt, string? BlockedBy)
{
    /// <summary>Null where nothing was said, so that outcomes which say the same are equal.</summary>
    internal static CancellationAcceptance? Of(TaskId? serviceTask, DateTimeOffset? acceptedAt, string? blockedBy = null) =>
        serviceTask is null && acceptedAt is null && blockedBy is null ? null : new CancellationAcceptance(serviceTask, acceptedAt, blockedBy);
}
