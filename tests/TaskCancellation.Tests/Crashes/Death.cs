namespace TaskCancellation.Tests.Crashes;

/// <summary>When a process is killed.</summary>
/// <param name="When">Before or after a write of the journal, or while the service deals with a cancel.</param>
/// <param name="At">Which of them, from 1.</param>
internal sealed record Death(string When, int At)
{
    internal bool IsDuringCancel => When == "during";

    internal static Death Before(int write) => new("before", write);

    internal static Death After(int write) => new("after", write);

    internal static Death During(int cancel) => new("during", cancel);

    public override string ToString() => $"{When} {At}";
}
