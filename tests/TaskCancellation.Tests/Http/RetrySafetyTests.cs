using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

public class RetrySafetyTests
{
    private const int Retries = 2;

    // fault; sends when Safe; sends when SafeIfNotSent; kind; delivery; whether a repetition follows an ambiguous attempt
    private static readonly (string Fault, int Safe, int IfNotSent, TaskErrorReason Kind, RequestDelivery Delivery, bool Doubtful)[] Table =
    [
        ("refused", 3, 3, TaskErrorReason.Connection, RequestDelivery.NotSent, false),
        ("reset before", 3, 1, TaskErrorReason.Connection, RequestDelivery.MaybeSent, true),
        ("reset after", 3, 1, TaskErrorReason.Connection, RequestDelivery.MaybeSent, true),
        ("429", 3, 3, TaskErrorReason.Throttled, RequestDelivery.Answered, false),
        ("500", 3, 1, TaskErrorReason.ServerError, RequestDelivery.Answered, true),
        ("502", 3, 1, TaskErrorReason.ServerError, RequestDelivery.Answered, true),
        ("503", 3, 1, TaskErrorReason.ServerError, RequestDelivery.Answered, true),
        ("silence", 3, 1, TaskErrorReason.Timeout, RequestDelivery.MaybeSent, true),
        ("400", 1, 1, TaskErrorReason.Protocol, RequestDelivery.Answered, false),
        ("401", 1, 1, TaskErrorReason.Authentication, RequestDelivery.Answered, false),
        ("403", 1, 1, TaskErrorReason.Authorization, RequestDelivery.Answered, false),
        ("409", 1, 1, TaskErrorReason.Protocol, RequestDelivery.Answered, false),
        ("302", 1, 1, TaskErrorReason.Protocol, RequestDelivery.Answered, false),
    ];

    private static IEnumerable<TestCaseData> Persisting()
    {
        foreach (var (fault, safe, ifNotSent, kind, delivery, isAmbiguous) in Table)
        {
            yield return new TestCaseData(RetrySafety.Safe, fault, safe, kind, delivery, isAmbiguous);
            yield return new TestCaseData(RetrySafety.SafeIfNotSent, fault, ifNotSent, kind, delivery, isAmbiguous && ifNotSent > 1);
            yield return new TestCaseData(RetrySafety.Unsafe, fault, 1, kind, delivery, false);
        }
    }

    private static IEnumerable<TestCaseData> Passing()
    {
        foreach (var (fault, safe, ifNotSent, _, _, isAmbiguous) in Table)
        {
            if (safe > 1)
            {
                yield return new TestCaseData(RetrySafety.Safe, fault, isAmbiguous);
            }

            if (ifNotSent > 1)
            {
                yield return new TestCaseData(RetrySafety.SafeIfNotSent, fault, false);
            }
        }
    }

    [TestCaseSource(nameof(Persisting))]
    public void A_failure_that_persists_is_repeated_as_far_as_the_request_allows(
        object safety, string fault, int sends, TaskErrorReason kind, RequestDelivery delivery, bool followsDoubtfulTry)
    {
        using var service = new ProbeService(new ProbeOptions { MaxRetries = Retries });
        Play(service.Faults.Always(), fault);

        var error = service.Fail(ProbeService.Request((RetrySafety)safety));

        Assert.Multiple(() =>
        {
            Assert.That(service.Requests, Has.Count.EqualTo(sends));
            Assert.That(error.Reason, Is.EqualTo(kind));
            Assert.That(error.Delivery, Is.EqualTo(delivery));
            Assert.That(error.FollowsAmbiguousAttempt, Is.EqualTo(followsDoubtfulTry));
            Assert.That(error.ServiceName, Is.EqualTo("Probe"));
        });
    }

    [TestCaseSource(nameof(Passing))]
    public async Task A_failure_that_passes_is_mended_and_the_reply_says_whether_it_left_a_doubt(object safety, string fault, bool followsDoubtfulTry)
    {
        using var service = new ProbeService();
        Play(service.Faults.OnCall(1), fault);

        using var reply = await service.CallAsync(ProbeService.Request((RetrySafety)safety));

        Assert.Multiple(() =>
        {
            Assert.That(service.Requests, Has.Count.EqualTo(2));
            Assert.That(reply.Status, Is.EqualTo(200));
            Assert.That(reply.FollowsAmbiguousAttempt, Is.EqualTo(followsDoubtfulTry));
        });
    }

    [Test]
    public void A_refusal_after_a_doubtful_try_is_no_definite_refusal()
    {
        using var service = new ProbeService();
        service.Faults.OnCall(1).ResetAfterActing();
        service.Faults.OnCall(2).Respond(EmulatedReply.Json(409, """{"code":"ended","message":"It has ended."}"""));

        var error = service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.Multiple(() =>
        {
            Assert.That(error.Reason, Is.EqualTo(TaskErrorReason.Conflict));
            Assert.That(error.FollowsAmbiguousAttempt, Is.True);
            Assert.That(error.IsDefiniteRefusal, Is.False);
        });
    }

    [Test]
    public void A_doubt_outlives_later_tries_that_were_refused()
    {
        using var service = new ProbeService(new ProbeOptions { MaxRetries = 2 });
        service.Faults.OnCall(1).ResetAfterActing();
        service.Faults.Always().Refuse();

        var error = service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.That(error.FollowsAmbiguousAttempt, Is.True);
    }

    [Test]
    public void Without_retries_nothing_is_repeated()
    {
        using var service = new ProbeService(new ProbeOptions { MaxRetries = 0 });
        service.Faults.Always().Refuse();

        service.Fail(ProbeService.Request(RetrySafety.Safe));

        Assert.That(service.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Every_try_sends_the_same_body_and_content_type([Values] bool isSafe)
    {
        using var service = new ProbeService();
        service.Faults.OnCall(1).Refuse();
        var request = ProbeService.Request(isSafe ? RetrySafety.Safe : RetrySafety.SafeIfNotSent) with { Body = "{}"u8.ToArray() };

        (await service.CallAsync(request)).Dispose();

        Assert.That(service.Requests.Select(line => (line.Request.BodyText, line.Request.Header("Content-Type"))), Is.EqualTo(new[]
        {
            ("{}", "application/json"),
            ("{}", "application/json"),
        }));
    }

    private static void Play(FaultRule rule, string fault)
    {
        _ = fault switch
        {
            "refused" => rule.Refuse(),
            "reset before" => rule.ResetBeforeActing(),
            "reset after" => rule.ResetAfterActing(),
            "silence" => rule.Delay(TimeSpan.FromHours(1)),
            _ => rule.Respond(EmulatedReply.Html(int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture))),
        };
    }
}
