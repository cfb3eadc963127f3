using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

public sealed class LoginCacheTests
{
    private int logins;

    [SetUp]
    public void SetUp() => logins = 0;

    [Test]
    public async Task A_late_refusal_of_an_older_credential_does_not_throw_away_the_newer_one()
    {
        var cache = new LoginCache<string>(_ => Task.FromResult($"T{++logins}"), (_, _) => true, TestClock.Create());
        Assert.That(await cache.GetAsync(_ => false, CancellationToken.None), Is.EqualTo("T1"));

        // Two calls were refused with T1, one after the other.
        Assert.That(await cache.GetAsync(held => held == "T1", CancellationToken.None), Is.EqualTo("T2"));
        Assert.That(await cache.GetAsync(held => held == "T1", CancellationToken.None), Is.EqualTo("T2"));
        Assert.That(logins, Is.EqualTo(2));
    }

    [Test]
    [Category("Finding D5")]
    public async Task A_login_ages_from_when_it_was_asked_for_because_the_service_counts_from_then_at_the_earliest()
    {
        var clock = TestClock.Create();
        var answer = new TaskCompletionSource<string>();
        var cache = new LoginCache<string>(_ => ++logins == 1 ? answer.Task : Task.FromResult("T2"), (_, age) => age < TimeSpan.FromMinutes(15), clock);
        var first = cache.GetAsync(_ => false, CancellationToken.None).AsTask();
        clock.Advance(TimeSpan.FromMinutes(10));
        answer.SetResult("T1");
        Assert.That(await first, Is.EqualTo("T1"));

        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.That(await cache.GetAsync(_ => false, CancellationToken.None), Is.EqualTo("T2"));
    }

    [Test]
    [NonParallelizable]
    [Category("Finding C9")]
    public async Task A_login_that_fails_after_all_have_given_up_does_not_surface()
    {
        var unobserved = new List<AggregateException>();
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, seen) => unobserved.Add(seen.Exception);
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            await GiveUpAsync();
            for (var round = 0; round < 3; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }

        Assert.That(unobserved.SelectMany(failure => failure.InnerExceptions).OfType<NotSupportedException>(), Is.Empty);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task GiveUpAsync()
    {
        var answers = new List<TaskCompletionSource<string>>();
        var cache = new LoginCache<string>(_ => Answer(answers), (_, _) => true, TestClock.Create());
        using var token = new CancellationTokenSource();
        var asking = cache.GetAsync(_ => false, token.Token).AsTask();
        var dialect = new ProbeDialect { Credential = (_, _) => new ValueTask<string>(Answer(answers)) };
        using var service = new ProbeService(dialect: dialect);
        var call = service.StartAsync(ProbeService.Request(RetrySafety.Safe), token.Token);
        await token.CancelAsync();
        Assert.That(() => asking, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => call, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(answers, Has.Count.EqualTo(2));
        answers.ForEach(answer => answer.SetException(new NotSupportedException("Too late.")));
    }

    private static Task<string> Answer(List<TaskCompletionSource<string>> answers)
    {
        answers.Add(new TaskCompletionSource<string>());
        return answers[^1].Task;
    }
}
