namespace TaskCancellation.Model.Tests;

/// <summary>What a task is told does not depend on its place among the others.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class PermutationTests
{
    private const int Schedules = 200;

    [TestCaseSource(typeof(ServiceKinds), nameof(ServiceKinds.All))]
    public async Task Permuting_the_input_permutes_the_outcomes(ServiceKind service)
    {
        for (var seed = 1; seed <= Schedules; seed++)
        {
            Command[] scene = [.. Generator.Draw(service, seed).Commands.TakeWhile(command => command is Add)];
            int[] tasks = [.. scene.Cast<Add>().Select(add => add.Task)];
            var straight = await PlayAsync(service, seed, scene, tasks);
            var turned = await PlayAsync(service, seed, scene, [.. tasks.Reverse()]);
            Assert.That(turned, Is.EqualTo(straight.AsEnumerable().Reverse()), $"seed {seed}");
        }
    }

    private static async Task<List<(int, TaskId, CancellationVerdict)>> PlayAsync(ServiceKind service, int seed, Command[] scene, int[] order)
    {
        var result = await Runner.PlayAsync(new Schedule(service, seed, [.. scene, new CancelStream(new ValueList<int>(order), 10, null)]));
        Assert.That(result.Wrongs, Is.Empty);
        return result.Outcomes;
    }
}
