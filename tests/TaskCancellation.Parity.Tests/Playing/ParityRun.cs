using System.Collections.Concurrent;
using TaskCancellation.Recordings;

namespace TaskCancellation.Parity.Tests.Playing;

/// <summary>A recording, played once.</summary>
internal sealed class ParityRun
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ParityRun>>> Runs = new(StringComparer.Ordinal);

    private ParityRun(Recording recording, IReadOnlyList<StepResult> results)
    {
        Recording = recording;
        Results = results;
        Excepted = [.. results.Where(result => !result.IsEqual && ExceptionTable.Reviewed.Find(recording, result.Step) is not null)];
        Failed = [.. results.Where(result => !result.IsEqual).Except(Excepted)];
    }

    internal Recording Recording { get; }

    internal IReadOnlyList<StepResult> Results { get; }

    /// <summary>The steps that differ and may.</summary>
    internal IReadOnlyList<StepResult> Excepted { get; }

    /// <summary>The steps that differ and may not.</summary>
    internal IReadOnlyList<StepResult> Failed { get; }

    internal int Equal => Results.Count(result => result.IsEqual);

    /// <summary>Plays a recording, or gives what came of it when it was played before.</summary>
    internal static Task<ParityRun> OfAsync(Recording recording) =>
        Runs.GetOrAdd(recording.Name, _ => new(() => PlayAsync(recording))).Value;

    public override string ToString() =>
        $"parity {Recording.Name}: recorded {Results.Count}, equal {Equal}, excepted {Excepted.Count}";

    private static async Task<ParityRun> PlayAsync(Recording recording)
    {
        List<StepResult> results = [];
        foreach (var section in recording.Sections)
        {
            results.AddRange(await Players.Create(recording, section.Key).PlayAsync([.. section]));
        }

        return new ParityRun(recording, results);
    }
}
