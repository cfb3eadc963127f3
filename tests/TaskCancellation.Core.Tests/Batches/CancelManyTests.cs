namespace TaskCancellation.Core.Tests.Batches;

public sealed class CancelManyTests : BatchFixture
{
    [Test]
    public async Task There_is_one_outcome_for_each_position_in_order()
    {
        Client.OnCancel = async (request, token) =>
        {
            // Later requests are answered sooner.
            await Task.Delay(Some.Seconds(20 - Client.Cancels.Count), Clock, token).ConfigureAwait(false);
            return CancelReply.ForEach(request, CancelDisposition.Acknowledged);
        };

        var outcomes = await CancelAsync(Numbered(10));

        Assert.That(Lines(outcomes), Is.EqualTo(Numbered(10).Select(target => $"{target.Id}: Accepted")));
        Assert.That(Client.Cancels, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task An_empty_input_sends_nothing()
    {
        Assert.That(await CancelAsync([]), Is.Empty);
        Assert.That((Client.RequestCount, IsInputDisposed), Is.EqualTo((0, true)));
    }

    [TestCase(1, 4)]
    [TestCase(3, 4)]
    [TestCase(10, 2)]
    [TestCase(2000, 64)]
    public async Task No_more_inputs_are_read_ahead_than_the_window_holds(int window, int width)
    {
        RepliesTake(1);

        var outcomes = await CancelAsync(Numbered(50), new BatchOptions { Window = window, MaxConcurrency = width });

        Assert.That(outcomes, Has.Count.EqualTo(50));
        Assert.That(MostAhead, Is.EqualTo(Math.Min(window, 50)));
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(16)]
    public async Task No_more_requests_are_under_way_than_allowed_and_as_many_as_that(int width)
    {
        var (underWay, most) = (0, 0);
        Client.OnCancel = async (request, token) =>
        {
            most = Math.Max(most, ++underWay);
            await Task.Delay(Some.Seconds(1), Clock, token).ConfigureAwait(false);
            underWay--;
            return CancelReply.ForEach(request, CancelDisposition.Acknowledged);
        };

        await CancelAsync(Numbered(40), new BatchOptions { MaxConcurrency = width });

        Assert.That(most, Is.EqualTo(width));
    }

    [Test]
    public async Task Equal_targets_in_the_window_share_one_request_and_each_has_its_outcome()
    {
        RepliesTake(1);

        var outcomes = await CancelAsync(["a", "b", "a", "a", "b"]);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "a: Accepted", "b: Accepted", "a: Accepted", "a: Accepted", "b: Accepted" }));
        Assert.That(Requests.Select(ids => ids.Single()), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task However_soon_replies_come_an_equal_target_in_the_window_makes_no_second_request()
    {
        await CancelAsync([.. Numbered(9), "t0"], new BatchOptions { Window = 10 });

        Assert.That(Client.Cancels, Has.Count.EqualTo(9));
    }

    [Test]
    public async Task Beyond_the_window_an_equal_target_is_asked_for_again()
    {
        await CancelAsync(["a", "b", "a"], new BatchOptions { Window = 2 });

        Assert.That(Requests.Select(ids => ids.Single()), Is.EqualTo(new[] { "a", "b", "a" }));
    }

    [Test]
    public async Task Where_ids_are_not_reused_identity_makes_no_second_request_and_each_keeps_its_own_target()
    {
        TaskTarget remembered = new("a", "reindex", Some.Noon);

        var outcomes = await CancelAsync(["a", remembered]);

        Assert.That(outcomes.Select(outcome => outcome.Target), Is.EqualTo(new TaskTarget[] { "a", remembered }));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Malformed_ids_are_rejected_at_their_places_and_not_sent()
    {
        ChunksHold(10);

        var outcomes = await CancelAsync(["a", "!", default, "b", "!"]);

        Assert.That(Verdicts(outcomes), Is.EqualTo(new[] { CancellationVerdict.Accepted, CancellationVerdict.Rejected, CancellationVerdict.Rejected, CancellationVerdict.Accepted, CancellationVerdict.Rejected }));
        Assert.That(Requests, Is.EqualTo(new[] { new[] { "a", "b" } }));
        var error = outcomes[1].Error!;
        Assert.That((error.Reason, error.Delivery, error.ServiceName, error.IsDefiniteRefusal), Is.EqualTo((TaskErrorReason.InvalidRequest, RequestDelivery.NotSent, Scripted.ServiceName, true)));
        Assert.That(error.InnerException, Is.InstanceOf<ArgumentException>());
    }

    [Test]
    public async Task Refusals_lost_replies_and_unreachable_servers_are_verdicts_and_stop_nothing()
    {
        Client.OnCancel = (request, _) => request.Targets[0].Id.Value switch
        {
            "denied" => Task.FromException<CancelReply>(Some.Error(TaskErrorReason.Authorization)),
            "gone" => Task.FromException<CancelReply>(Some.Error(TaskErrorReason.NotFound)),
            "lost" => Task.FromException<CancelReply>(Some.LostReply()),
            "down" => Task.FromException<CancelReply>(Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent)),
            _ => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged)),
        };

        var outcomes = await CancelAsync(["denied", "gone", "lost", "down", "a"]);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "denied: Denied", "gone: NotFound", "lost: Indeterminate", "down: NotAttempted", "a: Accepted" }));
        Assert.That(Client.Cancels, Has.Count.EqualTo(5));
    }

    [Test]
    public async Task A_remembered_task_is_read_before_it_is_canceled_where_ids_are_reused()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Client.Tasks.Add(Some.Task("a", kind: "reindex"));
        Client.Tasks.Add(Some.Task("b", kind: "search"));

        var outcomes = await CancelAsync([new TaskTarget("a", "reindex"), new TaskTarget("b", "reindex"), "b"]);

        Assert.That(outcomes.Select(outcome => (outcome.Verdict, outcome.IdentityMismatch)), Is.EqualTo(new[]
        {
            (CancellationVerdict.Accepted, false), (CancellationVerdict.NotFound, true), (CancellationVerdict.Accepted, false),
        }));
        Assert.That(Requests.Select(ids => ids.Single()), Is.EqualTo(new[] { "a", "b" }));
        Assert.That(Client.Reads.Select(read => read.Id.Value), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public async Task In_a_request_of_several_only_those_are_left_out_that_are_others_now()
    {
        Client.Can = Client.Can with { ReusesIds = true, IdsPerRequest = 10 };
        Client.Tasks.Add(Some.Task("a", kind: "search"));

        var outcomes = await CancelAsync([new TaskTarget("b", "reindex"), new TaskTarget("a", "reindex"), "c"]);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "b: Accepted", "a: NotFound", "c: Accepted" }));
        Assert.That(Requests, Is.EqualTo(new[] { new[] { "b", "c" } }));
    }

    [Test]
    public async Task An_input_that_throws_does_so_after_the_outcomes_of_what_was_read_before()
    {
        RepliesTake(1);
        var broken = new InvalidOperationException("the input broke");

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(Numbered(3), failure: broken));

        Assert.That(failure, Is.SameAs(broken));
        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "t0: Accepted", "t1: Accepted", "t2: Accepted" }));
    }

    [Test]
    public async Task Something_unforeseen_ends_the_batch_with_no_further_request()
    {
        Client.OnCancel = (request, _) => Client.Cancels.Count == 3
            ? Task.FromException<CancelReply>(new NotSupportedException("a bug"))
            : Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));

        var (_, failure) = await CancelUntilFailureAsync(Input(Numbered(20)));

        Assert.That(failure, Is.InstanceOf<NotSupportedException>());
        Assert.That((Client.Cancels.Count, IsInputDisposed), Is.EqualTo((3, true)));
    }

    [Test]
    public async Task What_the_reply_says_of_its_service_task_is_kept_for_waiting()
    {
        Client.OnCancel = (request, _) => Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged) with { ServiceTask = 99, AcceptedAt = Some.Noon });

        var outcome = (await CancelAsync(["a"])).Single();

        Assert.That((outcome.ServiceTask, outcome.AcceptedAt), Is.EqualTo(((TaskId?)new TaskId("99"), (DateTimeOffset?)Some.Noon)));
    }

    [Test]
    public async Task Ids_alone_will_do()
    {
        var outcomes = await OnClockAsync(() => Client.CancelManyAsync(new TaskId[] { 1, 2 }).ToListAsync().AsTask());

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "1: Accepted", "2: Accepted" }));
    }

    [Test]
    public void Nothing_happens_before_the_first_outcome_is_asked_for()
    {
        _ = Client.CancelManyAsync(Input(Numbered(3)));

        Assert.That((Read, Client.RequestCount), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Bad_arguments_are_refused_at_once()
    {
        Assert.That(() => { Client.CancelManyAsync((IAsyncEnumerable<TaskTarget>)null!); }, Throws.ArgumentNullException);
        Assert.That(() => { Client.CancelManyAsync((IEnumerable<TaskId>)null!); }, Throws.ArgumentNullException);
        Assert.That(() => { TaskClientExtensions.CancelManyAsync(null!, (TaskId[])[]); }, Throws.ArgumentNullException);
    }
}
