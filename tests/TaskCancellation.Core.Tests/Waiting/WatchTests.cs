namespace TaskCancellation.Core.Tests.Waiting;

public sealed class WatchTests : WaitFixture
{
    private static readonly TaskFilter Watched = Some.Kinds("k");

    [Test]
    public async Task Each_task_is_yielded_when_it_is_first_seen_and_when_it_has_changed()
    {
        Rounds([K(1, TaskState.Pending), K(2)], [K(1), K(2)], [K(1), K(2), K(3)], []);
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(K(id, id == 2 ? TaskState.Failed : TaskState.Succeeded));

        Assert.That(await WatchAsync(), Is.EqualTo(["1 Pending", "2 Running", "1 Running", "3 Running", "1 Succeeded", "2 Failed", "3 Succeeded"]));
        Assert.That(Client.Lists.Select(list => list.At.TotalSeconds), Is.EqualTo([0, 1, 2.5, 4.75]));
        Assert.That(Client.Reads, Has.Count.EqualTo(3), "only what the list no longer shows is read");
    }

    [Test]
    public async Task A_stream_that_is_enumerated_again_begins_anew()
    {
        Client.Tasks.Add(K(1, TaskState.Succeeded));
        var watch = Client.WatchAsync(new TaskFilter { Ids = [1] }, Scripted.Exactly);

        Assert.That(await watch.ToListAsync(), Is.EqualTo([K(1, TaskState.Succeeded)]));
        Assert.That(await watch.ToListAsync(), Is.EqualTo([K(1, TaskState.Succeeded)]));
    }

    [Test]
    public async Task Where_nothing_is_unfinished_the_watch_ends_at_once()
    {
        Client.Tasks.Add(K(1, TaskState.Succeeded));

        Assert.That(await WatchAsync(), Is.Empty);
        Assert.That((Client.Lists.Count, Client.Reads.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task Ended_tasks_are_shown_once_if_they_are_named()
    {
        Client.Tasks.AddRange([K(1, TaskState.Succeeded), K(2)]);
        Client.OnList = _ => Client.Lists.Count < 3 ? Client.Tasks : [K(1, TaskState.Succeeded), K(2, TaskState.Canceled)];

        Assert.That(await WatchAsync(new TaskFilter { Ids = [1, 2] }), Is.EqualTo(["1 Succeeded", "2 Running", "2 Canceled"]));
    }

    [Test]
    public async Task A_task_that_leaves_the_filter_unfinished_is_followed_to_its_end()
    {
        Rounds([K(1, TaskState.Pending)], []);
        Client.OnRead = (id, nth, _) => Task.FromResult<TaskSnapshot?>(K(id, nth < 2 ? TaskState.Running : TaskState.Succeeded));

        Assert.That(await WatchAsync(Watched with { States = [TaskState.Pending] }), Is.EqualTo(["1 Pending", "1 Running", "1 Succeeded"]));
    }

    [Test]
    public async Task Those_that_left_are_read_by_one_list_where_the_service_can()
    {
        Client.Can = Client.Can with { ListsByIds = true };
        Client.OnList = list => list.Filter.Ids is { } ids ? ids.Select(id => K(id, TaskState.Succeeded)) : Client.Lists.Count == 1 ? [K(1), K(2)] : [];

        Assert.That(await WatchAsync(), Is.EqualTo(["1 Running", "2 Running", "1 Succeeded", "2 Succeeded"]));
        Assert.That((Client.Lists.Count, Client.Reads.Count), Is.EqualTo((3, 0)));
    }

    [Test]
    public async Task What_vanishes_or_has_become_another_task_is_dropped([Values] bool becomesAnother)
    {
        Client.Can = Client.Can with { ReusesIds = true };
        Rounds([K(1)], []);
        Client.OnRead = (id, _, _) => Task.FromResult(becomesAnother ? Some.Task(id, kind: "other") : null);

        Assert.That(await WatchAsync(), Is.EqualTo(["1 Running"]));
    }

    [Test]
    public async Task Protected_kinds_are_not_watched_unless_they_are_named()
    {
        Client.Can = Client.Can with { ProtectedKinds = ["guard"] };
        Client.OnList = _ => Client.Lists.Count == 1 ? [Some.Task(1, kind: "guard"), K(2)] : [];
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task(id, TaskState.Succeeded));

        Assert.That(await WatchAsync(TaskFilter.All), Is.EqualTo(["2 Running", "2 Succeeded"]));
    }

    [Test]
    public void At_the_deadline_the_watch_ends_with_an_exception_and_no_further_list()
    {
        Rounds([K(1)]);

        var late = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WatchAsync(options: Within(3)));

        Assert.That(late.LastSnapshot, Is.EqualTo(K(1)));
        Assert.That(late.Message, Does.Contain("1 of the watched"));
        Assert.That(Client.Lists.Select(list => list.At.TotalSeconds), Is.EqualTo([0, 1, 2.5, 3]));
    }

    [Test]
    public void A_watch_that_runs_out_says_why_the_last_read_failed()
    {
        Client.OnList = _ => Client.Lists.Count == 1 ? [K(1)] : throw Some.Error(TaskErrorReason.ServerError);

        var late = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WatchAsync(options: Within(3)));

        Assert.That(late.Message, Does.Contain("; the last read failed: scripted ServerError. The wait"));
    }

    [Test]
    public async Task Passing_failures_are_waited_out_and_lose_nothing()
    {
        Client.OnList = _ => Client.Lists.Count switch
        {
            1 => [K(1)],
            2 => throw Some.Error(TaskErrorReason.Throttled, retryAfter: 10),
            _ => [],
        };
        Client.OnRead = (id, nth, _) => nth == 0 ? Task.FromException<TaskSnapshot?>(Some.Error(retryAfter: 5)) : Task.FromResult<TaskSnapshot?>(K(id, TaskState.Succeeded));

        Assert.That(await WatchAsync(), Is.EqualTo(["1 Running", "1 Succeeded"]));
        Assert.That(Client.Lists.Select(list => list.At.TotalSeconds), Is.EqualTo([0.0, 1, 11, 16]));
    }

    [Test]
    [Category("Finding D1")]
    public async Task A_first_list_that_fails_in_passing_is_no_list_of_nothing()
    {
        Client.OnList = _ => Client.Lists.Count switch { 1 => throw Some.Error(), 2 => [K(1)], _ => [] };
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(K(id, TaskState.Succeeded));

        Assert.That(await WatchAsync(), Is.EqualTo(["1 Running", "1 Succeeded"]));
    }

    [Test]
    [Category("Finding A12")]
    public async Task An_answer_that_is_not_the_services_is_waited_out_after_a_first_list()
    {
        Client.OnList = _ => Client.Lists.Count switch { 1 => [K(1)], 2 => throw Some.Error(TaskErrorReason.Protocol), _ => [] };
        Client.OnRead = (id, nth, _) => nth == 0 ? Task.FromException<TaskSnapshot?>(Some.Error(TaskErrorReason.Protocol)) : Task.FromResult<TaskSnapshot?>(K(id, TaskState.Succeeded));

        Assert.That(await WatchAsync(), Is.EqualTo(["1 Running", "1 Succeeded"]));
    }

    [Test]
    [Category("Finding A12")]
    public void As_the_very_first_answer_it_ends_the_watch()
    {
        var foreign = Some.Error(TaskErrorReason.Protocol);
        Client.OnList = _ => throw foreign;

        Assert.That(() => WatchAsync(), Throws.Exception.SameAs(foreign));
    }

    [Test]
    public void A_failure_that_repeating_does_not_mend_ends_the_watch_after_what_was_seen([Values] bool ofTheList)
    {
        var failure = Some.Error(TaskErrorReason.Authorization);
        Client.OnList = _ => Client.Lists.Count == 1 ? [K(1), K(2)] : ofTheList ? throw failure : [K(3)];
        Client.OnRead = (id, _, _) => id == 1 ? Task.FromException<TaskSnapshot?>(failure) : Task.FromResult<TaskSnapshot?>(K(id, TaskState.Succeeded));
        var seen = new List<string>();

        Assert.That(() => WatchAsync(seen: seen), Throws.Exception.SameAs(failure));
        Assert.That(seen, Is.EqualTo(ofTheList ? ["1 Running", "2 Running"] : new[] { "1 Running", "2 Running", "3 Running", "2 Succeeded" }));
    }

    [Test]
    public async Task Hints_and_the_least_interval_are_respected()
    {
        PaceIs(firstDelay: 1, minInterval: 10);
        Rounds([K(1) with { PollAfter = Some.Seconds(25) }, K(2) with { PollAfter = Some.Seconds(20) }], [K(1)], []);
        Client.OnRead = (id, _, _) => Task.FromResult<TaskSnapshot?>(K(id, TaskState.Succeeded));

        await WatchAsync();

        Assert.That(Client.Lists.Select(list => list.At.TotalSeconds), Is.EqualTo([0.0, 20, 30]));
    }

    [Test]
    public async Task A_filter_that_can_match_nothing_asks_nothing()
    {
        Assert.That(await WatchAsync(new TaskFilter { Scopes = ["nowhere"] }), Is.Empty);
        Assert.That(Client.RequestCount, Is.Zero);
    }

    [Test]
    public async Task Leaving_the_enumeration_asks_nothing_more()
    {
        Rounds([K(1), K(2)]);

        await OnClockAsync(async () => await Client.WatchAsync(Watched).FirstAsync());
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.That((Client.Lists.Count, Timers.Left), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Bad_arguments_are_refused_at_once()
    {
        Assert.That(() => { Client.WatchAsync(null!); }, Throws.ArgumentNullException);
        Assert.That(() => { Client.WatchAsync(new TaskFilter { Kinds = [] }); }, Throws.InstanceOf<UnsafeFilterException>());
        Assert.That(() => { Client.WatchAsync(new TaskFilter { Ids = ["!"] }); }, Throws.ArgumentException);
        Assert.That(Client.RequestCount, Is.Zero);
    }

    private static TaskSnapshot K(TaskId id, TaskState state = TaskState.Running) => Some.Task(id, state, "k");

    /// <summary>What one list after the other shows; the last one stays.</summary>
    private void Rounds(params IReadOnlyList<TaskSnapshot>[] lists) => Client.OnList = _ => lists[Math.Min(Client.Lists.Count, lists.Length) - 1];

    private Task<List<string>> WatchAsync(TaskFilter? filter = null, WaitOptions? options = null, List<string>? seen = null) => OnClockAsync(async () =>
    {
        var all = seen ?? [];
        await foreach (var task in Client.WatchAsync(filter ?? Watched, options ?? Scripted.Exactly))
        {
            all.Add($"{task.Id} {task.State}");
        }

        return all;
    });
}
