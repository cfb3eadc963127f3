namespace TaskCancellation.Core.Tests.Batches;

/// <summary>The ways in which a batch ends before its input does.</summary>
public sealed class BatchEndTests : BatchFixture
{
    private readonly CancellationTokenSource source = new();

    [TearDown]
    public void TearDown() => source.Dispose();

    [Test]
    public async Task Stopped_it_awaits_what_is_under_way_and_sends_no_more()
    {
        RepliesTake(10);
        Clock.CreateTimer(_ => source.Cancel(), null, Some.Seconds(5), Timeout.InfiniteTimeSpan);

        var outcomes = await CancelAsync(Numbered(20), new BatchOptions { Stop = source.Token, MaxConcurrency = 3, Window = 5 });

        Assert.That(outcomes.Select(outcome => outcome.Target), Is.EqualTo(Numbered(20)));
        Assert.That(outcomes.CountBy(outcome => outcome.Verdict), Is.EquivalentTo(new KeyValuePair<CancellationVerdict, int>[] { new(CancellationVerdict.Accepted, 3), new(CancellationVerdict.NotAttempted, 17) }));
        Assert.That((Client.Cancels.Count, Read), Is.EqualTo((3, 20)));
    }

    [Test]
    public async Task Stopped_from_the_start_it_sends_nothing()
    {
        await source.CancelAsync();

        var outcomes = await CancelAsync(["a", "!", "a"], new BatchOptions { Stop = source.Token });

        Assert.That(Verdicts(outcomes), Is.EqualTo(new[] { CancellationVerdict.NotAttempted, CancellationVerdict.Rejected, CancellationVerdict.NotAttempted }));
        Assert.That(Client.RequestCount, Is.Zero);
    }

    [Test]
    public async Task Stopped_by_a_reply_it_begins_no_further_request()
    {
        Client.OnCancel = (request, _) =>
        {
            source.Cancel();
            return Task.FromResult(CancelReply.ForEach(request, CancelDisposition.Acknowledged));
        };

        var outcomes = await CancelAsync(Numbered(5), new BatchOptions { Stop = source.Token });

        Assert.That(outcomes.Count(outcome => outcome.Verdict == CancellationVerdict.NotAttempted), Is.EqualTo(4));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Stopped_during_a_pause_what_was_throttled_is_not_sent_again()
    {
        Client.CancelsFail(Some.Error(TaskErrorReason.Throttled, retryAfter: 60));
        Clock.CreateTimer(_ => source.Cancel(), null, Some.Seconds(5), Timeout.InfiniteTimeSpan);

        var outcomes = await CancelAsync(["a", "b"], new BatchOptions { Stop = source.Token, MaxConcurrency = 1 });

        Assert.That(outcomes.Select(outcome => (outcome.Verdict, outcome.Error?.Reason)), Is.EqualTo(new (CancellationVerdict, TaskErrorReason?)[]
        {
            (CancellationVerdict.NotAttempted, TaskErrorReason.Throttled), (CancellationVerdict.NotAttempted, null),
        }));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Stopped_while_the_input_is_slow_the_ids_that_linger_are_yielded_at_once()
    {
        ChunksHold(10);
        Clock.CreateTimer(_ => source.Cancel(), null, Some.Seconds(1), Timeout.InfiniteTimeSpan);
        var input = Input(Numbered(2), new Dictionary<int, double> { [1] = 3600 });
        var at = 0.0;

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(input, new BatchOptions { Stop = source.Token, Linger = Some.Seconds(1000) }).ConfigureAwait(false))
            {
                at = at == 0 ? Now : at;
                Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.NotAttempted));
            }

            return 0;
        });

        Assert.That(at, Is.LessThan(1000));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task The_token_ends_the_enumeration_and_no_request_follows()
    {
        RepliesTake(10);
        Clock.CreateTimer(_ => source.Cancel(), null, Some.Seconds(15), Timeout.InfiniteTimeSpan);

        var (outcomes, failure) = await CancelUntilFailureAsync(Input(Numbered(20)), new BatchOptions { MaxConcurrency = 2 }, source.Token);
        Clock.Advance(Some.Seconds(1000));

        Assert.That(failure, Is.InstanceOf<OperationCanceledException>());
        Assert.That(((OperationCanceledException)failure!).CancellationToken, Is.EqualTo(source.Token));
        Assert.That((outcomes.Count, Client.Cancels.Count, IsInputDisposed), Is.EqualTo((2, 4, true)));
    }

    [Test]
    public async Task The_token_ends_it_during_a_pause_and_while_the_input_hangs([Values] bool isPause)
    {
        Client.CancelsFail(Some.Error(TaskErrorReason.Throttled, retryAfter: 60));
        Clock.CreateTimer(_ => source.Cancel(), null, Some.Seconds(5), Timeout.InfiniteTimeSpan);

        var (outcomes, failure) = await CancelUntilFailureAsync(isPause ? Input(Numbered(1)) : Hanging(), token: source.Token);

        Assert.That(failure, Is.InstanceOf<OperationCanceledException>());
        Assert.That((outcomes.Count, Client.Cancels.Count), Is.EqualTo((0, isPause ? 1 : 0)));
    }

    [Test]
    public async Task A_token_that_has_fired_sends_nothing()
    {
        await source.CancelAsync();

        var (_, failure) = await CancelUntilFailureAsync(Input(Numbered(3)), token: source.Token);

        Assert.That(failure, Is.InstanceOf<OperationCanceledException>());
        Assert.That((Client.RequestCount, Read), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task Leaving_the_enumeration_disposes_of_the_input_and_begins_no_further_request()
    {
        RepliesTake(1);

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(Input(Numbered(50)), new BatchOptions { MaxConcurrency = 2 }).ConfigureAwait(false))
            {
                break;
            }

            return 0;
        });
        var sent = Client.Cancels.Count;
        Clock.Advance(Some.Seconds(1000));

        Assert.That((IsInputDisposed, Client.Cancels.Count), Is.EqualTo((true, sent)));
        Assert.That(sent, Is.AtMost(3));
    }

    [Test]
    public async Task Leaving_it_ends_the_requests_under_way_before_it_returns()
    {
        var ended = 0;
        Client.OnCancel = async (request, token) =>
        {
            try
            {
                await Task.Delay(Some.Seconds(request.Targets[0].Id == "t0" ? 1 : 100), Clock, token).ConfigureAwait(false);
                return CancelReply.ForEach(request, CancelDisposition.Acknowledged);
            }
            finally
            {
                ended++;
            }
        };

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(Input(Numbered(3))).ConfigureAwait(false))
            {
                break;
            }

            Assert.That((ended, Now), Is.EqualTo((3, 1.0)), "they are ended, not awaited");
            return 0;
        });
    }

    [Test]
    public async Task An_input_that_hangs_keeps_nobody_who_leaves_and_is_disposed_of_when_it_comes_to_itself()
    {
        var hold = new TaskCompletionSource();
        var disposed = new TaskCompletionSource();
        async IAsyncEnumerable<TaskTarget> Deaf()
        {
            try
            {
                yield return "a";
                await hold.Task;
                yield return "b";
            }
            finally
            {
                disposed.SetResult();
            }
        }

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(Deaf()).ConfigureAwait(false))
            {
                break;
            }

            return 0;
        });

        Assert.That(disposed.Task.IsCompleted, Is.False);
        hold.SetResult();
        await disposed.Task;
    }

    private static async IAsyncEnumerable<TaskTarget> Hanging()
    {
        await new TaskCompletionSource().Task.ConfigureAwait(false);
        yield return "never";
    }
}
