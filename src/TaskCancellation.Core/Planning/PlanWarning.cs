namespace TaskCancellation;

/// <summary>A fact to consider before a plan is executed.</summary>
/// <param name="Kind">The subject of the warning.</param>
/// <param name="Text">The warning as a sentence, to be shown.</param>
public sealed record PlanWarning(PlanWarningKind Kind, string Text)
{
    /// <summary>Returns the text.</summary>
    public override string ToString() => Text;
}
