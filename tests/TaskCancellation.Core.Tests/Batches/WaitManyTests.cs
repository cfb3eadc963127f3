using Moq;

namespace TaskCancellation.Core.Tests.Batches;

public sealed class WaitManyTests : BatchFixture
{
    private static readonly WaitOptions Minute = Scripted.Exactly with { Timeout = Some.Seconds(60) };

    [Test]
    public async Task Each_outcome_is_refined_in_order()
    {
        Client.Tasks.AddRange([Some.Task("a", TaskState.Canceled), Some.Task("c", TaskState.Succeeded), Some.Task("d")]);

        var outcomes = await WaitAsync([Accepted("a"), Some.Outcome(CancellationVerdict.Denied, "b"), Accepted("c"), Accepted("d"), Some.Outcome(CancellationVerdict.NotAttempted, "e")]);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "a: Canceled", "b: Denied", "c: CompletedFirst", "d: StillRunning", "e: NotAttempted" }));
        Assert.That(Client.Cancels, Is.Empty);
    }

    [Test]
    public async Task Where_the_service_lists_by_ids_one_list_a_round_serves_a_group()
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.Tasks.AddRange(Enumerable.Range(0, 500).Select(at => Some.Task(at, TaskState.Canceled)));

        var outcomes = await WaitAsync(Enumerable.Range(0, 500).Select(at => Accepted(at)));

        Assert.That(Verdicts(outcomes), Is.All.EqualTo(CancellationVerdict.Canceled));
        Assert.That((Client.Lists.Count, Client.Reads.Count), Is.EqualTo((1, 0)));
    }

    [TestCase(500, 1)]
    [TestCase(501, 2)]
    [TestCase(1250, 3)]
    public async Task A_group_closes_at_500(int count, int lists)
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.Tasks.AddRange(Enumerable.Range(0, count).Select(at => Some.Task(at, TaskState.Canceled)));

        var outcomes = await WaitAsync(Enumerable.Range(0, count).Select(at => Accepted(at)));

        Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(Enumerable.Range(0, count).Select(at => (TaskId)at)));
        Assert.That(Client.Lists.Count + (Client.Reads.Count > 0 ? 1 : 0), Is.EqualTo(lists), "a group of one is read by its id");
    }

    [Test]
    public async Task A_group_closes_a_quarter_of_a_second_after_its_first()
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.Tasks.AddRange(new[] { "a", "b", "c", "d" }.Select(id => Some.Task(id, TaskState.Canceled)));
        var source = Paused([Accepted("a"), Accepted("b"), Accepted("c"), Accepted("d")], 0.1);

        await OnClockAsync(() => Client.WaitManyAsync(source, Minute).ToListAsync().AsTask());

        Assert.That(Client.Lists.Select(list => string.Join(',', list.Filter.Filter.Ids!)).Append(string.Join(',', Client.Reads.Select(read => read.Id))).Where(ids => ids.Length > 0), Is.EqualTo(new[] { "a,b,c", "d" }));
    }

    [Test]
    public async Task Nothing_is_asked_for_a_group_that_has_nothing_open()
    {
        var outcomes = await WaitAsync([Some.Outcome(CancellationVerdict.Canceled, "a"), Some.Outcome(CancellationVerdict.NotFound, "b")]);

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "a: Canceled", "b: NotFound" }));
        Assert.That((Client.RequestCount, Now), Is.EqualTo((0, 0.0)));
    }

    [Test]
    public async Task The_deadline_counts_for_each_group_from_when_its_wait_begins_and_groups_wait_at_once()
    {
        Client.Tasks.AddRange([Some.Task("a"), Some.Task("b")]);
        var source = Paused([Accepted("a"), Accepted("b")], 30);
        var at = new List<double>();

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.WaitManyAsync(source, Minute).ConfigureAwait(false))
            {
                at.Add(Math.Round(Now));
            }

            return 0;
        });

        Assert.That(at, Is.EqualTo(new[] { 60.0, 90 }));
    }

    [Test]
    public async Task No_more_than_10000_outcomes_are_held()
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.OnList = filter => filter.Filter.Ids!.Select(id => Some.Task(id, Now < 30 ? TaskState.Running : TaskState.Canceled));
        var (read, yielded, most) = (0, 0, 0);
        IEnumerable<CancellationOutcome> Source()
        {
            for (var at = 0; at < 25_000; at++)
            {
                most = Math.Max(most, ++read - yielded);
                yield return Accepted(at);
            }
        }

        await OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.WaitManyAsync(Source().ToAsyncEnumerable(), Minute).ConfigureAwait(false))
            {
                Assert.That((outcome.Verdict, outcome.Target.Id.Value), Is.EqualTo((CancellationVerdict.Canceled, $"{yielded++}")));
            }

            return 0;
        });

        Assert.That((yielded, most), Is.EqualTo((25_000, 10_000)));
    }

    [Test]
    public async Task A_batch_and_its_wait_are_one_stream()
    {
        Client.Tasks.AddRange(Numbered(30).Select(target => Some.Task(target.Id, TaskState.Canceled)));
        RepliesTake(1);

        var outcomes = await OnClockAsync(() => Client.WaitManyAsync(Client.CancelManyAsync(Input(Numbered(30)), new BatchOptions { Window = 8 }), Minute).ToListAsync().AsTask());

        Assert.That(Lines(outcomes), Is.EqualTo(Numbered(30).Select(target => $"{target}: Canceled")));
        Assert.That(IsInputDisposed, Is.True);
    }

    [Test]
    public async Task A_source_that_throws_does_so_after_what_was_read_before()
    {
        Client.Tasks.Add(Some.Task("a", TaskState.Canceled));
        async IAsyncEnumerable<CancellationOutcome> Source()
        {
            yield return Accepted("a");
            await Task.CompletedTask;
            throw new FormatException("broke");
        }

        var outcomes = new List<CancellationOutcome>();
        Assert.ThrowsAsync<FormatException>(() => OnClockAsync(async () =>
        {
            await foreach (var outcome in Client.WaitManyAsync(Source(), Minute).ConfigureAwait(false))
            {
                outcomes.Add(outcome);
            }

            return 0;
        }));
        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "a: Canceled" }));
        await Task.CompletedTask;
    }

    [Test]
    public void The_token_ends_the_wait_and_the_batch_behind_it()
    {
        Client.Tasks.AddRange(Numbered(3).Select(target => Some.Task(target.Id)));
        using var source = new CancellationTokenSource();
        Clock.CreateTimer(_ => source.Cancel(), null, Some.Seconds(5), Timeout.InfiniteTimeSpan);
        var input = Input(Numbered(3), new Dictionary<int, double> { [2] = 3600 });

        var ended = Assert.CatchAsync<OperationCanceledException>(() => OnClockAsync(() => Client.WaitManyAsync(Client.CancelManyAsync(input), Minute, source.Token).ToListAsync(CancellationToken.None).AsTask()));

        Assert.That(ended!.CancellationToken, Is.EqualTo(source.Token));
        Assert.That(Client.Cancels, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task With_a_mocked_client_both_extensions_still_run()
    {
        var mock = new Mock<TaskClient>();
        mock.Setup(client => client.CancelManyAsync(It.IsAny<IAsyncEnumerable<TaskTarget>>(), null, It.IsAny<CancellationToken>()))
            .Returns((IAsyncEnumerable<TaskTarget> targets, BatchOptions? _, CancellationToken _) => targets.Select(target => Accepted(target.Id)));
        mock.Setup(client => client.Restore(It.IsAny<CancellationOperationState>()))
            .Returns((CancellationOperationState state) => CancellationOperation.FromReport(state.Accepted with
            {
                Outcomes = [.. state.Accepted.Outcomes.Select(outcome => outcome with { Verdict = CancellationVerdict.Canceled })],
            }));

        var outcomes = await mock.Object.WaitManyAsync(mock.Object.CancelManyAsync(new TaskId[] { 1, 2 })).ToListAsync();

        Assert.That(Lines(outcomes), Is.EqualTo(new[] { "1: Canceled", "2: Canceled" }));
    }

    [TestCase(false, 128)]
    [TestCase(true, 7)]
    [Category("Finding C13")]
    public async Task Where_a_look_goes_over_the_whole_list_as_many_as_are_held_share_it(bool whole, int lists)
    {
        Client.Can = Client.Can with { ListsByIds = true, ReadsByFullList = whole };
        Client.OnList = filter => filter.Filter.Ids!.Select(id => Some.Task(id, TaskState.Canceled));

        var outcomes = await WaitAsync(Enumerable.Range(0, 64_000).Select(at => Accepted(at)));

        Assert.That(outcomes.Select(outcome => outcome.Target.Id), Is.EqualTo(Enumerable.Range(0, 64_000).Select(at => (TaskId)at)));
        Assert.That(Client.Lists, Has.Count.EqualTo(lists));
    }

    [Test]
    [Category("Finding C12")]
    public async Task A_slow_consumer_does_not_make_groups_smaller()
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.OnList = filter => filter.Filter.Ids!.Select(id => Some.Task(id, TaskState.Canceled));

        await OnClockAsync(async () =>
        {
            await foreach (var _ in Client.WaitManyAsync(Enumerable.Range(0, 12_500).Select(at => Accepted(at)).ToAsyncEnumerable(), Minute).ConfigureAwait(false))
            {
                await Task.Delay(Some.Seconds(0.001), Clock).ConfigureAwait(false);
            }

            return 0;
        });

        Assert.That(Client.Lists, Has.Count.EqualTo(25));
    }

    [Test]
    public void Bad_arguments_are_refused_at_once()
    {
        Assert.That(() => { Client.WaitManyAsync(null!); }, Throws.ArgumentNullException);
        Assert.That(() => { TaskClientExtensions.WaitManyAsync(null!, AsyncEnumerable.Empty<CancellationOutcome>()); }, Throws.ArgumentNullException);
    }

    private static CancellationOutcome Accepted(TaskId id) => Some.Outcome(CancellationVerdict.Accepted, id);

    private async IAsyncEnumerable<CancellationOutcome> Paused(CancellationOutcome[] outcomes, double seconds)
    {
        foreach (var (at, outcome) in outcomes.Index())
        {
            await Task.Delay(Some.Seconds(at == 0 ? 0 : seconds), Clock).ConfigureAwait(false);
            yield return outcome;
        }
    }

    private Task<List<CancellationOutcome>> WaitAsync(IEnumerable<CancellationOutcome> outcomes) =>
        OnClockAsync(() => Client.WaitManyAsync(outcomes.ToAsyncEnumerable(), Minute).ToListAsync().AsTask());
}
