using System.Globalization;

namespace TaskCancellation.Model.Tests;

/// <summary>What the history checker makes of clients that are wrong on purpose: each is flagged by what its users could see.</summary>
/// <remarks>One service is enough. With HISTORY_RUNS, every service is tried, and those on which a client is not flagged are told.</remarks>
[Parallelizable(ParallelScope.All)]
internal sealed class PlantedHistoryTests
{
    private const int Most = 3_000;

    private static bool IsThorough => Environment.GetEnvironmentVariable("HISTORY_RUNS") is not null;

    private static IEnumerable<TestCaseData> Cases() =>
        from plant in Plants.All where plant.Unseen is null select new TestCaseData(plant).SetArgDisplayNames(plant.Name);

    [TestCaseSource(nameof(Cases))]
    public async Task The_history_of_a_wrong_client_is_flagged(Plant plant)
    {
        var wrong = ServiceKinds.All.Where(service => !plant.Escapes(service)).ToList();
        var left = IsThorough ? [.. wrong] : new List<ServiceKind> { plant.Soonest ?? wrong[0] };
        var all = left.Count;
        for (var seed = 1; seed <= Most && left.Count > 0; seed++)
        {
            foreach (var service in left.ToList())
            {
                var schedule = Generator.Draw(service, seed);
                if ((await Recording.PlayAsync(schedule, plant)).Check is { IsConsistent: false } check)
                {
                    Assert.That((await Recording.PlayAsync(schedule)).Check.IsConsistent, "the right client passes the same schedule");
                    TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plant} on {service.Name}: flagged in schedule {seed}. {check}"));
                    left.Remove(service);
                }
            }
        }

        TestContext.Out.WriteLine(left.Count == 0 ? "" : $"{plant} is not flagged on {string.Join(", ", left)} in {Most} schedules");
        Assert.That(left, Has.Count.LessThan(all), $"{plant} is flagged on no service");
    }

    [Test]
    public void Few_wrong_clients_leave_no_trace_in_a_history() => Assert.That(Plants.All.Count(plant => plant.Unseen is not null), Is.LessThanOrEqualTo(4));
}
