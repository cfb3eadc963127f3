namespace TaskCancellation.Core.Tests.Waiting;

public sealed class PlainWaitTests : WaitFixture
{
    [TestCase(TaskState.Succeeded)]
    [TestCase(TaskState.Failed)]
    [TestCase(TaskState.Canceled)]
    public async Task A_task_that_has_ended_is_returned_at_once_however_it_ended(TaskState state)
    {
        Client.ReadsGive(Some.Task("t", state));

        var task = await WaitAsync();

        Assert.That(task.State, Is.EqualTo(state));
        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0]));
    }

    [Test]
    public async Task Pauses_begin_with_the_first_delay_grow_by_half_and_are_capped()
    {
        Client.ReadsGive([.. Enumerable.Repeat(Some.Task("t"), 6), Some.Task("t", TaskState.Succeeded)]);

        await WaitAsync();

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 1, 2.5, 4.75, 8.125, 12.125, 16.125]));
    }

    [Test]
    public async Task Jitter_only_shortens_pauses_and_by_no_more_than_its_share()
    {
        Client.ReadsGive([.. Enumerable.Repeat(Some.Task("t"), 20), Some.Task("t", TaskState.Succeeded)]);

        await WaitAsync(new WaitOptions { Jitter = 0.5, FirstDelay = Some.Seconds(2), MaxDelay = Some.Seconds(2) });

        var pauses = Client.ReadSeconds.Zip(Client.ReadSeconds.Skip(1), (a, b) => b - a).ToList();
        Assert.That(pauses, Is.All.InRange(1.0, 2.0));
        Assert.That(pauses.Distinct().Count(), Is.GreaterThan(1));
    }

    [Test]
    public async Task A_hint_of_the_service_takes_the_place_of_the_pause()
    {
        Client.ReadsGive(Some.Task("t") with { PollAfter = Some.Seconds(17) }, Some.Task("t") with { PollAfter = Some.Seconds(0.5) }, Some.Task("t", TaskState.Succeeded));

        await WaitAsync();

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 17, 17.5]));
    }

    [Test]
    public async Task A_hint_of_zero_does_not_make_a_loop_without_pauses()
    {
        Client.ReadsGive(Some.Error(TaskErrorReason.Throttled, retryAfter: 0), Some.Error(TaskErrorReason.Throttled, retryAfter: 0), Some.Task("t", TaskState.Succeeded));

        await WaitAsync();

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 1, 2.5]));
    }

    [Test]
    public async Task A_first_delay_of_zero_does_not_make_a_loop_without_pauses()
    {
        Client.ReadsGive([.. Enumerable.Repeat(Some.Task("t"), 4), Some.Task("t", TaskState.Succeeded)]);

        await WaitAsync(Scripted.Exactly with { FirstDelay = TimeSpan.Zero });

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 0, 1, 2.5, 4.75]));
    }

    [Test]
    public void The_last_look_falls_on_the_deadline()
    {
        Client.ReadsGive(Some.Task("t"));

        var error = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(3)));

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 1, 2.5, 3]));
        Assert.That(error.LastSnapshot, Is.EqualTo(Some.Task("t")));
        Assert.That(error.InnerException, Is.Null);
        Assert.That(error.Message, Does.Contain("Running"));
    }

    [Test]
    public void A_time_out_of_zero_looks_once()
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(0)));

        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0]));
    }

    [Test]
    public void A_wait_whose_hint_lies_past_the_deadline_ends_at_once()
    {
        Client.ReadsGive(Some.Task("t") with { PollAfter = Some.Seconds(30) });

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(10)));

        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0]));
        Assert.That(Now, Is.Zero);
    }

    [TestCase(20)]
    [TestCase(100_000_000)]
    [Category("Finding K2")]
    public async Task A_refusal_to_be_asked_so_soon_puts_off_the_last_look_to_the_deadline_at_most(double retryAfter)
    {
        Client.ReadsGive(Some.Task("t"), Some.Error(TaskErrorReason.Throttled, retryAfter: retryAfter), Some.Task("t", TaskState.Succeeded));

        Assert.That((await OnClockAsync(() => Client.WaitForCompletionAsync("t", Within(9)))).State, Is.EqualTo(TaskState.Succeeded));

        Assert.That((Client.Reads.Count, Client.ReadSeconds.Last()), Is.EqualTo((3, 9.0)));
    }

    [Test]
    public void A_hint_that_falls_on_the_deadline_is_taken()
    {
        Client.ReadsGive(Some.Task("t") with { PollAfter = Some.Seconds(5) });

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(10)));

        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0, 5, 10]));
    }

    [Test]
    public async Task Without_a_deadline_a_wait_lasts_as_long_as_the_task()
    {
        Client.OnRead = (_, _, _) => Task.FromResult<TaskSnapshot?>(Some.Task("t", Now >= 7200 ? TaskState.Succeeded : TaskState.Running));

        await WaitAsync(Within(0) with { Timeout = Timeout.InfiniteTimeSpan, MaxDelay = Some.Seconds(600) });

        Assert.That(Now, Is.GreaterThanOrEqualTo(7200));
    }

    [Test]
    public async Task The_time_out_of_the_service_holds_unless_told_otherwise()
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync());
        Assert.That(Now, Is.InRange(60, 60.2));

        Client.ReadsGive(Some.Task("t", TaskState.Succeeded));
        Assert.That(await WaitAsync(), Is.Not.Null);
    }

    [Test]
    public async Task A_time_out_longer_than_a_timer_can_be_is_no_error([Values(60, 10_000_000)] int days)
    {
        Client.ReadsGive(Some.Task("t"), Some.Task("t", TaskState.Succeeded));

        var task = await WaitAsync(Scripted.Exactly with { Timeout = TimeSpan.FromDays(days) });

        Assert.That(task.State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    public async Task A_hint_longer_than_a_timer_can_be_is_no_error()
    {
        Client.ReadsGive(Some.Task("t") with { PollAfter = TimeSpan.FromDays(120) }, Some.Task("t", TaskState.Succeeded));

        await OnClockAsync(() => Client.WaitForCompletionAsync("t", Scripted.Exactly with { Timeout = Timeout.InfiniteTimeSpan }), TimeSpan.FromDays(400));

        Assert.That(Client.Reads.Select(read => read.At.TotalDays), Is.EqualTo([0, 120]));
    }

    [Test]
    public async Task Passing_read_errors_are_waited_out()
    {
        Client.ReadsGive(Some.Error(), Some.Error(TaskErrorReason.Timeout), Some.Error(TaskErrorReason.Throttled, retryAfter: 20), Some.Error(TaskErrorReason.Connection), Some.Task("t", TaskState.Failed));

        var task = await WaitAsync();

        Assert.That(task.State, Is.EqualTo(TaskState.Failed));
        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 1, 2.5, 22.5, 25.875]));
    }

    [Test]
    public void A_passing_read_error_at_the_deadline_is_the_inner_exception()
    {
        var failure = Some.Error(TaskErrorReason.Connection);
        Client.ReadsGive(Some.Task("t", TaskState.Pending), failure);

        var error = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(2)));

        Assert.That(error.InnerException, Is.SameAs(failure));
        Assert.That(error.LastSnapshot?.State, Is.EqualTo(TaskState.Pending));
    }

    [Test]
    public void A_task_never_seen_is_said_to_be_so_at_the_deadline()
    {
        Client.ReadsGive(Some.Error());

        var error = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(2)));

        Assert.That(error.LastSnapshot, Is.Null);
        Assert.That(error.Message, Does.Contain("not seen at all"));
    }

    [TestCase(TaskErrorReason.Authentication)]
    [TestCase(TaskErrorReason.InvalidRequest)]
    public void A_read_error_that_repeating_does_not_mend_ends_the_wait(TaskErrorReason kind)
    {
        var failure = Some.Error(kind);
        Client.ReadsGive(Some.Task("t"), failure);

        Assert.That(() => WaitAsync(), Throws.Exception.SameAs(failure));
        Assert.That(Client.Reads, Has.Count.EqualTo(2));
    }

    [Test]
    [Category("Finding A12")]
    public async Task An_answer_that_is_not_the_services_is_waited_out_once_the_task_was_seen()
    {
        Client.ReadsGive(Some.Task("t"), Some.Error(TaskErrorReason.Protocol), Some.Task("t", TaskState.Succeeded));

        Assert.That((await WaitAsync()).State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    [Category("Finding A12")]
    public void Such_an_answer_is_told_at_the_deadline()
    {
        var foreign = Some.Error(TaskErrorReason.Protocol);
        Client.ReadsGive(Some.Task("t"), foreign);

        var late = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(3)));

        Assert.That((late.LastSnapshot, late.InnerException), Is.EqualTo((Some.Task("t"), foreign)));
    }

    [Test]
    [Category("Finding A12")]
    public void As_the_very_first_answer_it_ends_the_wait()
    {
        var foreign = Some.Error(TaskErrorReason.Protocol);
        Client.ReadsGive(foreign, Some.Task("t"));

        Assert.That(() => WaitAsync(), Throws.Exception.SameAs(foreign));
    }

    [Test]
    [Category("Finding E3")]
    public void Another_task_under_an_id_that_was_seen_is_no_end_of_ours([Values] bool byTime)
    {
        Client.Can = Client.Can with { ReusesIds = true };
        var seen = Some.Task("t", kind: "reindex") with { EnqueuedAt = Some.Noon, StartedAt = Some.Noon };
        Client.ReadsGive(seen, seen with { State = TaskState.Succeeded, Kind = byTime ? "reindex" : "delete", EnqueuedAt = byTime ? Some.Noon.AddTicks(1) : Some.Noon });

        Assert.That(Assert.ThrowsAsync<TaskNotFoundException>(() => WaitAsync()).LastSnapshot, Is.EqualTo(seen));
    }

    [Test]
    public async Task A_task_that_went_back_to_the_queue_and_started_again_is_the_same()
    {
        Client.Can = Client.Can with { ReusesIds = true };
        var seen = Some.Task("t", kind: "k") with { EnqueuedAt = Some.Noon, StartedAt = Some.Noon };
        Client.ReadsGive(seen, seen with { State = TaskState.Pending, StartedAt = null }, seen with { State = TaskState.Succeeded, StartedAt = Some.Noon.AddSeconds(9) });

        Assert.That((await WaitAsync()).State, Is.EqualTo(TaskState.Succeeded));
    }

    [Test]
    public void A_task_that_is_not_known_is_not_found()
    {
        Client.ReadsGive([null]);

        var error = Assert.ThrowsAsync<TaskNotFoundException>(() => WaitAsync());

        Assert.That((error.Id, error.LastSnapshot), Is.EqualTo((new TaskId("t"), default(TaskSnapshot))));
        Assert.That(error.Message, Does.Contain("does not know"));
    }

    [Test]
    public void A_task_that_vanishes_is_not_found_and_its_last_snapshot_is_kept()
    {
        Client.ReadsGive(Some.Task("t"), null);

        var error = Assert.ThrowsAsync<TaskNotFoundException>(() => WaitAsync());

        Assert.That(error.LastSnapshot, Is.EqualTo(Some.Task("t")));
        Assert.That(error.Message, Does.Contain("no longer knows"));
    }

    [Test]
    public async Task An_unknown_state_is_polled_on()
    {
        var odd = Some.Task("t", TaskState.Unknown) with { RawState = "hibernating" };
        Client.ReadsGive(odd, odd, Some.Task("t", TaskState.Succeeded));

        Assert.That((await WaitAsync()).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Client.Reads, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_move_backwards_is_waited_through()
    {
        Client.ReadsGive(Some.Task("t"), Some.Task("t", TaskState.Pending), Some.Task("t"), Some.Task("t", TaskState.Succeeded));

        Assert.That((await WaitAsync()).State, Is.EqualTo(TaskState.Succeeded));
        Assert.That(Client.Reads, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Two_looks_are_never_closer_than_the_service_allows()
    {
        PaceIs(firstDelay: 1, minInterval: 10);
        Client.ReadsGive(Some.Task("t"), Some.Task("t") with { PollAfter = Some.Seconds(2) }, Some.Task("t", TaskState.Succeeded));

        await WaitAsync();

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 10, 20]));
    }

    [Test]
    public void Not_even_for_a_last_look_at_the_deadline()
    {
        PaceIs(firstDelay: 12, maxDelay: 12, minInterval: 10);
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(15)));

        Assert.That(Client.ReadSeconds, Is.EqualTo([0, 12]));
        Assert.That(Now, Is.EqualTo(12), "there was nothing left to wait for");
    }

    [TestCase(1)]
    [TestCase(500)]
    [TestCase(100_000)]
    [Category("Finding C7")]
    public void However_small_the_longest_pause_is_there_are_ten_milliseconds_between_two_looks(long ticks)
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(0.5) with { MaxDelay = TimeSpan.FromTicks(ticks) }));

        var pauses = Client.ReadSeconds.Zip(Client.ReadSeconds.Skip(1), (a, b) => b - a).ToList();
        Assert.That(Client.Reads, Has.Count.LessThanOrEqualTo(52));
        Assert.That(pauses.SkipLast(1), Is.All.GreaterThanOrEqualTo(0.01 - 1e-9));
    }

    [Test]
    [Category("Finding C7")]
    public void Nor_does_jitter_make_pauses_shorter([Range(1, 3)] int run)
    {
        Client.ReadsGive(Some.Task("t"));

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(0.5) with { FirstDelay = TimeSpan.FromTicks(1), MaxDelay = Some.Seconds(0.02), Jitter = 1 }), $"{run}");

        Assert.That(Client.Reads, Has.Count.LessThanOrEqualTo(52));
    }

    [Test]
    public void A_read_that_hangs_is_given_up_five_seconds_after_the_deadline_and_not_tried_again()
    {
        Client.ReadsHang(from: 1);

        var error = Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(3)));

        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0, 1]));
        Assert.That(Now, Is.InRange(8, 8.2));
        Assert.That(error.InnerException, Is.InstanceOf<TaskRequestException>().With.Property("Reason").EqualTo(TaskErrorReason.Timeout).And.InnerException.InstanceOf<TimeoutException>());
    }

    [Test]
    public void No_look_begins_after_the_deadline()
    {
        Client.OnRead = async (_, nth, token) =>
        {
            await Task.Delay(nth == 0 ? TimeSpan.Zero : Some.Seconds(4), Clock, token);
            return Some.Task("t");
        };

        Assert.ThrowsAsync<TaskWaitTimeoutException>(() => WaitAsync(Within(3)));

        Assert.That(Client.ReadSeconds, Is.EqualTo([0.0, 1]));
    }

    [Test]
    public void A_token_ends_the_wait_and_nothing_else()
    {
        using var source = new CancellationTokenSource(Some.Seconds(2), Clock);
        Client.ReadsGive(Some.Task("t"));

        Assert.That(() => WaitAsync(token: source.Token), Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(source.Token));
        Assert.That(Client.Cancels, Is.Empty);
        Assert.That(Client.ReadSeconds.First(), Is.Zero);
    }

    [Test]
    public void A_token_ends_a_read_that_hangs()
    {
        using var source = new CancellationTokenSource(Some.Seconds(2), Clock);
        Client.ReadsHang();

        Assert.That(() => WaitAsync(token: source.Token), Throws.InstanceOf<OperationCanceledException>().With.Property(nameof(OperationCanceledException.CancellationToken)).EqualTo(source.Token));
    }
}
