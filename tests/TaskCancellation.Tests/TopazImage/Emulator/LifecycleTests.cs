using TaskCancellation.Testing.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Emulator;

public class LifecycleTests : EmulatorTest
{
    [TestCase("Completed", 100)]
    [TestCase("Failed", 99)]
    [Category("TZ-11.29")]
    public async Task A_job_runs_by_the_clock(string end, int progress)
    {
        var id = Emulator.Add(new() { State = "Pending", StartDelay = Seconds(10), RunDuration = Seconds(100), Ending = end });
        Advance(9);
        Assert.That(await Seen(id), Is.EqualTo(("Pending", 0, Begin)));
        Advance(1);
        Assert.That(await Seen(id), Is.EqualTo(("Processing", 0, Begin + 10)));
        Advance(99.5);
        Assert.That(await Seen(id), Is.EqualTo(("Processing", 99, Begin + 10)));
        Advance(1000);
        Assert.That(await Seen(id), Is.EqualTo((end, progress, Begin + 110)));
    }

    [Test, Category("TZ-11.29")]
    public async Task What_was_due_since_a_jobs_creation_has_happened()
    {
        var id = Emulator.Add(new() { State = "Pending", CreatedAt = At(-100), StartDelay = Seconds(10), RunDuration = Seconds(30) });
        Assert.That(await Seen(id), Is.EqualTo(("Completed", 100, Begin - 60)));
    }

    [Test, Category("TZ-11.30"), Category("Inferred")]
    public async Task Attempts_that_go_wrong_step_back()
    {
        var id = Emulator.Add(new() { StartDelay = Seconds(5), RunDuration = Seconds(20), FailedAttempts = 2, Ending = "Failed" });
        Advance(19);
        Assert.That((await Seen(id), Row(id).Eta), Is.EqualTo((("Processing", 95, Begin), At(20))));
        Advance(1);
        Assert.That((await Seen(id), Row(id).Eta), Is.EqualTo((("Pending", 0, Begin + 20), At(45))));
        Advance(10);
        Assert.That((await Seen(id), Row(id).Attempt), Is.EqualTo((("Processing", 25, Begin + 25), 2)));
        Advance(60);
        Assert.That((await Seen(id), Row(id).Attempt), Is.EqualTo((("Failed", 99, Begin + 70), 3)));
    }

    [Test, Category("TZ-11.30")]
    public async Task A_cancel_voids_what_was_planned()
    {
        var pending = Emulator.Add(new() { State = "Pending", StartDelay = Seconds(5), RunDuration = Seconds(20) });
        var processing = Emulator.Add(new() { RunDuration = Seconds(20), FailedAttempts = 1 });
        await Cancel(pending);
        await Cancel(processing);
        Advance(100);
        Assert.That((await Status(pending), await Status(processing)), Is.EqualTo(("Cancelled", "Cancelled")));
    }

    [Test, Category("TZ-11.31")]
    public async Task A_held_job_waits_for_its_release()
    {
        var id = Emulator.Add(new() { State = "Pending", StartDelay = Seconds(5), RunDuration = Seconds(20) });
        Emulator.Hold(id);
        Advance(50);
        Assert.That(await Status(id), Is.EqualTo("Pending"));
        Emulator.Release(id);
        Assert.That(await Status(id), Is.EqualTo("Processing"));
        Emulator.Hold(id, At(60));
        Advance(100);
        Assert.That((await Status(id), Row(id).Progress), Is.EqualTo(("Processing", 99)));
        Assert.That((await Cancel(id)).Status, Is.EqualTo(204));
        Emulator.Release(id);
        Assert.That(await Status(id), Is.EqualTo("Cancelled"));
    }

    [TestCase(false)]
    [TestCase(true)]
    [Category("TZ-11.31")]
    public async Task Hooks_act_at_once_or_at_an_instant(bool later)
    {
        var ids = Enumerable.Range(0, 5).Select(number => Emulator.Add(new() { State = number == 0 ? "Pending" : "Processing" })).ToArray();
        DateTimeOffset? at = later ? At(30) : null;
        Emulator.Start(ids[0], at);
        Emulator.Finish(ids[1], at);
        Emulator.Fail(ids[2], at: at);
        Emulator.Requeue(ids[3], at);
        Emulator.Remove(ids[4], at);
        if (later)
        {
            Advance(29);
            Assert.That(Emulator.Rows.Select(row => row.State), Is.EqualTo(new[] { "Pending", "Processing", "Processing", "Processing", "Processing" }));
            Advance(10);
        }

        Assert.That(Emulator.Rows.Select(row => (row.State, row.UpdatedAt)), Is.EqualTo(new[] { "Processing", "Completed", "Failed", "Pending" }.Select(status => (status, at ?? At(0)))));
        Assert.That((await Get($"status/{ids[4]}")).Status, Is.EqualTo(404));
    }

    [Test, Category("TZ-11.31")]
    public async Task An_ended_job_stays_as_it_is_unless_its_status_is_set()
    {
        var id = Emulator.Add();
        Emulator.Fail(id);
        Emulator.Finish(id);
        Emulator.Requeue(id);
        Assert.That(await Status(id), Is.EqualTo("Failed"));
        Emulator.SetState(id, "Restoring", At(5));
        Advance(5);
        Assert.That(await Status(id), Is.EqualTo("Restoring"));
    }

    [Test, Category("TZ-11.31")]
    public void Ids_are_the_same_in_every_run()
    {
        using var other = new TopazImageEmulator(Clock);
        using var seeded = new TopazImageEmulator(Clock, seed: 2);
        var id = Emulator.Add();
        Assert.That(Guid.TryParseExact(id, "D", out _), Is.True);
        Assert.That(other.Add(), Is.EqualTo(id));
        Assert.That(seeded.Add(), Is.Not.EqualTo(id));
    }

    [TestCase(true, 1000)]
    [TestCase(false, 996)]
    [Category("TZ-11.37"), Category("Inferred")]
    public async Task Credits_are_reserved_spent_and_released(bool refunds, int afterCancel)
    {
        Emulator.RefundsCanceledJobs = refunds;
        var id = Emulator.Add(new() { Credits = 4 });
        AssertAnswer(await Balance(), 200, """{"available_credits":996,"reserved_credits":4,"total_credits":1000}""");
        await Cancel(id);
        AssertAnswer(await Balance(), 200, $$"""{"available_credits":{{afterCancel}},"reserved_credits":0,"total_credits":{{afterCancel}}}""");
        Emulator.SetCredits(110);
        var done = Emulator.Add(new() { Credits = 10 });
        AssertAnswer(await Balance(), 200, """{"available_credits":100,"reserved_credits":10,"total_credits":110}""");
        Emulator.Finish(done);
        Assert.That(Emulator.GetCredits(), Is.EqualTo(new TopazImageCredits(100, 0)));
    }

    [Test, Category("TZ-11.37"), Category("Inferred")]
    public void A_removed_job_costs_nothing()
    {
        Emulator.Remove(Emulator.Add(new() { Credits = 4, RunDuration = Seconds(60) }));
        Advance(60);
        Assert.That(Emulator.GetCredits(), Is.EqualTo(new TopazImageCredits(1000, 0)));
    }

    private Task<Answer> Balance() => Get("/account/v1/credits/balance");

    private async Task<(string Status, int Progress, long Modified)> Seen(string id)
    {
        var job = (await Get($"status/{id}")).Json;
        return (job["status"]!.GetValue<string>(), job["progress"]!.GetValue<int>(), job["modification_time"]!.GetValue<long>());
    }
}
