namespace TaskCancellation.Core.Tests.Batches;

/// <summary>A process that is killed at each point there is, once or again and again, and a fresh one that takes the run up.</summary>
public sealed class JournalKillTests : JournalFixture
{
    private const int Points = 60;
    private int passed;
    private int killAt = int.MaxValue;

    [SetUp]
    public void EveryStepMayBeTheLast()
    {
        Journal.Before = _ => Pass();
        Journal.After = _ => Pass();
        var answer = Client.OnCancel;
        Client.OnCancel = (request, token) =>
        {
            Pass();
            var reply = answer(request, token);
            Pass();
            return reply;
        };
    }

    [Test]
    public async Task There_are_enough_points_and_without_a_kill_the_tallies_are_these([Values(1, 3)] int idsPerRequest)
    {
        ChunksHold(idsPerRequest);

        Assert.That(Lines(await CancelAsync(Mixed, Journaled)), Is.EqualTo(MixedOutcomes));
        Assert.That(passed, Is.GreaterThan(25).And.LessThan(Points));
    }

    [Test]
    public async Task Killed_anywhere_and_taken_up_again_the_run_ends_as_if_nothing_had_happened([Range(1, Points)] int at, [Values(1, 3)] int idsPerRequest)
    {
        ChunksHold(idsPerRequest);
        killAt = at;

        var (before, failure) = await CancelUntilFailureAsync(Input(Mixed), Journaled);
        killAt = int.MaxValue;
        var after = await CancelAsync(Mixed, Journaled);

        Assert.That(failure is null or TimeoutException, Is.True, $"{failure}");
        Assert.That(Lines(after), Is.EqualTo(MixedOutcomes));
        Assert.That(Lines(before), Is.EqualTo(MixedOutcomes.Take(before.Count)), "what was yielded before the kill still holds");
        NothingIsSentTwiceUnread();
    }

    [Test]
    public async Task Killed_again_and_again_it_still_comes_to_the_same_end([Values(3, 5, 8, 13, 20)] int every)
    {
        killAt = every;
        var kills = 0;
        for (var (outcomes, failure) = await CancelUntilFailureAsync(Input(Mixed), Journaled); failure is not null; (outcomes, failure) = await CancelUntilFailureAsync(Input(Mixed), Journaled))
        {
            // Each life is a little longer than the last, so that the run gets on at all.
            killAt = passed + every + ++kills;
            Assert.That(kills, Is.LessThan(100));
        }

        killAt = int.MaxValue;
        Assert.That(Lines(await CancelAsync(Mixed, Journaled)), Is.EqualTo(MixedOutcomes));
        Assert.That(kills, Is.GreaterThan(0));
        NothingIsSentTwiceUnread();
    }

    private void NothingIsSentTwiceUnread()
    {
        foreach (var id in Sent.Distinct())
        {
            string[] events = [.. Events.Where(line => line.Split(' ')[1].Split(',').Contains(id)).Select(line => line.Split(' ')[0])];
            for (var at = 1; at < events.Length; at++)
            {
                Assert.That((events[at - 1], events[at]), Is.Not.EqualTo(("send", "send")), id);
            }
        }

        Assert.That(Journal.Entries("run").Select(entry => entry.Position), Is.EqualTo(Enumerable.Range(0, Mixed.Length)));
    }

    private void Pass()
    {
        // Whoever is dead writes nothing more.
        if (++passed >= killAt)
        {
            throw new TimeoutException("killed");
        }
    }
}
