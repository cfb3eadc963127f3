namespace TaskCancellation.Core.Tests.Cancellation;

/// <summary>When the tasks of a cancel are read, and what is shared between them: operations are restored from a state, as another process would.</summary>
public sealed class WaitDetailTests : WaitFixture
{
    [TestCase(5, 9, ExpectedResult = 9)]
    [TestCase(9, 5, ExpectedResult = 9)]
    [TestCase(5, null, ExpectedResult = 1, Description = "another task can be read before")]
    public async Task<double> A_pause_that_every_task_was_asked_for_delays_the_first_read(double first, double? second)
    {
        Client.ReadsGive(Some.Task("a", TaskState.Canceled));

        await WaitAsync(Open("a") with { Error = Some.Error(TaskErrorReason.Throttled, retryAfter: first) }, Open("b") with { Error = Some.Error(TaskErrorReason.Throttled, retryAfter: second) });

        return Client.ReadSeconds.First();
    }

    [TestCase(3, 8, ExpectedResult = 3)]
    [TestCase(8, 3, ExpectedResult = 3)]
    public async Task<double> The_first_task_that_is_worth_a_read_decides(double first, double second)
    {
        await WaitAsync(Open("a") with { Snapshot = Some.Task("a") with { PollAfter = Some.Seconds(first) } }, Open("b") with { Snapshot = Some.Task("b") with { PollAfter = Some.Seconds(second) } });

        return Client.ReadSeconds.First();
    }

    [Test]
    public async Task A_task_that_is_named_twice_is_read_once_and_a_read_that_hangs_leaves_both_open()
    {
        Client.ReadsHang();

        var report = await WaitAsync(Open("a"), Open("a"));

        Assert.That(Client.Reads, Has.Count.EqualTo(1));
        Assert.That(report.Outcomes.Select(outcome => (outcome.Verdict, outcome.Error?.Reason)), Is.All.EqualTo((CancellationVerdict.Accepted, (TaskErrorReason?)TaskErrorReason.Timeout)));
    }

    [Test]
    public async Task A_descendant_that_has_an_end_of_its_own_keeps_it_and_one_that_has_none_has_that_of_its_top()
    {
        Client.Can = Client.Can with { CancelsDescendants = true };
        Client.ReadsGive(Some.Error(TaskErrorReason.Authorization));

        var report = await WaitAsync(
            Open("top") with { Snapshot = Some.Task("top") },
            Open("ended") with { Verdict = CancellationVerdict.Canceled, Snapshot = Some.Task("ended", TaskState.Canceled) with { ParentId = "top" } },
            Open("open") with { Snapshot = Some.Task("open") with { ParentId = "top" } },
            Open("another") with { Snapshot = Some.Task("another") with { ParentId = "top" }, IdentityMismatch = true });

        Assert.That(report.Outcomes.Select(outcome => (outcome.ToString(), outcome.Error?.Reason)), Is.EqualTo(new (string, TaskErrorReason?)[]
        {
            ("top: Accepted", TaskErrorReason.Authorization), ("ended: Canceled", null), ("open: Accepted", TaskErrorReason.Authorization), ("another: Accepted", null),
        }));
        Assert.That(Client.Reads.Select(read => read.Id.Value), Is.EqualTo(new[] { "top" }));
    }

    [Test]
    public async Task A_task_that_was_enqueued_when_its_cancel_was_is_the_one_and_one_that_was_later_is_not([Values(0, 1)] int later)
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Client.ReadsGive(Some.Task("a", TaskState.Canceled) with { EnqueuedAt = Some.Noon.AddTicks(later) });

        var report = await WaitAsync(Open("a") with { AcceptedAt = Some.Noon });

        Assert.That(report.Outcomes.Single().Verdict, Is.EqualTo(later == 0 ? CancellationVerdict.Canceled : CancellationVerdict.NotFound));
    }

    [Test]
    public void A_state_of_elsewhere_or_with_a_malformed_id_is_not_restored()
    {
        var state = new CancellationOperationState { ServiceName = Scripted.ServiceName, Accepted = Some.Report(CancellationVerdict.Accepted) };
        Client.Address = new Uri("https://here.test/");

        Assert.Multiple(() =>
        {
            Assert.That(() => Client.Restore(state with { ServiceName = "Other" }), Throws.ArgumentException.With.Message.EqualTo("The state is of Other; this client speaks to Scripted. Restore it with a client of that service. (Parameter 'state')"));
            Assert.That(() => Client.Restore(state with { Endpoint = new Uri("https://there.test/") }), Throws.ArgumentException.With.Message.EqualTo("The state is of https://there.test/; this client speaks to https://here.test/. Restore it with a client of that address. (Parameter 'state')"));
            Assert.That(() => Client.Restore(state), Throws.ArgumentException.With.Message.EqualTo("The state is of an address that it does not name; this client speaks to https://here.test/. Restore it with a client of that address. (Parameter 'state')"));
            Assert.That(() => Client.Restore(state with { Endpoint = Client.Address, Replies = [new CancelReply { ServiceTask = "!" }] }), Throws.InstanceOf<StoredDataException>().With.Message.EqualTo("The state holds what is no id of Scripted: '!' is no id."));
            Assert.That(() => Client.Restore(state with { Endpoint = Client.Address, Accepted = new CancellationReport { Outcomes = [Open("!")] } }), Throws.InstanceOf<StoredDataException>());
            Assert.That(() => Client.Restore(state with { Endpoint = Client.Address, Accepted = new CancellationReport { Outcomes = [Open("!") with { Verdict = CancellationVerdict.Rejected }] } }), Throws.Nothing, "that may be why it was rejected");
            Assert.That(() => Client.Restore((CancellationOperationState)null!), Throws.ArgumentNullException);
        });
    }

    [Test]
    public void A_stored_filter_of_a_lost_cancel_is_translated_again()
    {
        var lost = new CancelRequest { Filter = new FilterTranslation { Filter = new StoredTaskFilter { Kinds = ["k"] } } };

        var restored = Client.Restore(new CancellationOperationState { ServiceName = Scripted.ServiceName, Accepted = Some.Report(), Lost = lost, Replies = [new CancelReply { Named = new StoredTaskFilter { Names = ["n"] }, Unfinished = new StoredTaskFilter { Kinds = ["u"] }, EndedSince = new StoredTaskFilter { Kinds = ["e"] } }] });

        Assert.That(restored.State.Lost!.Filter!.Filter, Is.EqualTo(Some.Kinds("k")));
        Assert.That(restored.State.Lost.Filter.Parameters.Select(one => one.Name), Is.EqualTo(new[] { "Kinds" }));
        Assert.That(restored.State.Replies.Select(reply => (reply.Named, reply.Unfinished, reply.EndedSince)), Is.EqualTo(new (TaskFilter?, TaskFilter?, TaskFilter?)[] { (new TaskFilter { Names = ["n"] }, Some.Kinds("u"), Some.Kinds("e")) }));
    }

    [TestCase(TaskErrorReason.Protocol, null, false)]
    [TestCase(TaskErrorReason.Protocol, 200, false)]
    [TestCase(TaskErrorReason.Protocol, 299, false)]
    [TestCase(TaskErrorReason.Protocol, 199, true)]
    [TestCase(TaskErrorReason.Protocol, 300, true)]
    [TestCase(TaskErrorReason.Protocol, 400, true)]
    [TestCase(TaskErrorReason.Authorization, 200, true)]
    public async Task A_preview_that_fails_says_nothing_unless_its_reply_is_not_to_be_believed(TaskErrorReason reason, int? status, bool goesOn)
    {
        Client.Can = Scripted.ByFilter;
        var failure = new TaskRequestException("It fails.") { Reason = reason, StatusCode = status, Delivery = RequestDelivery.Answered };
        Client.OnList = _ => throw failure;

        if (goesOn)
        {
            Assert.That((await Client.CancelAsync(Some.Kinds("k"))).Accepted.PreviewedCount, Is.Null);
        }
        else
        {
            Assert.That(() => Client.CancelAsync(Some.Kinds("k")), Throws.Exception.SameAs(failure));
        }
    }

    [Test]
    public async Task What_a_preview_has_shown_before_it_fails_is_counted()
    {
        Client.Can = Scripted.ByFilter;
        static IEnumerable<TaskSnapshot> Some2()
        {
            yield return Some.Task("a", kind: "k");
            throw Some.Error(TaskErrorReason.Authorization);
        }

        Client.OnList = _ => Some2();

        Assert.That((await Client.CancelAsync(Some.Kinds("k"))).Accepted.PreviewedCount, Is.EqualTo(1));
    }

    [Test]
    public async Task Each_cancel_has_a_number_of_its_own()
    {
        Client.Can = Scripted.ByFilter;
        for (var count = 0; count < 3; count++)
        {
            await Client.CancelAsync("t");
            await Client.CancelAsync(Some.Kinds("k"));
        }

        Assert.That(Client.Cancels.Select(request => request.Nonce), Is.Unique.And.All.GreaterThan(0));
    }

    [Test]
    public void A_condition_is_left_to_the_client_even_if_the_service_is_said_to_evaluate_it()
    {
        Client.Can = Scripted.ByFilter with { ListFields = FilterFields.Kinds | FilterFields.Where };

        Assert.That(() => Client.CancelAsync(Some.Kinds("k") with { Where = _ => true }, new CancelOptions { Selection = CancelSelection.ServerSide }), Throws.InstanceOf<UnsupportedFilterException>());
    }

    [Test]
    public void An_id_is_valid_or_there_is_a_reason()
    {
        Assert.That((Client.IsValidId("t", out var none), none), Is.EqualTo((true, (string?)null)));
        Assert.That((Client.IsValidId("!", out var problem), problem), Is.EqualTo((false, (string?)"'!' is no id.")));
    }

    private static CancellationOutcome Open(TaskId id) => new() { Target = id, Verdict = CancellationVerdict.Accepted, Sequence = 1 };

    private Task<CancellationReport> WaitAsync(params CancellationOutcome[] outcomes) => OnClockAsync(() =>
        Client.Restore(new CancellationOperationState { ServiceName = Scripted.ServiceName, Accepted = new CancellationReport { Outcomes = outcomes, IsComplete = true } }).WaitForCompletionAsync(Within(12)));
}
