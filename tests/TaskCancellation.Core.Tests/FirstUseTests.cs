namespace TaskCancellation.Core.Tests;

/// <summary>What a new user writes first, as they write it. That it compiles is half of each test.</summary>
public sealed class FirstUseTests
{
    private readonly ScriptedTaskClient client = new();

    [Test]
    public async Task Ids_are_given_as_they_are_at_hand()
    {
        string[] texts = ["1", "2"];
        List<long> numbers = [3, 4];
        int[] small = [5];
        Guid[] guids = [Guid.Empty];
        IEnumerable<TaskId> ids = [8];
        TaskSnapshot[] listed = [Some.Task("6")];

        var outcomes = new[]
        {
            client.CancelManyAsync(texts), client.CancelManyAsync(numbers), client.CancelManyAsync(small), client.CancelManyAsync(guids), client.CancelManyAsync(ids),
            client.CancelManyAsync(listed.Select(task => task.ToTarget())), client.CancelManyAsync(texts.ToAsyncEnumerable()),
        };

        var canceled = new List<string>();
        foreach (var outcome in outcomes)
        {
            canceled.AddRange(await outcome.Select(one => one.Target.Id.Value).ToListAsync());
        }

        Assert.That(canceled, Is.EqualTo(new[] { "1", "2", "3", "4", "5", Guid.Empty.ToString(), "8", "6", "1", "2" }));
    }

    [Test]
    public async Task A_run_takes_what_other_clients_return_for_an_id()
    {
        client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id) with { State = TaskState.Succeeded });

        TaskSnapshot[] ended =
        [
            await client.RunToCompletionAsync(_ => Task.FromResult("a")),
            await client.RunToCompletionAsync(_ => Task.FromResult(7L)),
            await client.RunToCompletionAsync(_ => Task.FromResult(8)),
            await client.RunToCompletionAsync(async token => { await Task.Yield(); return $"r{token.CanBeCanceled}"; }),
        ];

        Assert.That(ended.Select(task => task.Id.Value), Is.EqualTo(new[] { "a", "7", "8", "rTrue" }));
    }

    [Test]
    public async Task A_wait_is_told_how_long_to_last_whatever_is_canceled()
    {
        var wait = new WaitOptions { Timeout = TimeSpan.Zero };

        var one = await client.CancelAndWaitAsync("7", wait);
        var many = await client.CancelAndWaitAsync(Some.Kinds("k"), wait);
        var both = await client.CancelAndWaitAsync(Some.Kinds("k"), new CancelOptions { MaxTargets = 9 }, wait);

        Assert.That((one.Target.Id.Value, many.ServiceName, both.AllCanceled), Is.EqualTo(("7", client.Capabilities.ServiceName, true)));
    }

    [Test]
    public async Task A_plan_is_executed_only_as_it_was_approved()
    {
        client.Tasks.AddRange([Some.Task("1", kind: "k"), Some.Task("2", kind: "k")]);
        var plan = await client.PlanAsync(Some.Kinds("k"));
        var other = plan with { Targets = [Some.Task("1", kind: "k")] };

        Assert.Multiple(() =>
        {
            Assert.That(plan.Fingerprint, Does.Match("^[0-9a-f]{32}$"));
            Assert.That((plan with { Warnings = [] }).Fingerprint, Is.EqualTo(plan.Fingerprint), "what it would do is the same");
            Assert.That(other.Fingerprint, Is.Not.EqualTo(plan.Fingerprint));
            Assert.That(async () => await client.ExecuteAsync(other, new ExecuteOptions { Fingerprint = plan.Fingerprint }),
                Throws.TypeOf<PlanException>().With.Property("Reason").EqualTo(PlanErrorReason.FingerprintMismatch));
        });
        Assert.That((await client.ExecuteAsync(plan, new ExecuteOptions { Fingerprint = plan.Fingerprint.ToUpperInvariant() })).Accepted.Outcomes, Has.Count.EqualTo(2));
    }

    [Test]
    public void Older_than_counts_back_from_the_given_clock()
    {
        var clock = TestClock.Create();
        var now = clock.GetUtcNow();

        var range = TimeRange.OlderThan(TimeSpan.FromHours(1), clock);

        Assert.Multiple(() =>
        {
            Assert.That(range, Is.EqualTo(TimeRange.Before(now - TimeSpan.FromHours(1))));
            Assert.That(() => TimeRange.OlderThan(TimeSpan.FromTicks(-1)), Throws.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(() => TimeRange.OlderThan(TimeSpan.MaxValue), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void What_is_printed_is_one_readable_line()
    {
        var task = Some.Task("7") with { State = TaskState.Failed, RawState = "", Kind = "reindex", Scope = "movies", Failure = new TaskFailure("disk full") };
        var failed = new PlanDriftException("Drift.", [task], []);

        Assert.Multiple(() =>
        {
            Assert.That(task.ToString(), Is.EqualTo("7 Failed reindex in movies: disk full"));
            Assert.That(failed.Added.ToString(), Is.EqualTo("[7 Failed reindex in movies: disk full]"));
            Assert.That(ReadOnlyValues.Map([new("a", "1"), new("b", "2")])!.ToString(), Is.EqualTo("{a=1, b=2}"));
        });
    }
}
