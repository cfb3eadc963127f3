namespace TaskCancellation.Core.Tests.Batches;

public sealed class BatchThrottleTests : BatchFixture
{
    private static readonly BatchOptions OneByOne = new() { MaxConcurrency = 1 };
    private readonly List<double> sentAt = [];

    private static TaskRequestException Throttled(double? retryAfter = null, bool isAmbiguous = false) => Some.Error(TaskErrorReason.Throttled, isAmbiguous: isAmbiguous, retryAfter: retryAfter);

    private static TaskRequestException Unavailable(double? retryAfter = null) => new("down for a while")
    {
        Reason = TaskErrorReason.ServerError,
        Delivery = RequestDelivery.Answered,
        StatusCode = 503,
        RetryAfter = retryAfter is { } seconds ? Some.Seconds(seconds) : null,
    };

    [Test]
    public async Task What_was_throttled_is_sent_again_after_the_time_the_service_asks_for()
    {
        FirstRequestsFail(1, Throttled(7));
        KeepTimes();

        var outcomes = await CancelAsync(["a", "b"], OneByOne);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "a: Accepted", "b: Accepted" }));
        Assert.That(Requests.Select(ids => ids.Single()), Is.EqualTo(new[] { "a", "a", "b" }));
        Assert.That(sentAt, Is.EqualTo(new[] { 0.0, 7, 7 }));
    }

    [Test]
    public async Task Without_a_hint_the_pauses_double_and_after_five_the_refusal_stands()
    {
        FirstRequestsFail(int.MaxValue, Throttled());
        KeepTimes();

        var outcome = (await CancelAsync(["a"], OneByOne)).Single();

        Assert.That((outcome.Verdict, outcome.Error?.Reason), Is.EqualTo((CancellationVerdict.Rejected, (TaskErrorReason?)TaskErrorReason.Throttled)));
        Assert.That(sentAt, Is.EqualTo(new[] { 0.0, 1, 3, 7, 15, 31 }));
    }

    [TestCase(3600.0, 10.0)]
    [TestCase(0.0, 1.0)]
    [TestCase(-5.0, 1.0)]
    public async Task A_hint_is_capped_and_one_of_nothing_is_none(double hint, double pause)
    {
        FirstRequestsFail(1, Throttled(hint));
        KeepTimes();

        await CancelAsync(["a"], OneByOne with { MaxPause = Some.Seconds(10) });

        Assert.That(sentAt, Is.EqualTo(new[] { 0.0, pause }));
    }

    [Test]
    public void The_longest_pause_is_a_day_at_most()
    {
        Assert.That(new BatchOptions { MaxPause = TimeSpan.FromDays(1) }.MaxPause, Is.EqualTo(TimeSpan.FromDays(1)));
        Assert.That(() => new BatchOptions { MaxPause = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new BatchOptions { MaxPause = TimeSpan.FromTicks(-1) }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public async Task Without_a_longest_pause_there_is_none()
    {
        FirstRequestsFail(2, Throttled(60));
        KeepTimes();

        await CancelAsync(["a"], OneByOne with { MaxPause = TimeSpan.Zero });

        Assert.That(sentAt, Is.EqualTo(new[] { 0.0, 0, 0 }));
    }

    [Test]
    public async Task No_other_request_begins_during_a_pause()
    {
        FirstRequestsFail(1, Throttled(30));
        KeepTimes();

        await CancelAsync(Numbered(8), new BatchOptions { MaxConcurrency = 1 });

        Assert.That(sentAt.Skip(1), Is.All.GreaterThanOrEqualTo(30));
    }

    [Test]
    public async Task A_request_refused_for_another_reason_or_perhaps_applied_is_never_sent_again([Values] bool isDefinite)
    {
        FirstRequestsFail(int.MaxValue, isDefinite ? Some.Error(TaskErrorReason.InvalidRequest) : Throttled(1, isAmbiguous: true));

        var outcome = (await CancelAsync(["a"])).Single();

        Assert.That(outcome.Verdict, Is.EqualTo(isDefinite ? CancellationVerdict.Rejected : CancellationVerdict.Indeterminate));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_503_is_paused_for_and_not_sent_again()
    {
        FirstRequestsFail(1, Unavailable(20));
        KeepTimes();

        var outcomes = await CancelAsync(["a", "b"], OneByOne);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "a: Indeterminate", "b: Accepted" }));
        Assert.That(sentAt, Is.EqualTo(new[] { 0.0, 20 }));
    }

    [Test]
    public async Task A_read_before_the_cancel_that_is_throttled_is_paused_for_too()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Client.ReadsGive(Throttled(5), Some.Task("a", kind: "k"));
        KeepTimes();

        var outcome = (await CancelAsync([new TaskTarget("a", "k")])).Single();

        Assert.That(outcome.Verdict, Is.EqualTo(CancellationVerdict.Accepted));
        Assert.That(Client.ReadSeconds, Is.EqualTo(new[] { 0.0, 5 }));
        Assert.That(sentAt, Is.EqualTo(new[] { 5.0 }));
    }

    [Test]
    public async Task In_a_storm_of_refusals_every_position_still_gets_its_outcome()
    {
        // Whatever comes sooner than half a second after the last is refused.
        var last = double.NegativeInfinity;
        var width = 0;
        Client.OnCancel = async (request, token) =>
        {
            width++;
            await Task.Delay(Some.Seconds(0.1), Clock, token).ConfigureAwait(false);
            width--;
            if (Now - last < 0.5)
            {
                throw Throttled(0.5);
            }

            last = Now;
            return CancelReply.ForEach(request, CancelDisposition.Acknowledged);
        };

        var outcomes = await CancelAsync(Numbered(100), new BatchOptions { MaxConcurrency = 8 });

        Assert.That(outcomes.Select(outcome => outcome.Target), Is.EqualTo(Numbered(100)));
        Assert.That(Verdicts(outcomes), Is.All.AnyOf(CancellationVerdict.Accepted, CancellationVerdict.Rejected));
        Assert.That(Verdicts(outcomes).Count(verdict => verdict == CancellationVerdict.Accepted), Is.GreaterThan(90));
        Assert.That(width, Is.Zero);
    }

    private void KeepTimes()
    {
        var answer = Client.OnCancel;
        Client.OnCancel = (request, token) =>
        {
            sentAt.Add(Math.Round(Now, 3));
            return answer(request, token);
        };
    }
}
