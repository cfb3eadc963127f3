using Moq;

namespace TaskCancellation.Core.Tests;

/// <summary>What a user's test of their own code looks like: the client is mocked, and the library's extensions still run.</summary>
public sealed class TaskClientExtensionsTests
{
    private readonly Mock<TaskClient> mock = new(MockBehavior.Strict, null!);

    [Test]
    public async Task A_mocked_cancel_runs_through_cancel_and_wait()
    {
        mock.Setup(client => client.CancelAsync(new TaskTarget(7), It.IsAny<CancellationToken>()))
            .ReturnsAsync(CancellationOperation.FromReport(Some.Report(CancellationVerdict.Canceled)));

        var outcome = await mock.Object.CancelAndWaitAsync(7);

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
    }

    [Test]
    public async Task A_mocked_cancel_by_filter_runs_through_cancel_and_wait()
    {
        var options = new CancelOptions { MaxTargets = 3 };
        mock.Setup(client => client.CancelAsync(Some.Kinds("k"), options, It.IsAny<CancellationToken>()))
            .ReturnsAsync(CancellationOperation.FromReport(Some.Report(CancellationVerdict.Canceled, CancellationVerdict.CompletedFirst)));

        var report = await mock.Object.CancelAndWaitAsync(Some.Kinds("k"), options);

        Assert.That(report.ToString(), Is.EqualTo("1 Canceled, 1 CompletedFirst"));
        Assert.That(() => report.EnsureCanceled(), Throws.InstanceOf<TasksNotCanceledException>());
    }

    [Test]
    public void A_mocked_failure_comes_through()
    {
        mock.Setup(client => client.CancelAsync(It.IsAny<TaskFilter>(), It.IsAny<CancelOptions>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TaskRequestException("down") { Reason = TaskErrorReason.Connection, Delivery = RequestDelivery.NotSent });

        Assert.That(() => mock.Object.CancelAndWaitAsync(Some.Kinds("k")), Throws.InstanceOf<TaskRequestException>().With.Property("IsTransient").True);
    }

    [Test]
    public void Bad_arguments_are_refused_at_once()
    {
        var client = new ScriptedTaskClient();

        Assert.That(() => { client.CancelAndWaitAsync("!"); }, Throws.ArgumentException);
        Assert.That(() => { client.CancelAndWaitAsync(TaskFilter.All); }, Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(() => { TaskClientExtensions.CancelAndWaitAsync(null!, (TaskTarget)"t"); }, Throws.ArgumentNullException);
        Assert.That(() => { TaskClientExtensions.CancelAndWaitAsync(null!, TaskFilter.All); }, Throws.ArgumentNullException);
    }
}
