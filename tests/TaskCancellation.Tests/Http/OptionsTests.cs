using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

public class OptionsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case(nameof(ProbeOptions.Timeout), options => options.Timeout = TimeSpan.Zero);
        yield return Case(nameof(ProbeOptions.Timeout), options => options.Timeout = Tick);
        yield return Case(nameof(ProbeOptions.Timeout), options => options.Timeout = Timeout.InfiniteTimeSpan);
        yield return Case(nameof(ProbeOptions.Timeout), options => options.Timeout = Day + Tick);
        yield return Case(nameof(ProbeOptions.AttemptTimeout), options => options.AttemptTimeout = TimeSpan.FromMilliseconds(10) - Tick);
        yield return Case(nameof(ProbeOptions.AttemptTimeout), options => options.AttemptTimeout = Day + Tick);
        yield return Case(nameof(ProbeOptions.RetryDelay), options => options.RetryDelay = -Tick);
        yield return Case(nameof(ProbeOptions.RetryDelay), options => options.RetryDelay = Day + Tick);
        yield return Case(nameof(ProbeOptions.MaxRetryAfter), options => options.MaxRetryAfter = -Tick);
        yield return Case(nameof(ProbeOptions.MaxRetries), options => options.MaxRetries = -1);
        yield return Case(nameof(ProbeOptions.MaxRetries), options => options.MaxRetries = 21);
        yield return Case(nameof(ProbeOptions.MaxReplyBytes), options => options.MaxReplyBytes = 1023);
        yield return Case(nameof(ProbeOptions.MaxReplyBytes), options => options.MaxReplyBytes = int.MaxValue);

        static TestCaseData Case(string setting, Action<ProbeOptions> change) => new(setting, change);
    }

    private static IEnumerable<Action<ProbeOptions>> Extremes() =>
    [
        options => options.Timeout = options.AttemptTimeout = TimeSpan.FromMilliseconds(10),
        options => options.Timeout = options.AttemptTimeout = options.RetryDelay = options.MaxRetryAfter = Day,
        options => options.RetryDelay = options.MaxRetryAfter = TimeSpan.Zero,
        options => options.MaxRetries = 0,
        options => options.MaxRetries = 20,
        options => options.MaxReplyBytes = 1024,
        options => options.MaxReplyBytes = 1024 * 1024 * 1024,
    ];

    [TestCaseSource(nameof(Wrong))]
    public void A_wrong_setting_is_refused_by_name(string setting, object change)
    {
        var options = new ProbeOptions();
        ((Action<ProbeOptions>)change)(options);

        Assert.That(() => options.Check(ProbeService.Address), Throws.InstanceOf<ArgumentException>().With.Property("ParamName").EqualTo(setting).And.Message.StartsWith($"ProbeOptions: {setting} "));
    }

    [TestCaseSource(nameof(Extremes))]
    public async Task A_setting_at_its_limit_makes_a_pipeline_that_works(object change)
    {
        var options = new ProbeOptions();
        ((Action<ProbeOptions>)change)(options);
        options.Check(ProbeService.Address);
        using var service = new ProbeService(options);

        using var reply = await service.StartAsync(TaskHttpRequest.Get("tasks/1"));

        Assert.That(reply.Status, Is.EqualTo(200));
    }

    [Test]
    public void The_defaults_are_fine() => Assert.That(() => new ProbeOptions().Check(ProbeService.Address), Throws.Nothing);
}
