namespace TaskCancellation.Serialization;

/// <summary>What to know before a plan is executed.</summary>
internal sealed record WarningJson
{
    public required string Kind { get; init; }

    public required string Text { get; init; }

    internal static WarningJson From(PlanWarning warning) => new() { Kind = warning.Kind.ToString(), Text = warning.Text };

    internal PlanWarning ToModel() => new(Stored.Name<PlanWarningKind>(Kind), Text);
}
