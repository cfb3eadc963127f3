namespace TaskCancellation.Core.Tests.Batches;

public sealed class JournalTests : JournalFixture
{
    [Test]
    public async Task A_fresh_run_reads_each_task_first_and_sends_only_what_can_be_canceled()
    {
        var outcomes = await CancelAsync(Mixed, Journaled with { Window = 100 });

        Assert.That(Lines(outcomes), Is.EqualTo(MixedOutcomes));
        Assert.That(Sent, Is.EquivalentTo(new[] { "running", "pending", "r1", "r2", "p1", "r3" }));
        Assert.That(Journal.Calls, Is.EqualTo(new[] { "open", "read 0+14", "intents 8", "outcomes 14" }));
        Assert.That(Client.Reads.Select(read => read.Id.Value), Is.Unique);
    }

    [Test]
    public async Task Intents_are_written_before_anything_of_their_wave_is_sent_and_outcomes_before_any_is_yielded()
    {
        Journal.After = call => Events.Add(call.Split(' ')[0]);
        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(Input(["r1", "r2", "r3"]), Journaled with { Window = 2, MaxConcurrency = 1 }).ConfigureAwait(false))
            {
                Events.Add($"yield {outcome.Target}");
            }

            return 0;
        });

        Assert.That(Events, Is.EqualTo(new[]
        {
            "open", "read", "intents", "send r1", "send r2", "outcomes", "yield r1", "yield r2", "read", "intents", "send r3", "outcomes", "yield r3",
        }));
    }

    [Test]
    public async Task Where_the_service_lists_by_ids_one_list_looks_at_a_wave()
    {
        Client.Can = Client.Can with { ListsByIds = true };

        await CancelAsync(Mixed, Journaled with { Window = 100 });

        Assert.That((Client.Lists.Count, Client.Reads.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task What_could_not_be_read_is_not_sent_until_the_run_is_taken_up_and_it_can()
    {
        var read = Client.OnRead;
        var error = Some.Error(TaskErrorReason.Authorization);
        Client.ReadsGive(error);

        var outcomes = await CancelAsync(["r1", "canceled"], Journaled);

        Assert.That(Sent, Is.Empty);
        Assert.That(outcomes.Select(outcome => (outcome.Verdict, outcome.Error)), Is.All.EqualTo((CancellationVerdict.NotAttempted, error)));
        Assert.That(Journal.Entries("run"), Is.Empty);

        Client.OnRead = read;
        Assert.That(Lines(await CancelAsync(["r1", "canceled"], Journaled)), Is.EqualTo(new[] { "r1: Accepted", "canceled: AlreadyCanceled" }));
    }

    [Test]
    public async Task A_finished_run_is_told_again_from_the_journal_without_a_request()
    {
        var first = await CancelAsync(Mixed, Journaled);
        var requests = Client.RequestCount;

        var again = await CancelAsync(Mixed, Journaled);

        Assert.That(Lines(again), Is.EqualTo(Lines(first)));
        Assert.That(Client.RequestCount, Is.EqualTo(requests));
    }

    [Test]
    public async Task Every_position_is_in_the_journal_with_its_outcome_when_the_run_has_ended()
    {
        await CancelAsync(Mixed, Journaled);

        var entries = Journal.Entries("run");
        Assert.That(entries.Select(entry => entry.Position), Is.EqualTo(Enumerable.Range(0, Mixed.Length)));
        Assert.That(entries.Select(entry => entry.Outcome!.ToString()), Is.EqualTo(MixedOutcomes));
        Assert.That(entries.Select(entry => entry.Target), Is.EqualTo(Mixed));
        Assert.That((Journal.Run("run").ServiceName, Journal.Run("run").Endpoint), Is.EqualTo((Scripted.ServiceName, (Uri?)null)));
    }

    [Test]
    public async Task An_intent_that_reading_settles_is_not_sent_again()
    {
        await InterruptAsync(["r1", "r2", "r3", "p1"]);
        Becomes("r1", TaskState.Canceling);
        Becomes("r2", TaskState.Succeeded);
        Becomes("p1", TaskState.Canceled);
        Client.Tasks.RemoveAll(task => task.Id == "r3");

        var outcomes = await CancelAsync(["r1", "r2", "r3", "p1"], Journaled);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Accepted", "r2: CompletedFirst", "r3: Ended", "p1: Canceled" }));
        Assert.That(Sent, Is.Empty);
    }

    [Test]
    public async Task An_intent_that_shows_no_cancel_is_sent_again_and_a_cancel_met_there_counts_as_ours()
    {
        await InterruptAsync(["r1", "r2"]);
        var answer = Client.OnCancel;
        Client.OnCancel = (request, token) =>
        {
            if (request.Targets[0].Id == "r2")
            {
                Becomes("r2", TaskState.Canceled);
            }

            return answer(request, token);
        };

        var outcomes = await CancelAsync(["r1", "r2"], Journaled);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Accepted", "r2: Canceled" }));
        Assert.That(Events, Is.EquivalentTo(new[] { "reconcile r1", "reconcile r2", "send r1", "send r2" }));
    }

    [Test]
    public async Task Without_a_look_at_it_an_intent_is_not_sent_again_and_stays_one()
    {
        await InterruptAsync(["r1"]);
        var reconcile = Client.OnReconcile;
        Client.OnReconcile = _ => throw Some.Error(TaskErrorReason.Connection);

        var outcome = (await CancelAsync(["r1"], Journaled)).Single();

        Assert.That((outcome.Verdict, outcome.Error?.InnerException), Is.EqualTo((CancellationVerdict.Indeterminate, outcome.Error!.InnerException as AggregateException)));
        Assert.That((Sent.Count(), Journal.Entries("run").Single().Outcome), Is.EqualTo((0, default(CancellationOutcome))));

        Client.OnReconcile = reconcile;
        Assert.That(Lines(await CancelAsync(["r1"], Journaled)), Is.EqualTo(new[] { "r1: Accepted" }));
    }

    [Test]
    public async Task Where_the_service_cannot_tell_an_intent_is_not_sent_again_and_stays_one()
    {
        await InterruptAsync(["r1"]);
        Client.OnReconcile = _ => null;

        Assert.That(Lines(await CancelAsync(["r1"], Journaled)), Is.EqualTo(new[] { "r1: Indeterminate" }));
        Assert.That((Sent.Count(), Journal.Entries("run").Single().Outcome), Is.EqualTo((0, default(CancellationOutcome))));
    }

    [Test]
    public async Task A_refusal_after_an_interruption_leaves_it_in_doubt_and_the_intent_in_place()
    {
        await InterruptAsync(["r1"]);
        Client.CancelsFail(Some.Error(TaskErrorReason.Authorization));

        var outcome = (await CancelAsync(["r1"], Journaled)).Single();

        Assert.That((outcome.Verdict, outcome.Error?.FollowsAmbiguousAttempt), Is.EqualTo((CancellationVerdict.Indeterminate, (bool?)true)));
        Assert.That(Journal.Entries("run").Single().Outcome, Is.Null);
    }

    [Test]
    public async Task A_refusal_for_the_tasks_own_sake_settles_an_intent_that_shows_no_cancel([Values] bool isShown)
    {
        await InterruptAsync(["r1"]);
        var reconcile = Client.OnReconcile;
        Client.OnReconcile = lost => isShown ? reconcile(lost) : new CancelReply { FollowsAmbiguousAttempt = true };
        Client.OnCancel = (request, _) => Task.FromResult(new CancelReply
        {
            Items = [new CancelReplyItem(request.Targets[0], CancelDisposition.AlreadyEnded, Find("r1"), Some.Error(TaskErrorReason.Conflict))],
        });

        var outcome = (await CancelAsync(["r1"], Journaled)).Single();

        Assert.That(outcome.Verdict, Is.EqualTo(isShown ? CancellationVerdict.NotCancelable : CancellationVerdict.Indeterminate), "nobody looked whether the try before it did anything");
        Assert.That(Journal.Entries("run").Single().Outcome?.Verdict, Is.EqualTo(isShown ? CancellationVerdict.NotCancelable : default(CancellationVerdict?)));
    }

    [Test]
    public async Task What_was_not_attempted_is_attempted_when_the_run_is_taken_up()
    {
        var answer = Client.OnCancel;
        Client.CancelsFail(Some.Error(TaskErrorReason.Connection, RequestDelivery.NotSent));
        Assert.That(Lines(await CancelAsync(["r1"], Journaled)), Is.EqualTo(new[] { "r1: NotAttempted" }));

        Client.OnCancel = answer;
        Assert.That(Lines(await CancelAsync(["r1"], Journaled)), Is.EqualTo(new[] { "r1: Accepted" }));
        Assert.That(Client.Reconciles, Is.Empty, "nothing was in doubt");
    }

    [Test]
    public async Task Stopped_and_taken_up_again_it_does_the_rest()
    {
        using var stop = new CancellationTokenSource();
        var answer = Client.OnCancel;
        Client.OnCancel = (request, token) =>
        {
            stop.Cancel();
            return answer(request, token);
        };

        var first = await CancelAsync(["r1", "r2", "r3"], Journaled with { Window = 2, MaxConcurrency = 1, Stop = stop.Token });
        Client.OnCancel = answer;
        var again = await CancelAsync(["r1", "r2", "r3"], Journaled);

        Assert.That(Lines(first), Is.EqualTo(new[] { "r1: Accepted", "r2: NotAttempted", "r3: NotAttempted" }));
        Assert.That(Lines(again), Is.EqualTo(new[] { "r1: Accepted", "r2: Accepted", "r3: Accepted" }));
        Assert.That(Events, Is.EqualTo(new[] { "send r1", "send r2", "send r3" }));
    }

    [Test]
    public async Task Stopped_before_it_began_an_intent_is_in_doubt_and_nothing_is_asked()
    {
        await InterruptAsync(["r1"]);
        var requests = Client.RequestCount;

        var outcomes = await CancelAsync(["r1", "r2"], Journaled with { Stop = new CancellationToken(canceled: true) });

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Indeterminate", "r2: NotAttempted" }));
        Assert.That(Client.RequestCount, Is.EqualTo(requests));
        Assert.That(Journal.Entries("run").Single().Outcome, Is.Null);
    }

    [Test]
    public async Task Another_task_at_a_position_is_refused_and_nothing_is_sent_for_it_or_what_follows()
    {
        await CancelAsync(["r1", "r2"], Journaled);

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(["r1", "r3", "p1"]), Journaled);

        Assert.That(failure, Is.InstanceOf<JournalConflictException>().With.Message.Contains("r2").And.Message.Contains("position 1").And.Property("RunId").EqualTo("run"));
        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Accepted" }));
        Assert.That((Sent.Count(), IsInputDisposed), Is.EqualTo((2, true)));
    }

    [Test]
    public async Task Positions_before_a_conflict_are_dealt_with()
    {
        await CancelAsync(["r1", "r2"], Journaled with { RunId = "other" });
        await (await Journal.OpenRunAsync(new JournalRun { Id = "run", ServiceName = Scripted.ServiceName })).DisposeAsync();
        await Journal.WriteAsync("run", [new JournalEntry { Position = 1, Target = "r1" }]);
        Events.Clear();

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(["r3", "p1"]), Journaled);

        Assert.That((failure is JournalConflictException, Lines(outcomes).Single(), Sent.Single()), Is.EqualTo((true, "r3: Accepted", "r3")));
    }

    [Test]
    public async Task A_run_of_another_service_is_refused_before_anything_is_read()
    {
        await (await Journal.OpenRunAsync(new JournalRun { Id = "run", ServiceName = "Another" })).DisposeAsync();

        var (_, failure) = await CancelUntilFailureAsync(Input(["r1"]), Journaled);

        Assert.That(failure, Is.InstanceOf<JournalConflictException>());
        Assert.That((Client.RequestCount, Read), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task What_is_known_when_the_token_fires_or_a_send_throws_is_written([Values] bool isToken, [Values] bool isJournalBroken)
    {
        using var token = new CancellationTokenSource();
        var answer = Client.OnCancel;
        Client.OnCancel = async (request, given) =>
        {
            if (request.Targets[0].Id == "r2")
            {
                // The outcome before it comes first.
                await Task.Delay(Some.Seconds(1), Clock, CancellationToken.None).ConfigureAwait(false);
                await token.CancelAsync().ConfigureAwait(false);
                throw isToken ? new OperationCanceledException(token.Token) : new TimeZoneNotFoundException();
            }

            return await answer(request, given).ConfigureAwait(false);
        };
        Journal.Before = call =>
        {
            if (isJournalBroken && call.StartsWith("outcomes", StringComparison.Ordinal))
            {
                throw new JournalException("broken", JournalErrorReason.Full);
            }
        };

        var (_, failure) = await CancelUntilFailureAsync(Input(["done", "r1", "r2", "r3"]), Journaled with { MaxConcurrency = 1 }, isToken ? token.Token : default);

        Assert.That(failure, isToken ? Is.InstanceOf<OperationCanceledException>() : Is.TypeOf<TimeZoneNotFoundException>(), "what went wrong first");
        Assert.That(Journal.Entries("run").Select(entry => entry.Outcome?.ToString()), Is.EqualTo(isJournalBroken ? new string?[] { null, null, null } : ["done: CompletedFirst", "r1: Accepted", null, null]));
    }

    [Test]
    [Category("Finding D2")]
    public async Task A_token_that_fires_while_the_outcomes_are_being_written_takes_nothing_from_the_journal()
    {
        using var token = new CancellationTokenSource();
        Journal.Before = call =>
        {
            if (call.StartsWith("outcomes", StringComparison.Ordinal))
            {
                token.Cancel();
            }
        };

        var (_, failure) = await CancelUntilFailureAsync(Input(["done", "r1", "r2", "r3"]), Journaled with { Window = 3 }, token.Token);

        Assert.That(failure, Is.InstanceOf<OperationCanceledException>());
        Assert.That(Journal.Entries("run").Select(entry => entry.Outcome?.ToString()), Is.EqualTo(new[] { "done: CompletedFirst", "r1: Accepted", "r2: Accepted" }));
    }

    [Test]
    public async Task A_second_batch_of_a_run_is_refused_while_the_first_is_at_it()
    {
        await OnClockAsync(async () =>
        {
            var first = Client.CancelManyAsync(Input(["r1", "r2"]), Journaled with { Window = 1 }).GetAsyncEnumerator();
            await using (first.ConfigureAwait(false))
            {
                await first.MoveNextAsync().ConfigureAwait(false);
                var second = Client.CancelManyAsync(new TaskTarget[] { "r1", "r2" }.ToAsyncEnumerable(), Journaled).GetAsyncEnumerator();
                Assert.That(async () => await second.MoveNextAsync().ConfigureAwait(false), Throws.TypeOf<JournalConflictException>());
                await second.DisposeAsync().ConfigureAwait(false);
            }

            return 0;
        });

        Assert.That((Sent.Single(), Journal.Open), Is.EqualTo(("r1", Array.Empty<string>())), "left early, the run is free again");
        Assert.That(Lines(await CancelAsync(["r1", "r2"], Journaled)), Is.EqualTo(new[] { "r1: Accepted", "r2: Accepted" }));
    }

    [Test]
    public async Task Two_runs_do_not_mix()
    {
        await CancelAsync(["r1"], Journaled);

        Assert.That(Lines(await CancelAsync(["r2"], Journaled with { RunId = "second" })), Is.EqualTo(new[] { "r2: Accepted" }));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    public void A_journal_without_the_name_of_the_run_is_refused_at_once(string? name) =>
        Assert.That(() => { Client.CancelManyAsync(Input(["r1"]), Journaled with { RunId = name }); }, Throws.ArgumentException.With.Message.Contains("RunId"));

    [Test]
    public async Task No_more_inputs_are_read_ahead_than_the_window_holds()
    {
        Client.Tasks.AddRange(Numbered(50).Select(target => Some.Task(target.Id)));

        var outcomes = await CancelAsync(Numbered(50), Journaled with { Window = 7 });

        Assert.That((outcomes.Count, MostAhead), Is.EqualTo((50, 7)));
    }

    [Test]
    public async Task An_input_that_throws_does_so_after_the_outcomes_of_what_was_read_before()
    {
        var (outcomes, failure) = await CancelUntilFailureAsync(Input(["r1", "r2"], failure: new FormatException("broke")), Journaled);

        Assert.That((failure is FormatException, outcomes.Count), Is.EqualTo((true, 2)));
        Assert.That(Journal.Entries("run").Count(entry => entry.Outcome is not null), Is.EqualTo(2));
    }

    [Test]
    public async Task Slow_inputs_make_small_waves()
    {
        var input = Input(["r1", "r2", "r3"], new Dictionary<int, double> { [2] = 60 });

        await CancelAsync(input, Journaled with { Linger = Some.Seconds(1) });

        Assert.That(Journal.Calls.Where(call => call.StartsWith("read", StringComparison.Ordinal)), Is.EqualTo(new[] { "read 0+2", "read 2+1" }));
    }

    [Test]
    public async Task Throttled_journaled_batches_pause_and_send_again()
    {
        var answer = Client.OnCancel;
        Client.OnCancel = (request, token) => Client.Cancels.Count <= 3 ? Task.FromException<CancelReply>(Some.Error(TaskErrorReason.Throttled, retryAfter: 30)) : answer(request, token);

        Assert.That(Lines(await CancelAsync(Mixed, Journaled)), Is.EqualTo(MixedOutcomes));
        Assert.That(Now, Is.GreaterThanOrEqualTo(60));
    }

    // The process died after the intents were written and before anything was sent.
    private async Task InterruptAsync(TaskTarget[] targets)
    {
        Journal.After = call =>
        {
            if (call.StartsWith("intents", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("killed");
            }
        };
        var (outcomes, _) = await CancelUntilFailureAsync(Input(targets), Journaled);
        Assert.That((outcomes.Count, Client.Cancels.Count), Is.EqualTo((0, 0)));
        Journal.After = _ => { };
    }
}
