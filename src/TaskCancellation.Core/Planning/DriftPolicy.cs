using System.Globalization;

namespace TaskCancellation;

/// <summary>What to do when a plan's filter addresses other tasks at its execution than when it was made.</summary>
public sealed record DriftPolicy
{
    private DriftPolicy(bool refusesDrift, int? maxNew)
    {
        RefusesDrift = refusesDrift;
        MaxNew = maxNew;
    }

    /// <summary>The default: cancel what was planned and still matches, and nothing else. New tasks are not even looked for.</summary>
    public static DriftPolicy OnlyPlanned { get; } = new(refusesDrift: false, null);

    /// <summary>Cancel nothing when a task has come or gone: <see cref="PlanDriftException"/>.</summary>
    public static DriftPolicy FailOnDrift { get; } = new(refusesDrift: true, null);

    /// <summary>How many new tasks are canceled as well; null unless made by <see cref="AllowNew"/>.</summary>
    public int? MaxNew { get; }

    internal bool RefusesDrift { get; }

    internal bool ChecksForNew => RefusesDrift || MaxNew is not null;

    /// <summary>Cancel new tasks as well, at most that many. With more, or with more in all than <see cref="CancelOptions.MaxTargets"/> allows, nothing is canceled: <see cref="PlanDriftException"/>.</summary>
    public static DriftPolicy AllowNew(int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        return new DriftPolicy(refusesDrift: false, max);
    }

    /// <summary>The policy in words.</summary>
    public override string ToString() => MaxNew is { } max
        ? string.Create(CultureInfo.InvariantCulture, $"allow {max} new")
        : RefusesDrift ? "fail on drift" : "only planned";
}
