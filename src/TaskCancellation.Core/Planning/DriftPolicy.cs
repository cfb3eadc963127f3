using System.Globalization;

namespace TaskCancellation;

/// <summary>Specifies what to do when the filter of a plan addresses other tasks at its execution than at its creation.</summary>
public sealed record DriftPolicy
{
    private DriftPolicy(bool refusesDrift, int? maxNew)
    {
        RefusesDrift = refusesDrift;
        MaxNew = maxNew;
    }

    /// <summary>Gets the default policy: cancel the planned tasks that still match, and no others. New tasks are not listed.</summary>
    public static DriftPolicy OnlyPlanned { get; } = new(refusesDrift: false, null);

    /// <summary>Gets the policy that cancels nothing and throws a <see cref="PlanDriftException"/> when a task has been added or removed.</summary>
    public static DriftPolicy FailOnDrift { get; } = new(refusesDrift: true, null);

    /// <summary>Gets how many new tasks are canceled as well; <see langword="null"/> unless the policy was created by <see cref="AllowNew"/>.</summary>
    public int? MaxNew { get; }

    internal bool RefusesDrift { get; }

    internal bool ChecksForNew => RefusesDrift || MaxNew is not null;

    /// <summary>Creates a policy that also cancels new tasks, up to a number.</summary>
    /// <remarks>With more new tasks, or with more tasks in all than <see cref="CancelOptions.MaxTargets"/> allows, nothing is canceled and a <see cref="PlanDriftException"/> is thrown.</remarks>
    /// <param name="max">The largest number of new tasks.</param>
    /// <returns>The policy.</returns>
    public static DriftPolicy AllowNew(int max)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(max);
        return new DriftPolicy(refusesDrift: false, max);
    }

    /// <summary>Returns a description of the policy.</summary>
    public override string ToString() => MaxNew is { } max
        ? string.Create(CultureInfo.InvariantCulture, $"allow {max} new")
        : RefusesDrift ? "fail on drift" : "only planned";
}
