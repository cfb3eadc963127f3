namespace TaskCancellation.Core.Tests.Batches;

/// <summary>What a batch does between its input and its requests: which targets share one, when it is sent, and what is left behind.</summary>
public sealed class BatchDetailTests : JournalFixture
{
    private readonly CancellationTokenSource source = new();

    [TearDown]
    public void TearDown() => source.Dispose();

    [Test]
    public async Task One_id_of_two_tasks_is_two_targets_and_one_task_named_twice_is_one([Values] bool reusesIds)
    {
        Client.Can = Client.Can with { ReusesIds = reusesIds, ChecksKindOnCancel = true, IdsPerRequest = 10 };
        TaskTarget[] targets = [new("running", "k"), new("running", "other"), new("running", "k")];

        var outcomes = await CancelAsync(targets);

        Assert.That(outcomes.Select(outcome => outcome.Target), Is.EqualTo(targets));
        Assert.That(Client.Cancels.Sum(request => request.Targets.Count), Is.EqualTo(reusesIds ? 2 : 1));
    }

    [Test]
    public async Task Ids_that_differ_by_case_alone_are_one_where_the_service_says_so([Values] bool ignoresCase)
    {
        Client.Can = Client.Can with { HasCaseInsensitiveIds = ignoresCase };

        var outcomes = await CancelAsync(["r1", "R1"]);

        Assert.That(outcomes.Select(outcome => outcome.Target.Id.Value), Is.EqualTo(new[] { "r1", "R1" }));
        Assert.That(Client.Cancels, Has.Count.EqualTo(ignoresCase ? 1 : 2));
    }

    // The first id comes at once, and starts the count; the second comes within the time, the third after it.
    [TestCase(0.04, 0.05, ExpectedResult = "r1,r2 r3")]
    [TestCase(0.06, 0.05, ExpectedResult = "r1 r2 r3")]
    [TestCase(0.04, 0.2, ExpectedResult = "r1,r2,r3")]
    public async Task<string> An_open_request_waits_for_more_ids_for_so_long(double pause, double linger)
    {
        ChunksHold(10);

        await CancelAsync(Input(["r1", "r2", "r3"], new Dictionary<int, double> { [0] = 3, [1] = pause, [2] = pause }), new BatchOptions { Linger = Some.Seconds(linger) });

        return string.Join(' ', Requests.Select(ids => string.Join(',', ids)));
    }

    [TestCase(0.04, 0.05, ExpectedResult = "read 0+2 read 2+1")]
    [TestCase(0.06, 0.05, ExpectedResult = "read 0+1 read 1+1 read 2+1")]
    [TestCase(0.04, 0.2, ExpectedResult = "read 0+3")]
    [TestCase(0.04, 0, ExpectedResult = "read 0+1 read 1+1 read 2+1")]
    public async Task<string> So_does_what_a_journal_is_asked_for_at_a_time(double pause, double linger)
    {
        await CancelAsync(Input(["r1", "r2", "r3"], new Dictionary<int, double> { [0] = 3, [1] = pause, [2] = pause }), Journaled with { Linger = Some.Seconds(linger) });

        return string.Join(' ', Journal.Calls.Where(call => call.StartsWith("read", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Nothing_is_left_behind([Values] bool isJournaled, [Values] bool isLeft)
    {
        RepliesTake(1);

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(Input(["r1", "r2", "r3"], new Dictionary<int, double> { [1] = 0.5, [2] = 5 }), isJournaled ? Journaled : new BatchOptions()).ConfigureAwait(false))
            {
                if (isLeft)
                {
                    break;
                }
            }

            return 0;
        });

        Assert.That(Timers.Left, Is.Zero);
        Assert.That(Journal.Open, Is.Empty);
        Assert.That(IsInputDisposed || isLeft, Is.True, "an input that is being read is disposed of when the read ends");
    }

    [Test]
    public async Task Leaving_a_journaled_batch_ends_the_read_of_its_input()
    {
        var ended = new TaskCompletionSource();
        async IAsyncEnumerable<TaskTarget> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
        {
            yield return "r1";
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, Clock, token);
            }
            finally
            {
                ended.SetResult();
            }
        }

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(Endless(), Journaled).ConfigureAwait(false))
            {
                break;
            }

            return 0;
        });

        await ended.Task;
    }

    [Test]
    public async Task The_token_ends_a_journaled_batch_between_two_outcomes()
    {
        var outcomes = new List<string>();

        Assert.That(() => OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(new TaskTarget[] { "r1", "r2", "r3" }.ToAsyncEnumerable(), Journaled, source.Token).ConfigureAwait(false))
            {
                outcomes.Add(outcome.ToString());
                source.Cancel();
            }

            return 0;
        }), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(outcomes, Is.EqualTo(new[] { "r1: Accepted" }));
        Assert.That(Journal.Entries("run").Select(entry => entry.Outcome?.Verdict), Is.All.EqualTo(CancellationVerdict.Accepted), "what was sent is written down all the same");
    }

    [Test]
    public async Task Stopped_before_an_ambiguous_cancel_is_sent_again_it_stays_ambiguous()
    {
        await KillBeforeOutcomesAsync("r1");
        Becomes("r1", TaskState.Running);
        var reconcile = Client.OnReconcile;
        Client.OnReconcile = lost =>
        {
            source.Cancel();
            return reconcile(lost);
        };

        var outcomes = await CancelAsync(["r1"], Journaled with { Stop = source.Token });

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Indeterminate" }));
        Assert.That(Journal.Entries("run").Single().Outcome, Is.Null, "so that the next run reads it first again");
        Assert.That(Sent, Is.EqualTo(new[] { "r1" }));
    }

    [Test]
    public async Task A_credential_that_is_refused_when_a_lost_cancel_is_looked_for_is_not_sent_again()
    {
        await KillBeforeOutcomesAsync("r1");
        var requests = Client.RequestCount;
        Client.OnReconcile = _ => throw Some.Error(TaskErrorReason.Authentication);

        var outcomes = await CancelAsync(["r1", "r2", "r3"], Journaled with { Window = 1 });

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Indeterminate", "r2: NotAttempted", "r3: NotAttempted" }));
        Assert.That(Client.RequestCount - requests, Is.EqualTo(1));
    }

    [Test]
    public async Task A_journal_that_cannot_be_written_is_told_with_its_positions()
    {
        Journal.Before = call =>
        {
            if (Journal.Calls.Count >= 6 && call.StartsWith("outcomes", StringComparison.Ordinal))
            {
                throw new JournalException("The disk is full.", JournalErrorReason.Unavailable);
            }
        };

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(["r1", "r2", "r3", "p1", "running"]), Journaled with { Window = 2 });

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Accepted", "r2: Accepted", "r3: Accepted", "p1: Canceled" }));
        Assert.That((failure as JournalException)?.Message, Is.EqualTo("The disk is full. The outcomes of the positions 2 to 3 of the run 'run' were yielded all the same; the journal may not have them. Nothing more was sent. Resume the run when the journal can be used: what may have been sent is then read first."));
        Assert.That(failure!.InnerException!.Message, Is.EqualTo("The disk is full."));
    }

    [Test]
    public async Task A_run_of_other_targets_is_told_with_the_position()
    {
        await CancelAsync(["r1", "r2"], Journaled);

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(["r1", "r3"]), Journaled);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "r1: Accepted" }));
        Assert.That(failure, Is.InstanceOf<JournalConflictException>().With.Message.EqualTo("The run 'run' has the task r2 at position 1, where the input has r3. Nothing was sent for it or for what follows."));
    }

    [Test]
    public void A_key_of_a_journal_is_the_id_where_ids_are_not_used_again()
    {
        var target = new TaskTarget("Ab", "k", Some.Noon, Some.Noon);

        Assert.That(TaskIdentity.KeyOf(Client, target), Is.EqualTo(new TaskTarget("Ab")));
        Client.Can = Client.Can with { HasCaseInsensitiveIds = true };
        Assert.That(TaskIdentity.KeyOf(Client, target), Is.EqualTo(new TaskTarget("AB")));
        Client.Can = Client.Can with { ReusesIds = true };
        Assert.That(TaskIdentity.KeyOf(Client, target), Is.EqualTo(target));
    }

    /// <summary>A run whose process is killed when its cancels have been sent, and before that is written down.</summary>
    private async Task KillBeforeOutcomesAsync(TaskTarget target)
    {
        Journal.Before = call =>
        {
            if (call.StartsWith("outcomes", StringComparison.Ordinal))
            {
                throw new IOException("The process is killed.");
            }
        };
        await CancelUntilFailureAsync(Input([target]), Journaled);
        Journal.Before = _ => { };
        Journal.Open.Clear();
    }
}
