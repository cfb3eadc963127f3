namespace TaskCancellation.Tests.Crashes;

/// <summary>What was found when a batch was killed and taken up again.</summary>
internal sealed class CrashResult
{
    private readonly List<string> problems = [];

    internal Death? Death { get; init; }

    internal IReadOnlyList<string> Problems => problems;

    /// <summary>Whether the batch came to its end before it was taken up again.</summary>
    internal bool HasEnded { get; set; }

    /// <summary>How many tasks the journal knew only to have been about to be canceled.</summary>
    internal int Intents { get; set; }

    /// <summary>How many of them were sent again.</summary>
    internal int Resent { get; set; }

    internal void Add(string problem) => problems.Add(Death is null ? problem : $"{Death}: {problem}");
}
