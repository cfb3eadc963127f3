namespace TaskCancellation.Core.Tests.Runs;

/// <summary>The time before the id is known.</summary>
public sealed class SubmissionTests : RunFixture
{
    private static readonly RunOptions ShortGrace = Exactly with { Grace = Some.Seconds(20) };

    [Test]
    public void A_token_that_fires_before_the_id_is_known_is_remembered()
    {
        EndsAt(15, TaskState.Canceled);
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(submit: ReturnsAt(12)));

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(canceled.Submission!.IsCompletedSuccessfully, Is.True);
        Assert.That(CancelSeconds, Is.EqualTo([12.0]).Within(0.2));
        Assert.That(Client.ReadSeconds.First(), Is.GreaterThanOrEqualTo(12));
        StaysQuiet();
    }

    [Test]
    public void The_grace_counts_from_the_token_and_not_from_the_id()
    {
        EndsAt(1000, TaskState.Succeeded);
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(ShortGrace, ReturnsAt(20)));

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.StillRunning));
        Assert.That(Now, Is.InRange(25, 25.3));
    }

    [Test]
    public async Task A_submission_that_outlasts_the_grace_is_handed_over_so_that_its_id_is_not_lost()
    {
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(ShortGrace, ReturnsAt(60)));

        Assert.That(Now, Is.InRange(25, 25.3));
        Assert.That((canceled.Outcome, canceled.Submission!.IsCompleted), Is.EqualTo((default(CancellationOutcome), false)));
        Clock.Advance(Some.Seconds(60));
        Assert.That((await canceled.Submission).Value, Is.EqualTo("t"));
        Assert.That(Client.RequestCount, Is.Zero);
        StaysQuiet();
    }

    [Test]
    public void The_token_of_a_submission_fires_when_the_grace_has_passed_and_not_before()
    {
        var heard = double.NaN;
        FiresAt(5);

        var canceled = IsCanceled(() => RunAsync(ShortGrace, token =>
        {
            token.Register(() => heard = Now);
            return ReturnsAt(60)(token);
        }));

        Assert.That(heard, Is.InRange(25, 25.3));
        Assert.That(canceled.Outcome, Is.Null);
    }

    [Test]
    public void The_token_of_a_submission_never_fires_without_ours()
    {
        EndsAt(90, TaskState.Succeeded);
        CancellationToken given = default;

        Assert.That(
            () => RunAsync(ShortGrace with { Wait = Scripted.Exactly with { Timeout = Some.Seconds(200) } }, async token =>
            {
                given = token;
                return await ReturnsAt(80)(token);
            }),
            Throws.Nothing);

        Assert.That(given.CanBeCanceled, Is.True);
        Assert.That(given.IsCancellationRequested, Is.False);
        StaysQuiet();
    }

    [Test]
    public void A_submission_that_fails_without_the_token_comes_through_as_it_is([Values] bool atOnce)
    {
        var failure = new InvalidDataException("no such index");

        Assert.That(() => RunAsync(submit: FailsAt(atOnce ? 0 : 3, failure)), Throws.Exception.SameAs(failure));
        Assert.That(Client.RequestCount, Is.Zero);
        StaysQuiet();
    }

    [Test]
    public void A_submission_that_fails_after_the_token_is_a_canceled_run_without_a_task()
    {
        var failure = new InvalidDataException("no such index");
        FiresAt(2);

        var canceled = IsCanceled(() => RunAsync(submit: FailsAt(3, failure)));

        Assert.That((canceled.Outcome, canceled.InnerException), Is.EqualTo((default(CancellationOutcome), (Exception)failure)));
        Assert.That(canceled.Submission!.IsFaulted, Is.True);
        Assert.That(Client.RequestCount, Is.Zero);
        StaysQuiet();
    }

    [Test]
    [Category("Finding C18")]
    public void One_that_throws_at_once_after_the_token_is_the_same([Values] bool asCanceled)
    {
        var failure = asCanceled ? new OperationCanceledException(Caller.Token) : (Exception)new InvalidDataException("no such index");

        var canceled = IsCanceled(() => RunAsync(submit: _ =>
        {
            Caller.Cancel();
            throw failure;
        }));

        Assert.That((canceled.Outcome, canceled.InnerException), Is.EqualTo((default(CancellationOutcome), failure)));
        Assert.That((canceled.Submission!.IsCompleted, canceled.Submission.IsCompletedSuccessfully), Is.EqualTo((true, false)));
        Assert.That(Client.RequestCount, Is.Zero);
        StaysQuiet();
    }

    [Test]
    public void A_submission_that_was_given_the_callers_token_after_all_is_a_canceled_run()
    {
        FiresAt(2);

        var canceled = IsCanceled(() => RunAsync(submit: async _ =>
        {
            await Task.Delay(Some.Seconds(10), Clock, Caller.Token);
            return "t";
        }));

        Assert.That((canceled.Outcome, canceled.Submission!.IsCanceled), Is.EqualTo((default(CancellationOutcome), true)));
        Assert.That(canceled.InnerException, Is.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_token_that_fires_as_the_id_comes_back_still_cancels()
    {
        EndsAt(3, TaskState.Canceled);

        var canceled = IsCanceled(() => RunAsync(submit: _ =>
        {
            Caller.Cancel();
            return Task.FromResult<TaskId>("t");
        }));

        Assert.That(canceled.Outcome!.Verdict, Is.EqualTo(CancellationVerdict.Canceled));
        Assert.That(Client.Cancels, Has.Count.EqualTo(1));
    }

    private Func<CancellationToken, Task<TaskId>> ReturnsAt(double second) => async _ =>
    {
        await Task.Delay(Some.Seconds(second - Now), Clock, CancellationToken.None);
        return "t";
    };

    private Func<CancellationToken, Task<TaskId>> FailsAt(double second, Exception failure) => async _ =>
    {
        await Task.Delay(Some.Seconds(second), Clock, CancellationToken.None);
        throw failure;
    };
}
