using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

public class CredentialTests
{
    private static readonly EmulatedReply Stale = EmulatedReply.Json(401, """{"code":"stale","message":"The key has expired."}""");

    [Test]
    public async Task The_credential_is_asked_for_on_every_try()
    {
        var count = 0;
        var dialect = new ProbeDialect { Credential = (_, _) => ValueTask.FromResult($"key-{++count}") };
        using var service = new ProbeService(dialect: dialect);
        service.Faults.OnCall(1).Refuse();
        service.Faults.OnCall(2).Respond(EmulatedReply.Html(503));

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(service.Requests.Select(line => line.Request.Header(ProbeDialect.KeyHeader)), Is.EqualTo(new[] { "key-1", "key-2", "key-3" }));
            Assert.That(dialect.Asked, Has.All.False);
        });
    }

    [Test]
    public async Task An_anonymous_request_carries_no_credential()
    {
        var dialect = new ProbeDialect();
        using var service = new ProbeService(dialect: dialect);

        (await service.CallAsync(TaskHttpRequest.Get("health") with { IsAnonymous = true })).Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(dialect.Asked, Is.Empty);
            Assert.That(service.Requests[0].Request.Header(ProbeDialect.KeyHeader), Is.Null);
        });
    }

    [Test]
    public void A_credential_that_cannot_be_had_means_not_sent([Values("Safe", "Unsafe")] string safety, [Values] bool throwsCancellation)
    {
        Exception cause = throwsCancellation ? new OperationCanceledException("Not yours.") : new InvalidOperationException("No vault.");
        var dialect = new ProbeDialect { Credential = (_, _) => throw cause };
        using var service = new ProbeService(dialect: dialect);

        var error = service.Fail(ProbeService.Request(Enum.Parse<RetrySafety>(safety)));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Authentication));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
            Assert.That(error.IsDefiniteRefusal, Is.True);
            Assert.That(error.InnerException, Is.SameAs(cause));
            Assert.That(service.Requests, Is.Empty);
            Assert.That(dialect.Asked, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void A_credential_that_takes_too_long_is_a_timeout_that_sent_nothing([Values] bool heedsToken)
    {
        var never = new TaskCompletionSource<string>();
        var dialect = new ProbeDialect { Credential = async (_, token) => await (heedsToken ? never.Task.WaitAsync(token) : never.Task) };
        using var service = new ProbeService(dialect: dialect);

        var error = service.Fail(ProbeService.Request(RetrySafety.SafeIfNotSent));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
            Assert.That(error.FollowsAmbiguousAttempt, Is.False);
            Assert.That(service.Requests, Is.Empty);
        });
    }

    [Test]
    public async Task A_stale_credential_is_renewed_once_even_for_a_request_that_is_never_repeated([Values("Safe", "SafeIfNotSent", "Unsafe")] string safety)
    {
        var dialect = new ProbeDialect { Credential = (fresh, _) => ValueTask.FromResult(fresh ? "new" : "old") };
        using var service = new ProbeService(dialect: dialect);
        service.Faults.OnCall(1).Respond(Stale);

        using var reply = await service.CallAsync(ProbeService.Request(Enum.Parse<RetrySafety>(safety)));

        Assert.Multiple(() =>
        {
            Assert.That(service.Requests.Select(line => line.Request.Header(ProbeDialect.KeyHeader)), Is.EqualTo(new[] { "old", "new" }));
            Assert.That(dialect.Asked, Is.EqualTo(new[] { false, true }));
            Assert.That(reply.FollowsAmbiguousAttempt, Is.False);
        });
    }

    [Test]
    public void A_credential_that_is_refused_again_is_not_renewed_twice([Values("Safe", "Unsafe")] string safety)
    {
        var dialect = new ProbeDialect { Credential = (fresh, _) => ValueTask.FromResult(fresh ? "new" : "old") };
        using var service = new ProbeService(dialect: dialect);
        service.Faults.Always().Respond(Stale);

        var error = service.Fail(ProbeService.Request(Enum.Parse<RetrySafety>(safety)));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Authentication));
            Assert.That(dialect.Asked, Is.EqualTo(new[] { false, true }));
            Assert.That(service.Requests, Has.Count.EqualTo(2));
        });
    }

    [Test]
    [Category("Finding P1")]
    public void A_credential_that_is_the_same_when_asked_for_again_is_not_sent_again([Values("Safe", "Unsafe")] string safety)
    {
        var dialect = new ProbeDialect();
        using var service = new ProbeService(dialect: dialect);
        service.Faults.Always().Respond(Stale);

        var error = service.FailAtOnce(ProbeService.Request(Enum.Parse<RetrySafety>(safety)));

        Assert.Multiple(() =>
        {
            Assert.That((error.Reason, error.Delivery, error.StatusCode), Is.EqualTo((TaskErrorReason.Authentication, RequestDelivery.Answered, (int?)401)));
            Assert.That(dialect.Asked, Is.EqualTo(new[] { false, true }));
            Assert.That(service.Requests, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public void A_credential_renewed_in_one_try_is_not_renewed_in_the_next()
    {
        var asked = 0;
        var dialect = new ProbeDialect { Credential = (_, _) => ValueTask.FromResult($"key-{++asked}") };
        using var service = new ProbeService(dialect: dialect);
        service.Faults.OnCall(2).Respond(EmulatedReply.Html(503));
        service.Faults.Always().Respond(Stale);

        service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.That(dialect.Asked, Is.EqualTo(new[] { false, true, false }));
    }

    [TestCaseSource(nameof(Passing))]
    [Category("Finding P3")]
    public async Task A_credential_that_fails_in_passing_is_asked_for_again(Exception failure)
    {
        var asked = 0;
        var dialect = new ProbeDialect { Credential = (_, _) => ++asked < 3 ? throw failure : ValueTask.FromResult("key") };
        using var service = new ProbeService(dialect: dialect);

        (await service.CallAsync(ProbeService.Request(RetrySafety.Unsafe) with { Safety = RetrySafety.SafeIfNotSent })).Dispose();

        Assert.That((asked, service.Requests.Count), Is.EqualTo((3, 1)));
    }

    private static IEnumerable<TestCaseData> Passing() =>
    [
        new TestCaseData(new HttpRequestException("The token server is down.")).SetArgDisplayNames("not reached"),
        new TestCaseData(new HttpRequestException("Busy.", null, System.Net.HttpStatusCode.ServiceUnavailable)).SetArgDisplayNames("503"),
        new TestCaseData(new IOException("It broke.")).SetArgDisplayNames("broken"),
        new TestCaseData(new System.Net.Sockets.SocketException(111)).SetArgDisplayNames("socket"),
        new TestCaseData(new TimeoutException("Too slow.")).SetArgDisplayNames("timeout"),
        new TestCaseData(new TaskCanceledException("Too slow.", new TimeoutException())).SetArgDisplayNames("HTTP timeout"),
        new TestCaseData(new Polly.CircuitBreaker.BrokenCircuitException("Open.")).SetArgDisplayNames("breaker"),
    ];

    [Test]
    public void A_renewal_that_takes_too_long_was_not_sent_because_the_first_send_was_refused()
    {
        var never = new TaskCompletionSource<string>();
        var dialect = new ProbeDialect { Credential = async (fresh, token) => fresh ? await never.Task.WaitAsync(token) : "old" };
        using var service = new ProbeService(dialect: dialect);
        service.Faults.Always().Respond(Stale);

        var error = service.Fail(ProbeService.Request(RetrySafety.Unsafe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Timeout));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.NotSent));
        });
    }

    [Test]
    public void A_send_after_a_renewal_that_is_lost_is_in_doubt()
    {
        var dialect = new ProbeDialect { Credential = (fresh, _) => ValueTask.FromResult(fresh ? "new" : "old") };
        using var service = new ProbeService(dialect: dialect);
        service.Faults.OnCall(1).Respond(Stale);
        service.Faults.Always().ResetAfterActing();

        var error = service.Fail(ProbeService.Request(RetrySafety.Unsafe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
            Assert.That(service.Requests, Has.Count.EqualTo(2));
        });
    }
}
