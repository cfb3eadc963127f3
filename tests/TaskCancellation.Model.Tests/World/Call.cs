namespace TaskCancellation.Model.Tests.World;

/// <summary>One call of the library, and the requests it made.</summary>
internal sealed class Call(int number, Command? command, int from)
{
    internal int Number => number;

    internal int From { get; init; } = from;

    /// <summary>The moment of its answer.</summary>
    internal int To { get; set; } = int.MaxValue;

    internal List<Exchange> Exchanges { get; } = [];

    /// <summary>The tasks it may cancel.</summary>
    internal Func<Subject, bool> Addresses { get; init; } = _ => false;

    /// <summary>The moment at which a batch was told to stop.</summary>
    internal int? StoppedAt { get; set; }

    /// <summary>Outdated reads were served before, so that what is known of a task may be long past.</summary>
    internal bool FollowsStale { get; init; }

    /// <summary>The tasks are picked by a filter.</summary>
    internal bool IsByFilter { get; init; }

    /// <summary>When the grace of a run ends; null before its token has fired.</summary>
    internal TimeSpan? GraceEndsAt { get; set; }

    /// <summary>A batch has given all its outcomes.</summary>
    internal bool IsBatchOver { get; set; }

    internal bool IsWait { get; set; }

    /// <summary>When the wait began.</summary>
    internal TimeSpan WaitsFrom { get; set; }

    /// <summary>How long it may last; null for no limit.</summary>
    internal TimeSpan? Timeout { get; set; }

    /// <summary>When the last of several waits may have begun; null for one wait.</summary>
    internal TimeSpan? LastWaitsFrom { get; set; }

    internal TimeSpan? Deadline => (LastWaitsFrom ?? WaitsFrom) + Timeout;

    internal TimeSpan EndedAt { get; set; }

    /// <summary>It was answered before its deadline, by more than timers are exact.</summary>
    internal bool IsEarly => !IsHintedPast && EndedAt + TimeSpan.FromMilliseconds(1) < WaitsFrom + Timeout;

    // Nothing new is to be seen by then: a wait need not go on. The pause of a refusal that was met while the cancel was sent is counted from where the wait begins.
    private bool IsHintedPast => Exchanges.Any(one => one.HintsFrom > WaitsFrom + Timeout || one.Hint > Timeout);

    /// <summary>The moment at which the caller's token fired; null when it did not.</summary>
    internal int? TokenFiredAt { get; set; }

    internal CancellationToken Token { get; set; }

    internal IEnumerable<Exchange> CancelsOf(Subject subject) => Exchanges.Where(one => one.IsCancel && one.HasArrived && one.Covers(subject) && Addresses(subject));

    // A list that asks for whatever matches says nothing of a task that it does not show.
    internal IEnumerable<Exchange> LooksAt(Subject subject) => Exchanges.Where(one =>
        !one.IsCancel && one.IsClean && one.Covers(subject) && (one.Names is not null || one.Fault is not null || one.Shown.Contains(subject.Id.Value, StringComparer.OrdinalIgnoreCase)));

    public override string ToString() => $"call {number}: {command}";
}
