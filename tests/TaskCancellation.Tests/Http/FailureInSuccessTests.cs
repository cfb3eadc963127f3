using System.Text;
using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

/// <summary>Services that answer 200 and say in the body that the request failed.</summary>
public class FailureInSuccessTests
{
    private static readonly EmulatedReply Failure = EmulatedReply.Json(200, """{"code":"no","message":"Not so."}""").WithHeader(ProbeDialect.IdHeader, "id-7");

    [Test]
    public void A_failure_in_a_successful_reply_is_an_error_like_any_other([Values("Safe", "Unsafe")] string safety)
    {
        using var service = new ProbeService(dialect: Dialect(TaskErrorReason.Authorization));
        service.Faults.Always().Respond(Failure);

        var error = service.FailAtOnce(ProbeService.Request(Enum.Parse<RetrySafety>(safety)));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Authorization));
            Assert.That(error.ErrorCode, Is.EqualTo("no"));
            Assert.That(error.StatusCode, Is.EqualTo(200));
            Assert.That(error.RequestId, Is.EqualTo("id-7"));
            Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.Answered));
            Assert.That(error.IsDefiniteRefusal, Is.True);
            Assert.That(error.Message, Does.StartWith("Probe: Not so (asked "));
            Assert.That(error.BodyExcerpt, Does.Contain("Not so."));
            Assert.That(service.Requests, Has.Count.EqualTo(1));
        });
    }

    [TestCase("Safe", TaskErrorReason.ServerError, true)]
    [TestCase("SafeIfNotSent", TaskErrorReason.ServerError, false)]
    [TestCase("SafeIfNotSent", TaskErrorReason.Throttled, true)]
    [TestCase("Unsafe", TaskErrorReason.Throttled, false)]
    [TestCase("Safe", TaskErrorReason.InvalidRequest, false)]
    public async Task It_is_repeated_by_the_same_rules(string safety, TaskErrorReason kind, bool isRepeated)
    {
        using var service = new ProbeService(dialect: Dialect(kind));
        service.Faults.OnCall(1).Respond(Failure);
        var request = ProbeService.Request(Enum.Parse<RetrySafety>(safety));

        if (isRepeated)
        {
            using var reply = await service.CallAsync(request);
            Assert.That(reply.FollowsAmbiguousAttempt, Is.EqualTo(kind == TaskErrorReason.ServerError));
        }
        else
        {
            Assert.That(service.Fail(request).Reason, Is.EqualTo(kind));
        }

        Assert.That(service.Requests, Has.Count.EqualTo(isRepeated ? 2 : 1));
    }

    [Test]
    public async Task A_wait_that_the_code_asks_for_is_waited_out()
    {
        using var service = new ProbeService(dialect: Dialect(TaskErrorReason.Throttled, TimeSpan.FromSeconds(10)));
        service.Faults.OnCall(1).Respond(Failure);

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.That(service.SendTimes, Is.EqualTo(new[] { TimeSpan.Zero, TimeSpan.FromSeconds(10) }));
    }

    [Test]
    public async Task A_header_that_asks_to_wait_counts_for_more_than_the_code()
    {
        using var service = new ProbeService(dialect: Dialect(TaskErrorReason.Throttled, TimeSpan.FromSeconds(10)));
        service.Faults.OnCall(1).Respond(Failure.WithRetryAfter(TimeSpan.FromSeconds(3)));

        (await service.CallAsync(ProbeService.Request(RetrySafety.Safe))).Dispose();

        Assert.That(service.SendTimes, Is.EqualTo(new[] { TimeSpan.Zero, TimeSpan.FromSeconds(3) }));
    }

    [Test]
    public async Task A_stale_credential_is_renewed_once_whatever_the_status([Values("Safe", "Unsafe")] string safety)
    {
        var dialect = new ProbeDialect { Fails = IsFailure, Meaning = (TaskErrorReason.Authentication, null), Credential = (fresh, _) => ValueTask.FromResult(fresh ? "new" : "old") };
        using var service = new ProbeService(dialect: dialect);
        service.Faults.OnCall(1).Respond(Failure);

        using var reply = await service.CallAsync(ProbeService.Request(Enum.Parse<RetrySafety>(safety)));

        Assert.That(dialect.Asked, Is.EqualTo(new[] { false, true }));
        Assert.That(reply.FollowsAmbiguousAttempt, Is.False);
    }

    [Test]
    public async Task A_success_is_one()
    {
        using var service = new ProbeService(dialect: Dialect(TaskErrorReason.InvalidRequest));
        using var reply = await service.CallAsync(ProbeService.Request(RetrySafety.Unsafe));
        Assert.That(reply.Read(ProbeBody.Read).Value, Is.EqualTo(1));
    }

    private static ProbeDialect Dialect(TaskErrorReason kind, TimeSpan? retryAfter = null) => new() { Fails = IsFailure, Meaning = (kind, retryAfter) };

    private static bool IsFailure(byte[] body) => Encoding.UTF8.GetString(body).Contains("message", StringComparison.Ordinal);
}
