using static TaskCancellation.TaskErrorReason;

namespace TaskCancellation.Core.Tests.Exceptions;

public sealed class TaskRequestExceptionTests
{
    private static readonly TaskRequestException Full = new("It went wrong.", new IOException("wire"))
    {
        Reason = ServerError, Delivery = RequestDelivery.Answered, StatusCode = 503, ErrorCode = "busy", ServiceName = "S", RequestId = "r-1",
        RetryAfter = TimeSpan.FromSeconds(3), BodyExcerpt = "<html>", FollowsAmbiguousAttempt = true,
    };

    [Test]
    public void The_message_holds_status_code_and_request_id_where_they_are_known()
    {
        Assert.That(Full.Message, Is.EqualTo("It went wrong. (status 503, code busy, request id r-1)"));
        Assert.That(new TaskRequestException("It went wrong.") { RequestId = "r-1" }.Message, Is.EqualTo("It went wrong. (request id r-1)"));
        Assert.That(new TaskRequestException("It went wrong.").Message, Is.EqualTo("It went wrong."));
    }

    [TestCase("POST /x", InvalidRequest, RequestDelivery.Answered, false, "It went wrong (asked POST /x). Nothing was done. The same request will be refused again.")]
    [TestCase("POST /x", InvalidRequest, RequestDelivery.Answered, true, "It went wrong (asked POST /x). An earlier attempt may have been acted on. The same request will be refused again.")]
    [TestCase("POST /x", ServerError, RequestDelivery.Answered, false, "It went wrong (asked POST /x). It may have been acted on. Try again later.")]
    [TestCase("POST /x", Authentication, RequestDelivery.Answered, false, "It went wrong (asked POST /x). Nothing was done. Check the credential, and that it is meant for this address.")]
    [TestCase("POST /x", Connection, RequestDelivery.MaybeSent, false, "It went wrong (asked POST /x). It may have been acted on. Try again later.")]
    [TestCase("POST /x", Connection, RequestDelivery.NotSent, false, "It went wrong (asked POST /x). Nothing was sent. Check the address, the way to it, and that the service runs.")]
    [TestCase("POST /x", Connection, RequestDelivery.NotSent, true, "It went wrong (asked POST /x). It was not sent this time; an earlier attempt may have been acted on. Check the address, the way to it, and that the service runs.")]
    [TestCase("GET /x", Connection, RequestDelivery.MaybeSent, false, "It went wrong (asked GET /x). Try again later.")]
    public void With_its_request_it_says_what_may_have_been_done_and_what_to_do(string request, TaskErrorReason reason, RequestDelivery delivery, bool isAmbiguous, string message) =>
        Assert.That(new TaskRequestException("It went wrong.") { Request = request, Reason = reason, Delivery = delivery, FollowsAmbiguousAttempt = isAmbiguous }.Message, Is.EqualTo(message));

    [Test]
    public void A_pause_is_told_in_whole_seconds_and_never_too_short() =>
        Assert.That(new TaskRequestException("It went wrong.") { Request = "GET /x", Reason = Throttled, RetryAfter = TimeSpan.FromSeconds(1.2) }.Message, Is.EqualTo("It went wrong (asked GET /x). Try again in 00:00:02."));

    [Test]
    public void The_summary_is_the_message_it_was_made_with() => Assert.That(Full.Summary, Is.EqualTo("It went wrong."));

    [Test]
    public void A_reconcile_that_failed_too_keeps_all_that_was_known()
    {
        var both = Full.WithReconcileFailure(new TaskRequestException("No answer.") { StatusCode = 401 });

        Assert.That(both.Message, Is.EqualTo("It went wrong (status 503, code busy, request id r-1). Reading back what became of it failed too: No answer (status 401)."));
        Assert.That(
            (both.Reason, both.Delivery, both.StatusCode, both.ErrorCode, both.ServiceName, both.RequestId, both.RetryAfter, both.BodyExcerpt, both.FollowsAmbiguousAttempt),
            Is.EqualTo((Full.Reason, Full.Delivery, Full.StatusCode, Full.ErrorCode, Full.ServiceName, Full.RequestId, Full.RetryAfter, Full.BodyExcerpt, Full.FollowsAmbiguousAttempt)));
    }

    [Test]
    [Category("Finding K10")]
    [Category("Finding P9")]
    public void What_failed_twice_in_one_way_is_told_in_two_sentences_and_its_facts_once()
    {
        var failure = new TaskRequestException("Cloud Foundry answered 502 Bad Gateway") { StatusCode = 502 };

        Assert.That(
            failure.WithReconcileFailure(failure).Message,
            Is.EqualTo("Cloud Foundry answered 502 Bad Gateway (status 502). Reading back what became of it failed in the same way."));
    }

    [Test]
    public void Only_what_may_pass_is_transient() =>
        Assert.That(Enum.GetValues<TaskErrorReason>().Where(kind => Some.Error(kind).IsTransient), Is.EquivalentTo(new[] { Throttled, ServerError, TaskErrorReason.Timeout, Connection }));

    [Test]
    public void Only_a_believable_refusal_is_definite()
    {
        var kinds = Enum.GetValues<TaskErrorReason>();

        Assert.That(
            kinds.Where(kind => Some.Error(kind).IsDefiniteRefusal),
            Is.EquivalentTo(new[] { InvalidRequest, Authentication, Authorization, NotFound, Conflict, Throttled }));
        Assert.That(kinds.Where(kind => Some.Error(kind, RequestDelivery.NotSent).IsDefiniteRefusal), Is.EquivalentTo(kinds));
        Assert.That(kinds.Where(kind => Some.Error(kind, RequestDelivery.MaybeSent).IsDefiniteRefusal), Is.Empty);
        Assert.That(kinds.Where(kind => Some.Error(kind, isAmbiguous: true).IsDefiniteRefusal || Some.Error(kind, RequestDelivery.NotSent, isAmbiguous: true).IsDefiniteRefusal), Is.Empty);
    }

    [Test]
    public void Everything_the_library_throws_has_one_root_but_for_a_run_that_its_caller_canceled()
    {
        Exception[] all =
        [
            Full, new TaskNotFoundException("m", 1), new TaskWaitTimeoutException("m", null), new TasksNotCanceledException("m", Some.Report()),
            new UnsafeFilterException("m"), new UnsupportedFilterException("m"),
        ];

        Assert.That(all, Is.All.InstanceOf<TaskClientException>());
        Assert.That(new RunCanceledException("m", null), Is.InstanceOf<OperationCanceledException>());
        Assert.That(typeof(TaskClient).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Exception)) && type != typeof(RunCanceledException)), Is.All.Matches<Type>(type => type.IsAssignableTo(typeof(TaskClientException))));
    }
}
