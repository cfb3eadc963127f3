namespace TaskCancellation.Core.Tests.Batches;

public sealed class BatchChunkTests : BatchFixture
{
    [Test]
    public async Task Chunks_are_as_large_as_the_service_takes()
    {
        ChunksHold(4);

        await CancelAsync(Numbered(10));

        Assert.That(Requests.Select(ids => ids.Length), Is.EqualTo(new[] { 4, 4, 2 }));
        Assert.That(Requests.SelectMany(ids => ids), Is.EqualTo(Numbered(10).Select(target => target.Id.Value)));
    }

    [Test]
    public async Task Chunks_are_as_long_as_an_address_may_be()
    {
        // Each of t0 to t9 takes three characters with its separator, the later ones four.
        ChunksHold(int.MaxValue, characters: 10);

        await CancelAsync(Numbered(14));

        Assert.That(Requests.Select(ids => ids.Sum(id => id.Length + 1)), Is.All.LessThanOrEqualTo(10));
        Assert.That(Requests.Select(ids => ids.Length), Is.EqualTo(new[] { 3, 3, 3, 2, 2, 1 }));
    }

    [Test]
    public async Task An_id_that_is_too_long_by_itself_goes_alone()
    {
        ChunksHold(int.MaxValue, characters: 5);

        await CancelAsync(["a", "far-too-long", "b", "c"]);

        Assert.That(Requests, Is.EqualTo(new[] { new[] { "a" }, ["far-too-long"], ["b", "c"] }));
    }

    [Test]
    public async Task Duplicates_take_no_room()
    {
        ChunksHold(3);

        await CancelAsync(["a", "a", "b", "a", "c", "b"]);

        Assert.That(Requests, Is.EqualTo(new[] { new[] { "a", "b", "c" } }));
    }

    [Test]
    public async Task Ids_wait_for_company_no_longer_than_the_linger()
    {
        ChunksHold(10);
        var input = Input(Numbered(3), new Dictionary<int, double> { [1] = 0.02, [2] = 5 });

        await CancelAsync(input, new BatchOptions { Linger = Some.Seconds(0.05) });

        Assert.That(Requests, Is.EqualTo(new[] { new[] { "t0", "t1" }, ["t2"] }));
    }

    [Test]
    public async Task A_trickle_does_not_keep_an_id_waiting_for_ever()
    {
        ChunksHold(1000);
        var input = Input(Numbered(100), Enumerable.Range(1, 99).ToDictionary(at => at, _ => 0.04));

        await CancelAsync(input, new BatchOptions { Linger = Some.Seconds(0.1) });

        Assert.That(Requests.First(), Is.EqualTo(new[] { "t0", "t1", "t2" }));
    }

    [Test]
    public async Task Without_linger_an_id_leaves_as_soon_as_no_other_is_ready()
    {
        ChunksHold(10);
        var input = Input(Numbered(4), new Dictionary<int, double> { [2] = 0.001 });

        await CancelAsync(input, new BatchOptions { Linger = TimeSpan.Zero });

        Assert.That(Requests, Is.EqualTo(new[] { new[] { "t0", "t1" }, ["t2", "t3"] }));
    }

    [TestCase(0.0)]
    [TestCase(0.02)]
    [TestCase(0.2)]
    [Category("Finding C12")]
    public async Task A_slow_consumer_does_not_make_requests_smaller(double replies)
    {
        ChunksHold(500);
        RepliesTake(replies);

        await ConsumeAsync(Input(Numbered(20_000)));

        Assert.That(Requests.Select(ids => ids.Length), Is.EqualTo(Enumerable.Repeat(500, 40)));
    }

    [Test]
    [Category("Finding C12")]
    public async Task Nor_where_the_window_holds_no_whole_number_of_them()
    {
        ChunksHold(1100);
        RepliesTake(0.02);

        await ConsumeAsync(Input(Numbered(11_000)));

        Assert.That(Requests.Select(ids => ids.Length), Is.EqualTo(Enumerable.Repeat(1100, 10)));
    }

    [Test]
    [Category("Finding C12")]
    public async Task A_source_that_is_slow_while_the_consumer_is_has_kept_it_waiting()
    {
        ChunksHold(2);
        var input = Input(Numbered(4), new Dictionary<int, double> { [3] = 5 });

        await ConsumeAsync(input, seconds: 1);

        Assert.That(Requests, Is.EqualTo(new[] { new[] { "t0", "t1" }, ["t2"], ["t3"] }));
        Assert.That(Now, Is.InRange(5, 7));
    }

    [Test]
    public async Task A_full_window_sends_what_there_is()
    {
        ChunksHold(100);

        await CancelAsync(Numbered(10), new BatchOptions { Window = 4, Linger = Some.Seconds(3600) });

        Assert.That(Requests.Select(ids => ids.Length), Is.EqualTo(new[] { 4, 4, 2 }));
        Assert.That(Now, Is.Zero.Within(0.2), "nothing lingered");
    }

    [Test]
    public async Task While_no_slot_is_free_ids_go_on_gathering()
    {
        ChunksHold(100);
        RepliesTake(10);
        var input = Input(Numbered(5), Enumerable.Range(1, 4).ToDictionary(at => at, _ => 1.0));

        await CancelAsync(input, new BatchOptions { MaxConcurrency = 1, Linger = Some.Seconds(0.1) });

        Assert.That(Requests, Is.EqualTo(new[] { new[] { "t0" }, ["t1", "t2", "t3", "t4"] }));
    }

    private Task<int> ConsumeAsync(IAsyncEnumerable<TaskTarget> input, double seconds = 0.001) => OnClockAsync(async () =>
    {
        await foreach (var _ in Client.CancelManyAsync(input).ConfigureAwait(false))
        {
            await Task.Delay(Some.Seconds(seconds), Clock).ConfigureAwait(false);
        }

        return 0;
    });

    [Test]
    public async Task Outcomes_do_not_wait_for_the_input()
    {
        var input = Input(Numbered(2), new Dictionary<int, double> { [1] = 3600 });

        var first = await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.CancelManyAsync(input))
            {
                return (outcome, Now);
            }

            return default;
        });

        Assert.That((first.outcome.Target.Id.Value, first.Now), Is.EqualTo(("t0", 0.0)));
    }
}
