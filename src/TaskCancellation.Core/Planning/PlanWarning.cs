namespace TaskCancellation;

/// <summary>What to know before a plan is executed.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Text">A sentence to show.</param>
public sealed record PlanWarning(PlanWarningKind Kind, string Text)
{
    /// <summary>The sentence.</summary>
    public override string ToString() => Text;
}
