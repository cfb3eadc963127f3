using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Playing;

/// <summary>How the emulator's answer to a probe compares.</summary>
/// <param name="Step">The probe.</param>
/// <param name="Differences">What differs; nothing where the answer is equal.</param>
internal sealed record StepResult(RecordedStep Step, IReadOnlyList<string> Differences)
{
    internal bool IsEqual => Differences.Count == 0;

    public override string ToString() => $"{Step}\n      {string.Join("\n      ", Differences.Take(6))}";
}
