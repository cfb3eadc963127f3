using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>Where a list of named tasks goes on, and how long a retry pauses.</summary>
public sealed class PositionTests
{
    [TestCase(1, 0, ExpectedResult = true)]
    [TestCase(1, 1, ExpectedResult = false)]
    [TestCase(0, 1, ExpectedResult = false)]
    public bool A_position_is_after_another(int start, int earlier) => new NamedTasksPosition([], start).IsAfter(new NamedTasksPosition([], earlier));

    [Test]
    public void A_position_is_after_that_of_another_list() => Assert.That(new NamedTasksPosition([]).IsAfter(new Other()), Is.True);

    [TestCase(0, 0.5, 1)]
    [TestCase(1, 1, 2)]
    [TestCase(3, 4, 8)]
    [TestCase(4, 5, 10)]
    [TestCase(1_000, 5, 10)]
    public void A_pause_doubles_with_each_attempt_up_to_ten_seconds_and_is_at_least_half_of_that(int attempt, double least, double most)
    {
        double[] pauses = [.. Enumerable.Range(0, 200).Select(_ => TaskHttpResilience.Backoff(TimeSpan.FromSeconds(1), attempt).TotalSeconds)];

        Assert.That(pauses, Is.All.InRange(least, most));
        Assert.That(pauses.Max() - pauses.Min(), Is.GreaterThan((most - least) / 2), "not all alike");
    }

    private sealed record Other : ListPosition
    {
        public override bool IsAfter(ListPosition earlier) => false;
    }
}
