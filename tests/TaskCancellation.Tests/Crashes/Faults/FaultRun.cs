namespace TaskCancellation.Tests.Crashes.Faults;

/// <summary>What a batch has yielded, and how it ended.</summary>
internal sealed class FaultRun
{
    /// <summary>How many requests there had been before it.</summary>
    internal int FirstRequest { get; init; }

    internal List<CancellationOutcome> Outcomes { get; } = [];

    /// <summary>What was thrown; null for nothing.</summary>
    internal Exception? End { get; set; }

    /// <summary>How often it wrote to its journal.</summary>
    internal int Writes { get; set; }

    /// <summary>How it ended, for the table.</summary>
    internal string Said => End switch
    {
        null => "the whole report",
        JournalConflictException => nameof(JournalConflictException),
        JournalException error => error.Reason.ToString(),
        _ => End.GetType().Name,
    };

    public override string ToString() => $"{Outcomes.Count} outcomes, {Writes} writes, {End?.ToString() ?? "no error"}";
}
