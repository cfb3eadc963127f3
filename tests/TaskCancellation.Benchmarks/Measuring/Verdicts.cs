using System.Globalization;

namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>Which musts were held against figures of this run, and which of them are missed.</summary>
internal sealed class Verdicts
{
    private readonly List<string> missed = [];
    private int held;

    internal IReadOnlyList<string> Missed => missed;

    internal int Held => held;

    internal bool AtMost(string what, double value, double must) => Note(value <= must, string.Create(CultureInfo.InvariantCulture, $"{what}: {Table.Number(value)}, must be at most {Table.Number(must)}"));

    internal bool AtLeast(string what, double value, double must) => Note(value >= must, string.Create(CultureInfo.InvariantCulture, $"{what}: {Table.Number(value)}, must be at least {Table.Number(must)}"));

    internal bool Equal(string what, double value, double must) => Note(value.Equals(must), string.Create(CultureInfo.InvariantCulture, $"{what}: {Table.Number(value)}, must be {Table.Number(must)}"));

    /// <summary>What was to be held against a must could not even be measured.</summary>
    internal void Failed(string what) => Note(isMet: false, $"{what}: the run failed");

    private bool Note(bool isMet, string text)
    {
        held++;
        if (!isMet)
        {
            missed.Add(text);
        }

        return isMet;
    }
}
