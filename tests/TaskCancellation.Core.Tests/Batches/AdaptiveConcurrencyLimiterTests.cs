using TaskCancellation.Testing;

namespace TaskCancellation.Core.Tests.Batches;

public sealed class AdaptiveConcurrencyLimiterTests
{
    private static readonly ResolvedReply Success = new([], null);
    private static readonly ResolvedReply Throttled = new([], null, Some.Error(TaskErrorReason.Throttled));
    private readonly VirtualClock clock = TestClock.Create();

    [Test]
    public void It_begins_with_all_that_is_allowed() => Assert.That((Pace(8).Limit, Pace(8).Pause), Is.EqualTo((8, TimeSpan.Zero)));

    [Test]
    public void Each_time_it_is_too_much_halves_the_width_down_to_one()
    {
        var pace = Pace(9);

        Assert.That(Enumerable.Range(0, 5).Select(_ => Note(pace, Throttled)), Is.EqualTo(new[] { 4, 2, 1, 1, 1 }));
    }

    [Test]
    public void Requests_that_were_under_way_together_count_once()
    {
        var pace = Pace(8);
        var period = pace.Generation;

        for (var at = 0; at < 8; at++)
        {
            pace.Record(Throttled, period);
        }

        Assert.That((pace.Limit, pace.Pause), Is.EqualTo((4, Some.Seconds(1))));
    }

    [Test]
    public void The_longest_of_their_hints_holds()
    {
        var pace = Pace(8);
        var period = pace.Generation;
        pace.Record(Success with { Failure = Some.Error(TaskErrorReason.Throttled, retryAfter: 3) }, period);
        pace.Record(Success with { Failure = Some.Error(TaskErrorReason.Throttled, retryAfter: 9) }, period);
        pace.Record(Success with { Failure = Some.Error(TaskErrorReason.Throttled, retryAfter: 2) }, period);

        Assert.That(pace.Pause, Is.EqualTo(Some.Seconds(9)));
        clock.Advance(Some.Seconds(9));
        Assert.That(pace.Pause, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void Each_full_round_of_successes_adds_one_up_to_what_is_allowed()
    {
        var pace = Pace(4);
        Note(pace, Throttled);
        Note(pace, Throttled);

        Assert.That(Enumerable.Range(0, 8).Select(_ => Note(pace, Success)), Is.EqualTo(new[] { 2, 2, 3, 3, 3, 4, 4, 4 }));
    }

    [Test]
    public void A_success_begun_before_it_was_too_much_says_nothing()
    {
        var pace = Pace(2);
        var before = pace.Generation;
        Note(pace, Throttled);

        pace.Record(Success, before);
        pace.Record(Success, before);

        Assert.That(pace.Limit, Is.EqualTo(1));
    }

    [Test]
    public void A_success_makes_the_next_pause_short_again()
    {
        var pace = Pace(4);
        Note(pace, Throttled);
        Note(pace, Throttled);
        clock.Advance(Some.Seconds(100));
        Note(pace, Success);
        Note(pace, Throttled);

        Assert.That(pace.Pause, Is.EqualTo(Some.Seconds(1)));
    }

    [Test]
    public void Refusals_are_answers_and_silence_is_neither()
    {
        var pace = Pace(4);
        Note(pace, Throttled);
        Note(pace, Success with { Failure = Some.LostReply() });
        Note(pace, Success with { Failure = Some.LostReply() });
        Assert.That(pace.Limit, Is.EqualTo(2));

        Note(pace, Success with { Failure = Some.Error(TaskErrorReason.NotFound) });
        Assert.That(Note(pace, Success with { Failure = Some.Error(TaskErrorReason.NotFound) }), Is.EqualTo(3));
    }

    [Test]
    public void However_often_it_is_too_much_the_pause_stays_within_bounds()
    {
        var pace = Pace(4);
        for (var at = 0; at < 2000; at++)
        {
            Note(pace, Throttled);
        }

        Assert.That(pace.Pause, Is.EqualTo(BatchOptions.Default.MaxPause));
    }

    private static int Note(AdaptiveConcurrencyLimiter pace, ResolvedReply settled)
    {
        pace.Record(settled, pace.Generation);
        return pace.Limit;
    }

    private AdaptiveConcurrencyLimiter Pace(int width) => new(clock, new BatchOptions { MaxConcurrency = width });
}
