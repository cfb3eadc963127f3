using TaskCancellation.Testing;

namespace TaskCancellation.Model.Tests.World;

/// <summary>One request and what became of it. Moments number all that is seen in a schedule, in order.</summary>
internal sealed class Exchange(int number, int from, TimeSpan at)
{
    internal int Number => number;

    /// <summary>The moment it left.</summary>
    internal int From => from;

    /// <summary>When it left.</summary>
    internal TimeSpan At => at;

    /// <summary>The moment its end was seen.</summary>
    internal int To { get; set; } = int.MaxValue;

    internal TimeSpan EndedAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>The moments between which the service looked at it, as closely as is known.</summary>
    internal (int From, int To) Act { get; set; } = (from, int.MaxValue);

    /// <summary>What arrived; null when nothing did.</summary>
    internal EmulatedRequest? Request { get; set; }

    internal bool IsCancel { get; set; }

    /// <summary>What is sent, for comparison with what was sent before.</summary>
    internal string Line => IsCancel && Names is not null ? $"{Request} {string.Join(',', Names)}" : $"{Request}";

    /// <summary>It was sent while a wait was on.</summary>
    internal bool IsOfWait { get; set; }

    /// <summary>The tasks it names; null when it asks for whatever matches.</summary>
    internal IReadOnlyCollection<string>? Names { get; set; }

    internal Fault? Fault { get; set; }

    internal int? Status { get; set; }

    /// <summary>Given up by the client, or broken.</summary>
    internal bool IsBroken { get; set; }

    /// <summary>How long the service asked to wait.</summary>
    internal TimeSpan? Hint { get; set; }

    /// <summary>When the next look is worth it, by that.</summary>
    internal TimeSpan? HintsFrom => IsEnded ? EndedAt + new[] { Hint, EndsAfter, Interval }.Max() : null;

    /// <summary>When the task may have ended, by what was shown.</summary>
    internal TimeSpan? EndsAfter { get; set; }

    /// <summary>The least time to the next look.</summary>
    internal TimeSpan? Interval { get; set; }

    /// <summary>The ids in the reply, in its order.</summary>
    internal IReadOnlyList<string> Shown { get; set; } = [];

    /// <summary>A read that was not served.</summary>
    internal bool IsTurnedAway { get; set; }

    internal bool IsEnded => To != int.MaxValue;

    internal FaultKind? Kind => Fault?.Kind;

    /// <summary>It may have reached the service.</summary>
    internal bool HasArrived => Request is not null && Kind != FaultKind.Refused;

    /// <summary>The service has acted on it.</summary>
    internal bool HasActed => Request is not null && Kind is null or FaultKind.LostAfter or FaultKind.BadGatewayAfter or FaultKind.Cut or FaultKind.Duplicated or FaultKind.ReplyDelayed
        || (Kind == FaultKind.Delayed && !IsBroken);

    /// <summary>The service's own reply came whole.</summary>
    internal bool IsClean => Request is not null && !IsBroken && !IsTurnedAway && Kind is null or FaultKind.Duplicated or FaultKind.Delayed or FaultKind.ReplyDelayed or FaultKind.Stale;

    /// <summary>A reply came that says beyond doubt that nothing was done.</summary>
    internal bool IsRefusal => Kind is FaultKind.Throttled or FaultKind.ThrottledUntil or FaultKind.Denied or FaultKind.Rejected;

    /// <summary>The client cannot know whether the service acted.</summary>
    internal bool IsAmbiguous => HasArrived && (IsBroken || (!IsClean && !IsRefusal));

    internal bool IsStale => Kind == FaultKind.Stale;

    /// <summary>A fault that repeating does not mend.</summary>
    internal bool IsFinalFault => Kind is FaultKind.Denied or FaultKind.Rejected or FaultKind.Html or FaultKind.Cut;

    internal bool Covers(Subject subject) => Names is null || Names.Contains(subject.Id.Value, StringComparer.OrdinalIgnoreCase);
}
