namespace TaskCancellation.Model.Tests.World;

/// <summary>What came of a schedule.</summary>
internal sealed class Result
{
    /// <summary>What went wrong; empty when all was right.</summary>
    internal List<string> Wrongs { get; } = [];

    /// <summary>How often each verdict was given.</summary>
    internal int[] Verdicts { get; } = new int[Enum.GetValues<CancellationVerdict>().Length];

    /// <summary>A task ended by itself between our cancel and what was then observed.</summary>
    internal bool HasFinishInWindow { get; set; }

    /// <summary>What was said of each task, call by call.</summary>
    internal List<(int Call, TaskId Task, CancellationVerdict Verdict)> Outcomes { get; } = [];

    internal int Requests { get; set; }

    internal string Transcript { get; set; } = "";
}
