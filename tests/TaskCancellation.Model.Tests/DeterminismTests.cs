namespace TaskCancellation.Model.Tests;

/// <summary>The same seed is the same schedule, and plays the same.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class DeterminismTests
{
    private const int Schedules = 150;

    [TestCaseSource(typeof(ServiceKinds), nameof(ServiceKinds.All))]
    public async Task The_same_seed_gives_the_same_transcript(ServiceKind service)
    {
        for (var seed = 1; seed <= Schedules; seed++)
        {
            var first = await Runner.PlayAsync(Generator.Draw(service, seed), isTranscribed: true);
            var second = await Runner.PlayAsync(Generator.Draw(service, seed), isTranscribed: true);
            Assert.That(second.Transcript, Is.EqualTo(first.Transcript).And.Not.Empty, $"seed {seed}");
        }
    }

    [TestCaseSource(typeof(ServiceKinds), nameof(ServiceKinds.All))]
    public void Another_seed_gives_another_schedule(ServiceKind service) =>
        Assert.That(Enumerable.Range(1, 100).Select(seed => Generator.Draw(service, seed).Commands.Aggregate("", (text, command) => text + command)).Distinct().Count(), Is.GreaterThan(90));
}
