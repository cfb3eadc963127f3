namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>What is kept of a reply, a failure and a task, and which targets are read before a cancel.</summary>
public sealed class ReplyDetailTests : WaitFixture
{
    [Test]
    public async Task Only_what_is_remembered_is_read_before_and_what_has_no_kind_is_looked_for_among_all_kinds()
    {
        Client.Can = Client.Can with { ReusesIds = true, IdsPerRequest = 3 };
        Client.ReadsGive(Some.Error(TaskErrorReason.ServerError));
        TaskTarget[] targets = [new("a", "k", Some.Noon), new("b", StartedAt: Some.Noon), new("c")];

        var outcomes = await OnClockAsync(async () => await Client.CancelManyAsync(targets.ToAsyncEnumerable()).ToListAsync());

        Assert.That(Client.Reads.Select(read => read.Id.Value), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Client.Lists.Select(list => list.Filter.Filter.Kinds), Is.EqualTo(new IReadOnlyList<string>?[] { null }));
        Assert.That(outcomes.Select(outcome => outcome.ToString()), Is.EqualTo(new[] { "a: NotAttempted", "b: NotAttempted", "c: Accepted" }));
    }

    [Test]
    public async Task The_failure_that_a_service_tells_of_comes_before_a_malformed_id()
    {
        Client.Can = Scripted.ByFilter;
        var told = Some.Error();
        Client.OnCancel = (_, _) => Task.FromResult(new CancelReply { Items = [new CancelReplyItem("!", CancelDisposition.Acknowledged)], PartialFailure = told });

        Assert.That((await Client.CancelAsync(Some.Kinds("k"))).Accepted.Error, Is.SameAs(told));
    }

    [Test]
    public async Task Only_what_is_open_is_behind_another_task()
    {
        Client.OnBlocker = () => "a long one";
        CancellationOutcome[] outcomes =
        [
            new() { Target = "open", Verdict = CancellationVerdict.Accepted, ServiceTask = "100" },
            new() { Target = "denied", Verdict = CancellationVerdict.Denied, ServiceTask = "100" },
            new() { Target = "plain", Verdict = CancellationVerdict.Accepted },
        ];
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id));

        var report = await OnClockAsync(() => Client.Restore(new CancellationOperationState { ServiceName = Scripted.ServiceName, Accepted = new CancellationReport { Outcomes = outcomes, IsComplete = true } }).WaitForCompletionAsync(Within(3)));

        Assert.That(report.Outcomes.Select(outcome => outcome.BlockedBy), Is.EqualTo(new[] { "a long one", null, null }));
    }

    [Test]
    public void A_failure_keeps_what_it_is_when_more_is_known_of_it()
    {
        var failure = new TaskRequestException("It fails.") { IsFromIntermediary = true, StatusCode = 502, BodyExcerpt = "page", RequestId = "r", Request = "POST /c at https://x.test", ServiceName = "s", ErrorCode = "c", Delivery = RequestDelivery.MaybeSent, Reason = TaskErrorReason.ServerError };

        foreach (var more in new[] { failure.AfterAmbiguousAttempt(), failure.WithReconcileFailure(Some.Error()) })
        {
            Assert.That(
                (more.IsFromIntermediary, more.StatusCode, more.BodyExcerpt, more.RequestId, more.Request, more.ServiceName, more.ErrorCode, more.Delivery, more.Reason),
                Is.EqualTo((true, (int?)502, "page", "r", "POST /c at https://x.test", "s", "c", RequestDelivery.MaybeSent, TaskErrorReason.ServerError)));
        }
    }

    [Test]
    public void A_task_keeps_the_offsets_of_its_times()
    {
        var instant = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        var task = new TaskSnapshot { Id = "t", State = TaskState.Running, EnqueuedAt = instant, StartedAt = instant.ToOffset(TimeSpan.FromHours(-5)), FinishedAt = instant.ToOffset(TimeSpan.Zero) };

        Assert.That(new[] { task.EnqueuedAt, task.StartedAt, task.FinishedAt }.Select(one => (one!.Value, one.Value.Offset.TotalHours)), Is.EqualTo(new[] { (instant, 2.0), (instant, -5), (instant, 0) }));
        Assert.That(task.RawState, Is.Empty);
    }
}
