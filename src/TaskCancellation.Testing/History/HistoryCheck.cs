using System.Text;

namespace TaskCancellation.Testing;

/// <summary>What came of the check of a history. Immutable.</summary>
public sealed record HistoryCheck
{
    /// <summary>Gets whether the history fits some order of what happened to each task.</summary>
    public bool IsConsistent => Line is null;

    /// <summary>Gets the first line that fits no order, or breaks a rule; <see langword="null"/> when there is none.</summary>
    public HistoryLine? Line { get; init; }

    /// <summary>Gets what is wrong with the line, in words; empty when nothing is.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Gets the task that the line is wrong about; <see langword="null"/> when it breaks a rule for calls as a whole.</summary>
    public TaskId? Id { get; init; }

    /// <summary>Gets the states that the task could still have been in just before the line, in words: the states of <see cref="TaskState"/>, "ended in an unknown way", "not there yet", and "gone". Empty for a line that is not about one task.</summary>
    public IReadOnlyList<string> PossibleStates { get; init; } = [];

    /// <summary>Gets the lines up to that one that are about the same task, or belong to the same call.</summary>
    public IReadOnlyList<HistoryLine> Related { get; init; } = [];

    /// <summary>Gets how many lines were checked.</summary>
    public int LineCount { get; init; }

    /// <summary>Returns what is wrong, with everything that is needed to see why.</summary>
    public override string ToString()
    {
        if (Line is null)
        {
            return $"{LineCount} lines, consistent";
        }

        var text = new StringBuilder($"Line {Line.Number} cannot be: {(Line.Source is null ? "" : $"{Line.Source}: ")}{Line.Text}\n  {Reason}\n");
        if (PossibleStates.Count > 0)
        {
            text.Append($"  Just before it, {Id} could only be: {string.Join(", ", PossibleStates)}\n");
        }

        text.Append("  What is known of it:\n");
        foreach (var line in Related)
        {
            text.Append(line.Number == Line.Number ? " >" : "  ").Append(line).Append('\n');
        }

        return text.ToString();
    }
}
