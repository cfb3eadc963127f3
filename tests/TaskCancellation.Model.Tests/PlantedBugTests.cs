using System.Globalization;

namespace TaskCancellation.Model.Tests;

/// <summary>Clients that are wrong on purpose, each of which must be found by the schedules that the right one passes.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class PlantedBugTests
{
    private const int Most = 10_000;

    private static IEnumerable<TestCaseData> Cases() =>
        from plant in Plants.All select new TestCaseData(plant).SetArgDisplayNames(plant.Name);

    [Test]
    public void There_are_many_wrong_clients() => Assert.That(Plants.All.Select(plant => plant.Name).Distinct().Count(), Is.EqualTo(Plants.All.Count).And.GreaterThanOrEqualTo(32));

    [TestCaseSource(nameof(Cases))]
    public async Task A_wrong_client_is_found(Plant plant)
    {
        var isShrunk = false;
        foreach (var service in ServiceKinds.All)
        {
            var (schedule, wrong) = await FindAsync(service, plant);
            if (schedule is null)
            {
                Assert.That(plant.Escapes(service), Is.True, $"{plant} is not found on {service.Name} in {Most} schedules");
                continue;
            }

            // One is told as shortly as can be; the others are much alike.
            var shrunk = isShrunk ? schedule : await Shrinker.ShrinkAsync(schedule, async one => (await Runner.PlayAsync(one, plant)).Wrongs.Count > 0, TimeSpan.FromSeconds(1));
            isShrunk = true;
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plant} on {service.Name}: found by schedule {schedule.Seed}, {schedule.Commands.Count} steps, shrunk to {shrunk.Commands.Count}. {wrong}"));
            Assert.That((await Runner.PlayAsync(shrunk, plant)).Wrongs, Is.Not.Empty);
        }
    }

    private static async Task<(Schedule? Schedule, string Wrong)> FindAsync(ServiceKind service, Plant plant)
    {
        for (var seed = 1; seed <= (plant.Escapes(service) ? 1 : Most); seed++)
        {
            var schedule = Generator.Draw(service, seed);
            if ((await Runner.PlayAsync(schedule, plant)).Wrongs is [var wrong, ..])
            {
                Assert.That((await Runner.PlayAsync(schedule)).Wrongs, Is.Empty, "the right client passes the same schedule");
                return (schedule, wrong);
            }
        }

        return (null, "");
    }
}
