namespace TaskCancellation;

/// <summary>What is known of the cancel of one task.</summary>
public sealed record CancellationOutcome
{
    /// <summary>The task that was meant.</summary>
    public required TaskTarget Target { get; init; }

    /// <summary>What became of the cancel.</summary>
    public required CancellationVerdict Verdict { get; init; }

    /// <summary>The task as it was last seen; null when it was not seen.</summary>
    public TaskSnapshot? Snapshot { get; init; }

    /// <summary>The failure behind the verdict, or the last read that failed; null when nothing failed.</summary>
    public TaskRequestException? Error { get; init; }

    /// <summary>The id was seen to belong to another task than the one meant, whose kind or start time differs: the task meant is gone. With <see cref="CancellationVerdict.Indeterminate"/>, the cancel may have hit that other task, which is <see cref="Snapshot"/>.</summary>
    public bool IdentityMismatch { get; init; }

    /// <summary>The service's own task that carries this cancel out (Meilisearch); null elsewhere.</summary>
    public TaskId? ServiceTask { get; init; }

    /// <summary>When the service took the cancel, on its own clock; null when it does not say, or when an earlier try of it may have been taken.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>What the service finishes before it carries this cancel out, in words, where a wait that ran out asked for it: a running batch of Meilisearch. Null elsewhere.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>The order of this evidence among all that an operation gathered.</summary>
    public long Sequence { get; init; }

    /// <summary>The verdict is final: no further evidence replaces it.</summary>
    public bool IsDefinite => Verdict is not (CancellationVerdict.NotAttempted or CancellationVerdict.Indeterminate
        or CancellationVerdict.Accepted or CancellationVerdict.StillRunning);

    /// <summary>Waiting can still make something of it.</summary>
    internal bool IsOpen => this is { IsDefinite: false, IdentityMismatch: false, Verdict: not CancellationVerdict.NotAttempted };

    /// <summary>The task is canceled, now or already.</summary>
    public bool IsCanceled => Verdict is CancellationVerdict.Canceled or CancellationVerdict.AlreadyCanceled;

    /// <summary>The task no longer runs, for all the service says.</summary>
    public bool HasEnded => IsCanceled || Verdict is CancellationVerdict.CompletedFirst or CancellationVerdict.Ended;

    /// <summary>Puts two pieces of evidence about one target together. Associative, commutative, idempotent; a definite verdict is never replaced by a weaker one, and of two definite ones the earlier stands.</summary>
    public CancellationOutcome Merge(CancellationOutcome other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Compare(this, other) >= 0 ? this : other;
    }

    /// <summary>Target and verdict.</summary>
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
