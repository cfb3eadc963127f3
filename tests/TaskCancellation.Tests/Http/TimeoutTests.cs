using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

public class TimeoutTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public void A_try_that_takes_too_long_is_a_timeout([Values] bool isSafe)
    {
        using var service = new ProbeService(new ProbeOptions { AttemptTimeout = TimeSpan.FromSeconds(4), MaxRetries = 0 });
        service.Faults.Always().Delay(Hour);

        var error = service.Fail(ProbeService.Request(isSafe ? RetrySafety.Safe : RetrySafety.Unsafe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.InnerException, Is.InstanceOf<TimeoutException>());
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(error.StatusCode, Is.Null);
            Assert.That(service.Time.GetUtcNow(), Is.EqualTo(VirtualClock.DefaultStart + TimeSpan.FromSeconds(4)));
        });
    }

    [Test]
    public void The_time_allowed_for_a_call_covers_all_its_tries()
    {
        using var service = new ProbeService(new ProbeOptions { Timeout = TimeSpan.FromSeconds(10), AttemptTimeout = TimeSpan.FromSeconds(4), MaxRetries = 20 });
        service.Faults.Always().Delay(Hour);

        var error = service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.FollowsAmbiguousAttempt, Is.True);
            Assert.That(service.Requests, Has.Count.InRange(2, 3));
            Assert.That(service.Time.GetUtcNow(), Is.EqualTo(VirtualClock.DefaultStart + TimeSpan.FromSeconds(10)));
        });
    }

    [Test]
    public void A_call_that_ends_in_a_pause_after_definite_refusals_was_not_sent()
    {
        using var service = new ProbeService(new ProbeOptions { Timeout = TimeSpan.FromSeconds(3), RetryDelay = TimeSpan.FromSeconds(30), MaxRetries = 20 });
        service.Faults.Always().Refuse();

        var error = service.Fail(ProbeService.Request(RetrySafety.SafeIfNotSent));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
            Assert.That(error.IsDefiniteRefusal, Is.True);
        });
    }

    [Test]
    public void A_call_that_ends_in_a_pause_after_a_doubtful_try_stays_in_doubt_and_keeps_what_the_try_said()
    {
        using var service = new ProbeService(new ProbeOptions { Timeout = TimeSpan.FromSeconds(3), RetryDelay = TimeSpan.FromSeconds(30) });
        service.Faults.Always().Respond(
            EmulatedReply.Json(503, """{"code":"overload","message":"Overloaded."}""").WithHeader(ProbeDialect.IdHeader, "r-1"));

        var error = service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(error.IsDefiniteRefusal, Is.False);
            Assert.That(error.InnerException, Is.InstanceOf<TimeoutException>());
            Assert.That(error.ToString(), Does.Contain("r-1").And.Contain("overload"));
        });
    }

    [Test]
    public void The_callers_token_ends_a_call_with_that_token_and_nothing_else([Values("try", "pause", "credential")] string during)
    {
        using var source = new CancellationTokenSource();
        var dialect = new ProbeDialect { Credential = (_, token) => during == "credential" ? Never(token) : ValueTask.FromResult("key") };
        using var service = new ProbeService(dialect: dialect);
        _ = during == "pause" ? service.Faults.Always().Refuse() : service.Faults.Always().Delay(Hour);
        var call = service.StartAsync(ProbeService.Request(RetrySafety.Safe), source.Token);

        source.Cancel();

        var canceled = Assert.CatchAsync<OperationCanceledException>(() => call)!;
        Assert.Multiple(() =>
        {
            Assert.That(canceled.CancellationToken, Is.EqualTo(source.Token));
            Assert.That(service.Requests, Has.Count.LessThanOrEqualTo(1));
        });
    }

    [Test]
    public void A_token_that_was_canceled_before_sends_nothing()
    {
        var dialect = new ProbeDialect();
        using var service = new ProbeService(dialect: dialect);
        var token = new CancellationToken(canceled: true);

        var canceled = Assert.CatchAsync<OperationCanceledException>(() => service.StartAsync(ProbeService.Request(RetrySafety.Safe), token))!;

        Assert.Multiple(() =>
        {
            Assert.That(canceled.CancellationToken, Is.EqualTo(token));
            Assert.That(service.Requests, Is.Empty);
            Assert.That(dialect.Asked, Is.Empty);
        });
    }

    [Test]
    public void The_timeout_of_a_supplied_client_is_mapped_like_ours()
    {
        using var handler = new StubHandler((_, token) => Never<HttpResponseMessage>(token));
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMilliseconds(50) };
        var pipeline = Pipelines.Over(client, new ProbeOptions { MaxRetries = 0 });

        var error = Assert.ThrowsAsync<TaskRequestException>(() => pipeline.SendAsync(ProbeService.Request(RetrySafety.Unsafe), default).AsTask())!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(error.InnerException, Is.InstanceOf<TimeoutException>());
        });
    }

    [Test]
    public void The_timeout_of_a_handler_in_a_supplied_client_is_mapped_like_ours([Values] bool isPolly)
    {
        using var handler = new StubHandler((_, _) => throw (isPolly ? new Polly.Timeout.TimeoutRejectedException("Too slow.") : new TimeoutException("Too slow.")));
        using var client = new HttpClient(handler);
        var pipeline = Pipelines.Over(client, new ProbeOptions { MaxRetries = 0 });

        var error = Assert.ThrowsAsync<TaskRequestException>(() => pipeline.SendAsync(ProbeService.Request(RetrySafety.Unsafe), default).AsTask())!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
        });
    }

    [Test]
    public void An_exception_of_a_handler_in_a_supplied_client_is_of_unknown_kind_and_may_have_been_sent()
    {
        using var handler = new StubHandler((_, _) => throw new NotSupportedException("No."));
        using var client = new HttpClient(handler);
        var pipeline = Pipelines.Over(client, new ProbeOptions());

        var error = Assert.ThrowsAsync<TaskRequestException>(() => pipeline.SendAsync(ProbeService.Request(RetrySafety.Safe), default).AsTask())!;

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Unknown));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(error.InnerException, Is.InstanceOf<NotSupportedException>());
        });
    }

    private static async ValueTask<string> Never(CancellationToken token) => await Never<string>(token);

    private static async Task<T> Never<T>(CancellationToken token)
    {
        var never = new TaskCompletionSource<T>();
        return await never.Task.WaitAsync(token);
    }
}
