namespace TaskCancellation.Model.Tests;

/// <summary>A failing schedule becomes a short one that fails still.</summary>
internal sealed class ShrinkerTests
{
    [Test]
    public async Task Only_the_steps_that_matter_are_left()
    {
        Command[] needed = [new Add(1, SceneKind.Running, false, 1), new Race(1, Event.Finish), new Cancel(1)];
        var schedule = new Schedule(ServiceKinds.TopazImage, 1, [new Pass(1), needed[0], new Find(1), new List(false), needed[1], new Find(1), new Pass(2), needed[2], new Find(1)]);

        var shrunk = await Shrinker.ShrinkAsync(schedule, one => Task.FromResult(!needed.Except(one.Commands).Any()));

        Assert.That(shrunk.Commands, Is.EqualTo(needed));
    }

    [Test]
    public async Task What_a_step_says_more_than_it_has_to_goes_too()
    {
        var schedule = new Schedule(ServiceKinds.TopazImage, 1, [new Fault(FaultKind.Refused, FaultOn.Any, 2, 12, 7), new CancelNamed(new ValueList<int>(3, 1, 2))]);

        var shrunk = await Shrinker.ShrinkAsync(schedule, one => Task.FromResult(one.Commands is [Fault, CancelNamed { Tasks: var tasks }] && tasks.Contains(1)));

        Assert.That(shrunk.Commands, Is.EqualTo(new Command[] { new Fault(FaultKind.Refused, FaultOn.Any, 0, 1, 1), new CancelNamed(new ValueList<int>(1)) }));
    }
}
