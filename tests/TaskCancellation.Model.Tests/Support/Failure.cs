namespace TaskCancellation.Model.Tests;

/// <summary>Tells a failure so that it can be understood, and played again.</summary>
internal static class Failure
{
    internal static async Task<string> DescribeAsync(Schedule schedule, Plant? plant = null)
    {
        var shrunk = await Shrinker.ShrinkAsync(schedule, async one => (await Runner.PlayAsync(one, plant)).Wrongs.Count > 0);
        var result = await Runner.PlayAsync(shrunk, plant, isTranscribed: true);
        return $"""
            {string.Join('\n', result.Wrongs)}

            To play it again: MODEL_SEED={schedule.Seed} dotnet test --filter "Name~Every_answer"
            Shrunk from {schedule.Commands.Count} steps to {shrunk.Commands.Count}: {shrunk}

            {result.Transcript}
            """;
    }
}
