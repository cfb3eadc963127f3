using System.CommandLine;
using TaskCancellation.Testing;
using TaskCancellation.Tool.Filters;

namespace TaskCancellation.Tool.Tests.Filters;

internal sealed class FilterOptionsTests
{
    private static readonly DateTimeOffset Now = VirtualClock.DefaultStart;

    [Test]
    public void Each_option_fills_its_field()
    {
        var filter = Read("--id", "1", "--id", "2", "--id", "1", "--state", "pending,Running", "--kind", "*x", "--scope", "s", "--name", "n", "--enqueued", "2h..1h", "--started", "..1h", "--finished", "1h..");
        using var all = Assert.EnterMultipleScope();
        Assert.That(filter.Ids, Is.EqualTo(new TaskId[] { "1", "2" }));
        Assert.That(filter.States, Is.EqualTo(new[] { TaskState.Pending, TaskState.Running }));
        Assert.That(filter.Kinds, Is.EqualTo(new[] { "*x" }));
        Assert.That(filter.Scopes, Is.EqualTo(new[] { "s" }));
        Assert.That(filter.Names, Is.EqualTo(new[] { "n" }));
        Assert.That(filter.Enqueued, Is.EqualTo(TimeRange.AtOrAfter(Now.AddHours(-2)).And(TimeRange.Before(Now.AddHours(-1)))));
        Assert.That(filter.Started, Is.EqualTo(TimeRange.Before(Now.AddHours(-1))));
        Assert.That(filter.Finished, Is.EqualTo(TimeRange.AtOrAfter(Now.AddHours(-1))));
    }

    [Test]
    public void Nothing_given_is_no_constraint() => Assert.That(Read(), Is.EqualTo(TaskFilter.All));

    [Test]
    public void The_short_options_mean_the_time_that_is_named()
    {
        using var all = Assert.EnterMultipleScope();
        Assert.That(Read("--older-than", "1h").Enqueued, Is.EqualTo(TimeRange.Before(Now.AddHours(-1))));
        Assert.That(Read("--older-than", "1h", "--time", "started"), Is.EqualTo(new TaskFilter { Started = TimeRange.Before(Now.AddHours(-1)) }));
        Assert.That(Read("--newer-than", "1h", "--before", "2025-12-31T23:30Z", "--time", "finished").Finished, Is.EqualTo(TimeRange.AtOrAfter(Now.AddHours(-1)).And(TimeRange.Before(Now.AddMinutes(-30)))));
        Assert.That(Read("--after", "1h", "--enqueued", "..30m").Enqueued, Is.EqualTo(TimeRange.AtOrAfter(Now.AddHours(-1)).And(TimeRange.Before(Now.AddMinutes(-30)))));
    }

    [TestCase("--state", "pending,")]
    [TestCase("--state", "1")]
    [TestCase("--state", "done")]
    [TestCase("--older-than", "2026-01-01T00:00Z")]
    [TestCase("--newer-than", "2026-01-01T00:00Z")]
    [TestCase("--time", "started")]
    public void What_means_nothing_is_refused(string option, string value) => Assert.That(() => Read(option, value), Throws.TypeOf<UsageException>());

    private static TaskFilter Read(params string[] arguments)
    {
        var command = new RootCommand();
        var options = new FilterOptions(new VirtualClock());
        options.AddTo(command);
        var parsed = command.Parse(arguments);
        Assert.That(parsed.Errors, Is.Empty);
        return options.Read(parsed);
    }
}
