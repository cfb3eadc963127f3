using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

public class RetryAfterTests
{
    private static readonly EmulatedReply Throttled = EmulatedReply.Json(429, """{"code":"slow_down","message":"Too many requests."}""");

    [Test]
    public async Task Seconds_are_waited_out_before_the_next_try([Values(0, 1, 7, 30)] int seconds, [Values(429, 503)] int status)
    {
        using var service = new ProbeService();
        service.Faults.OnCall(1).Respond((Throttled with { Status = status }).WithRetryAfter(TimeSpan.FromSeconds(seconds)));

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.That(service.SendTimes, Is.EqualTo(new[] { TimeSpan.Zero, TimeSpan.FromSeconds(seconds) }));
    }

    [Test]
    public async Task A_date_is_measured_from_the_reply_and_the_two_clocks_are_never_compared([Values(-10, 0, 10)] int skewMinutes)
    {
        using var service = new ProbeService { Skew = TimeSpan.FromMinutes(skewMinutes) };
        service.Faults.OnCall(1).Respond(Throttled.WithRetryAfter(service.ServerNow + TimeSpan.FromSeconds(12)));

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.That(service.SendTimes, Is.EqualTo(new[] { TimeSpan.Zero, TimeSpan.FromSeconds(12) }));
    }

    [Test]
    public async Task A_date_that_has_passed_asks_for_no_pause([Values(-10, 0, 10)] int skewMinutes)
    {
        using var service = new ProbeService { Skew = TimeSpan.FromMinutes(skewMinutes) };
        service.Faults.OnCall(1).Respond(Throttled.WithRetryAfter(service.ServerNow - TimeSpan.FromSeconds(12)));

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.That(service.SendTimes, Is.EqualTo(new[] { TimeSpan.Zero, TimeSpan.Zero }));
    }

    [Test]
    public async Task A_date_in_a_reply_without_a_date_of_its_own_is_ignored()
    {
        using var service = new ProbeService();
        var dateless = Throttled.WithRetryAfter(service.ServerNow + TimeSpan.FromDays(1)).WithHeader("Date", "unknown");
        service.Faults.OnCall(1).Respond(dateless);

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.That(service.SendTimes.Last(), Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [TestCase("soon")]
    [TestCase("-5")]
    [TestCase("1.5")]
    [TestCase("")]
    public async Task A_malformed_value_is_ignored(string value)
    {
        using var service = new ProbeService();
        service.Faults.OnCall(1).Respond(Throttled.WithHeader("Retry-After", value));

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.That(service.SendTimes.Last(), Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public void More_than_the_longest_pause_fails_at_once_and_says_how_long([Values] bool asDate)
    {
        using var service = new ProbeService(new ProbeOptions { MaxRetryAfter = TimeSpan.FromSeconds(5) });
        var asked = TimeSpan.FromSeconds(6);
        service.Faults.Always().Respond(asDate ? Throttled.WithRetryAfter(service.ServerNow + asked) : Throttled.WithRetryAfter(asked));

        var call = service.StartAsync(ProbeService.Request(RetrySafety.Safe));

        Assert.That(call.IsCompleted, Is.True);
        var error = Assert.ThrowsAsync<TaskRequestException>(() => call)!;
        Assert.Multiple(() =>
        {
            Assert.That(error.RetryAfter, Is.EqualTo(asked));
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Throttled));
            Assert.That(error.ErrorCode, Is.EqualTo("slow_down"));
            Assert.That(service.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    [Category("Finding C3")]
    public void A_pause_longer_than_the_time_left_ends_the_call_at_once_with_what_was_said([Values(429, 503)] int status, [Values(5, 20)] int seconds)
    {
        using var service = new ProbeService(new ProbeOptions { Timeout = TimeSpan.FromSeconds(5) });
        service.Faults.Always().Respond((Throttled with { Status = status }).WithRetryAfter(TimeSpan.FromSeconds(seconds)));

        var error = service.FailAtOnce(ProbeService.Request(RetrySafety.Safe));

        Assert.Multiple(() =>
        {
            Assert.That((error.Reason, error.Delivery), Is.EqualTo((status == 429 ? TaskErrorReason.Throttled : TaskErrorReason.ServerError, RequestDelivery.Answered)));
            Assert.That((error.StatusCode, error.RetryAfter), Is.EqualTo(((int?)status, (TimeSpan?)TimeSpan.FromSeconds(seconds))));
            Assert.That(service.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    [Category("Finding C3")]
    public void The_time_left_is_what_earlier_tries_left()
    {
        using var service = new ProbeService(new ProbeOptions { Timeout = TimeSpan.FromSeconds(10) });
        service.Faults.Always().Respond(Throttled.WithRetryAfter(TimeSpan.FromSeconds(6)));

        var error = service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.That((error.Reason, service.Requests.Count), Is.EqualTo((TaskErrorReason.Throttled, 2)));
        Assert.That(service.Time.GetUtcNow() - VirtualClock.DefaultStart, Is.LessThan(TimeSpan.FromSeconds(7)));
    }

    [TestCase("2147483648")]
    [TestCase("99999999999999999999")]
    public void A_number_too_large_to_count_is_longer_than_any_pause(string value)
    {
        using var service = new ProbeService();
        service.Faults.Always().Respond(Throttled.WithHeader("Retry-After", value));

        var error = service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.Multiple(() =>
        {
            Assert.That(service.Requests, Has.Count.EqualTo(1));
            Assert.That(error.RetryAfter, Is.GreaterThan(TimeSpan.FromDays(1)));
        });
    }

    [Test]
    public async Task Pauses_grow_and_stay_below_the_cap()
    {
        using var service = new ProbeService(new ProbeOptions { MaxRetries = 12, Timeout = TimeSpan.FromHours(1) });
        service.Faults.Always().Times(12).Respond(EmulatedReply.Html(503));

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        var sends = service.SendTimes.ToList();
        var pauses = sends.Skip(1).Zip(sends, (later, earlier) => later - earlier).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(pauses, Has.Count.EqualTo(12));
            Assert.That(pauses, Has.All.LessThanOrEqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(pauses[0], Is.LessThanOrEqualTo(TimeSpan.FromSeconds(2)));
            Assert.That(pauses.TakeLast(4), Has.All.GreaterThan(TimeSpan.FromSeconds(2)));
        });
    }
}
