using FsCheck;
using FsCheck.Fluent;

namespace TaskCancellation.Tests.Serialization;

/// <summary>An operation comes back as it was.</summary>
public sealed class OperationJsonTests
{
    private static readonly Gen<CancellationOutcome> Outcomes =
        from id in Any.Id
        from kind in Any.Maybe(Any.Text)
        from verdict in Gen.Elements(Enum.GetValues<CancellationVerdict>())
        from task in Any.Maybe(Any.Task)
        from instants in Any.MaybeValue(Any.Instant).ArrayOf(2)
        from mismatch in Gen.Elements(true, false)
        from serviceTask in Any.MaybeValue(Any.Id)
        from sequence in Gen.Choose(0, 99)
        select new CancellationOutcome
        {
            Target = new TaskTarget(id, kind, instants[0]),
            Verdict = verdict,
            Snapshot = task,
            IdentityMismatch = mismatch,
            ServiceTask = serviceTask,
            AcceptedAt = instants[1],
            BlockedBy = kind,
            Sequence = sequence,
        };

    private static readonly Gen<CancelReply> Replies =
        from serviceTask in Any.MaybeValue(Any.Id)
        from acceptedAt in Any.MaybeValue(Any.Instant)
        from matched in Any.MaybeValue(Gen.Choose(0, 9).Select(count => (long)count))
        from filters in Any.Maybe(Any.Filter).ArrayOf(3)
        from isAmbiguous in Gen.Elements(true, false)
        select new CancelReply { ServiceTask = serviceTask, AcceptedAt = acceptedAt, MatchedCount = matched, Named = filters[0], Unfinished = filters[1], EndedSince = filters[2], FollowsAmbiguousAttempt = isAmbiguous };

    private static readonly Gen<CancellationOperationState> States =
        from service in Any.Text
        from endpoint in Any.Maybe(Gen.Constant(new Uri("http://localhost:7700/")))
        from outcomes in Outcomes.ArrayOf()
        from selection in Gen.Elements(Enum.GetValues<CancelSelection>())
        from counts in Any.MaybeValue(Gen.Choose(0, 9).Select(count => (long)count)).ArrayOf(2)
        from tasks in Any.Task.ArrayOf().ArrayOf(2)
        from flags in Gen.Elements(true, false).ArrayOf(3)
        from replies in Replies.ArrayOf()
        from lost in Any.Maybe(Any.Filter)
        select new CancellationOperationState
        {
            ServiceName = service,
            Endpoint = endpoint,
            Accepted = new CancellationReport
            {
                Outcomes = outcomes,
                Selection = selection,
                MatchedCount = counts[0],
                UnlistedCount = counts[1],
                Collateral = tasks[0],
                Protected = tasks[1],
                IsIndeterminate = flags[0],
                IsComplete = flags[1],
                IsCollateralUnknown = flags[2],
                CanceledAndDeletedCount = counts[0] ?? 0,
                BlockedBy = service,
            },
            Replies = replies,
            Lost = lost is null ? null : new CancelRequest { Filter = new FilterTranslation { Filter = lost }, Nonce = 7 },
        };

    [Test]
    public void It_comes_back_as_it_was() => Prop.ForAll(States.ToArbitrary(), state =>
    {
        var json = CancellationJson.Serialize(state);
        var back = CancellationJson.DeserializeOperation(json);
        return back == state && CancellationJson.Serialize(back) == json;
    }).QuickCheckThrowOnFailure();

    [Test]
    public void An_error_comes_back_with_all_its_facts_and_its_text_once()
    {
        var error = new TaskRequestException("It went wrong.", new TimeoutException("hidden"))
        {
            Reason = TaskErrorReason.Throttled,
            Delivery = RequestDelivery.Answered,
            StatusCode = 429,
            ErrorCode = "too_many",
            ServiceName = "Meilisearch",
            Request = "POST /tasks/1/cancel at https://a.test",
            RequestId = "r-1",
            RetryAfter = TimeSpan.FromTicks(12_345_678),
            BodyExcerpt = "{\"code\":\"too_many\"}",
            FollowsAmbiguousAttempt = true,
            IsFromIntermediary = true,
        };
        var state = new CancellationOperationState
        {
            ServiceName = "Meilisearch",
            Accepted = new CancellationReport { Outcomes = [new CancellationOutcome { Target = 7, Verdict = CancellationVerdict.Indeterminate, Error = error }], Error = error },
        };

        var json = CancellationJson.Serialize(state);
        var back = CancellationJson.DeserializeOperation(json);

        foreach (var one in new[] { back.Accepted.Error!, back.Accepted.Outcomes[0].Error! })
        {
            Assert.That(one.Message, Is.EqualTo("It went wrong (asked POST /tasks/1/cancel at https://a.test, status 429, code too_many, request id r-1). An earlier attempt may have been acted on. Try again later, with fewer requests at a time."));
            Assert.That(
                (one.Summary, one.Reason, one.Delivery, one.StatusCode, one.ErrorCode, one.ServiceName, one.RequestId),
                Is.EqualTo((error.Summary, error.Reason, error.Delivery, error.StatusCode, error.ErrorCode, error.ServiceName, error.RequestId)));
            Assert.That((one.RetryAfter, one.BodyExcerpt, one.FollowsAmbiguousAttempt, one.IsFromIntermediary, one.InnerException), Is.EqualTo(((TimeSpan?)null, error.BodyExcerpt, true, true, (Exception?)null)));
        }

        Assert.That(CancellationJson.Serialize(back), Is.EqualTo(json));
    }
}
