using Moq;
using TaskCancellation;

namespace TestingYourCode;

/// <summary>Your class alone: the verbs of the client are mocked, and their results are constructed by the test. For the way your code handles each result, however rare.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MockTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Mock<TaskClient> client = new(MockBehavior.Strict);
    private TaskFilter? asked;
    private CancelOptions? options;

    [Test]
    public async Task It_asks_for_the_stale_tasks_of_the_index_and_for_no_more_than_a_hundred()
    {
        Answer();

        await RunAsync();

        Assert.That(asked, Is.Not.Null);
        Assert.That(asked.Scopes, Is.EqualTo(new[] { "movies" }));
        Assert.That(asked.Enqueued, Is.EqualTo(TimeRange.Before(Now.AddHours(-1))));
        Assert.That(options!.MaxTargets, Is.EqualTo(IndexCleanup.MostTasks));
    }

    [Test]
    public async Task What_is_not_known_is_never_counted_as_canceled()
    {
        Answer(Outcome(1, CancellationVerdict.Canceled), Outcome(2, CancellationVerdict.Indeterminate), Outcome(3, CancellationVerdict.StillRunning), Outcome(4, CancellationVerdict.AlreadyCanceled));

        var result = await RunAsync();

        Assert.That(result.Canceled, Is.EqualTo(1));
        Assert.That(result.LookAt, Is.EqualTo(new TaskId[] { 2, 3 }));
    }

    [Test]
    public void Too_many_tasks_are_an_error_of_the_caller()
    {
        var tooMany = new UnsafeFilterException("The filter addresses 5000 tasks.", nameof(CancelOptions.MaxTargets)) { TargetCount = 5000 };
        client.Setup(one => one.CancelAsync(It.IsAny<TaskFilter>(), It.IsAny<CancelOptions>(), It.IsAny<CancellationToken>())).ThrowsAsync(tooMany);

        Assert.That(RunAsync, Throws.InstanceOf<UnsafeFilterException>().With.Property("TargetCount").EqualTo(5000));
    }

    private static CancellationOutcome Outcome(TaskId id, CancellationVerdict verdict) => new() { Target = id, Verdict = verdict };

    private void Answer(params CancellationOutcome[] outcomes) => client
        .Setup(one => one.CancelAsync(It.IsAny<TaskFilter>(), It.IsAny<CancelOptions>(), It.IsAny<CancellationToken>()))
        .Callback((TaskFilter filter, CancelOptions? how, CancellationToken _) => (asked, options) = (filter, how))
        .ReturnsAsync(CancellationOperation.FromReport(new CancellationReport { Outcomes = outcomes, IsComplete = true }));

    private Task<IndexCleanupResult> RunAsync()
    {
        var clock = new TaskCancellation.Testing.VirtualClock(Now);
        return new IndexCleanup(client.Object, clock).RunAsync("movies", TimeSpan.FromHours(1));
    }
}
