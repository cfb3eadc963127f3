using TaskCancellation.Testing.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Emulator;

public class CancelTests : EmulatorTest
{
    [TestCase("Pending", Category = "TZ-11.4")]
    [TestCase("Processing", Category = "TZ-11.4")]
    public async Task An_active_job_is_cancelled_with_204_and_nothing_else(string status)
    {
        var id = Emulator.Add(new() { State = status });
        AssertAnswer(await Cancel(id), 204, "");
        Assert.That(await Status(id), Is.EqualTo("Cancelled"));
        Assert.That(Row(id).CancelCount, Is.EqualTo(1));
    }

    [Test, Category("TZ-11.5"), Category("Inferred")]
    public async Task A_cancel_freezes_progress_and_moves_the_modification_time()
    {
        var id = Emulator.Add(new() { RunDuration = Seconds(120) });
        Advance(50.9);
        var before = Row(id);
        await Cancel(id);
        Advance(600);
        Assert.That(before.Progress, Is.EqualTo(42));
        Assert.That(Row(id), Is.EqualTo(before with { State = "Cancelled", UpdatedAt = At(50), CancelCount = 1 }));
    }

    [Test, Category("TZ-11.6"), Category("Inferred")]
    public async Task A_second_cancel_is_409_and_leaves_the_first_one_standing()
    {
        var id = Emulator.Add();
        await Cancel(id);
        var before = Row(id);
        Advance(10);
        AssertAnswer(await Cancel(id), 409, Error(409, Refused));
        Assert.That(Row(id), Is.EqualTo(before with { CancelCount = 2 }));
    }

    [TestCase(TopazImageRepeatedCancel.NotFound, 404)]
    [TestCase(TopazImageRepeatedCancel.NoContent, 204)]
    [Category("TZ-11.6"), Category("Inferred")]
    public async Task A_second_cancel_can_be_answered_otherwise(TopazImageRepeatedCancel answer, int status)
    {
        Emulator.RepeatedCancel = answer;
        var id = Emulator.Add();
        Assert.That((await Cancel(id)).Status, Is.EqualTo(204));
        Advance(10);
        Assert.That((await Cancel(id)).Status, Is.EqualTo(status));
        Assert.That((await Status(id), Row(id).UpdatedAt), Is.EqualTo(("Cancelled", At(0))));
    }

    [TestCase("Completed", Category = "TZ-11.7")]
    [TestCase("Failed", Category = "TZ-11.7")]
    [TestCase("Archived", Category = "TZ-11.7")]
    public async Task What_cannot_be_cancelled_is_409_without_a_reason(string status)
    {
        var id = Emulator.Add(new() { State = status });
        Advance(5);
        AssertAnswer(await Cancel(id), 409, Error(409, Refused));
        Assert.That((Row(id).State, Row(id).UpdatedAt), Is.EqualTo((status, At(0))));
    }

    [TestCase("Pending", 204)]
    [TestCase("Processing", 409)]
    [Category("TZ-11.8"), Category("Inferred")]
    public async Task Only_pending_jobs_may_be_cancellable(string status, int answer)
    {
        Emulator.CancelsOnlyPending = true;
        var id = Emulator.Add(new() { State = status });
        Assert.That((await Cancel(id)).Status, Is.EqualTo(answer));
        Assert.That(await Status(id), Is.EqualTo(answer == 204 ? "Cancelled" : status));
    }

    [TestCase("DELETE", "cancel/")]
    [TestCase("GET", "status/")]
    [TestCase("DELETE", "status/")]
    [TestCase("GET", "download/")]
    [TestCase("GET", "download/input/")]
    [Category("TZ-11.9")]
    public async Task Jobs_of_nobody_or_of_others_are_404(string method, string path)
    {
        var foreign = Emulator.Add(new() { Account = "other", State = "Completed" });
        AssertAnswer(await Send(new HttpMethod(method), path + UnknownJob), 404, Error(404, "Job not found."));
        AssertAnswer(await Send(new HttpMethod(method), path + foreign), 404, Error(404, "Job not found."));
        Assert.That(Row(foreign).CancelCount, Is.Zero);
    }

    [Test, Category("TZ-11.10"), Category("Inferred")]
    public async Task A_job_can_be_forgotten_by_its_cancel()
    {
        Emulator.AfterCancel = ids => Emulator.Remove(ids[0]);
        var id = Emulator.Add();
        AssertAnswer(await Cancel(id), 204, "");
        AssertAnswer(await Cancel(id), 404, Error(404, "Job not found."));
        AssertAnswer(await Get($"status/{id}"), 404, Error(404, "Job not found."));
    }

    [Test, Category("TZ-11.11"), Category("Inferred")]
    public async Task A_new_job_can_be_invisible_for_a_while()
    {
        var id = Emulator.Add(new() { VisibilityDelay = Seconds(3) });
        Advance(2);
        Assert.That(((await Cancel(id)).Status, (await Get($"status/{id}")).Status, (await Get("status")).Body), Is.EqualTo((404, 404, "[]")));
        Assert.That(Row(id).State, Is.EqualTo("Processing"));
        Advance(1);
        Assert.That(IdsOf((await Get("status")).Json), Is.EqualTo(new[] { id }));
        Assert.That((await Cancel(id)).Status, Is.EqualTo(204));
    }

    [Test, Category("TZ-11.12")]
    public async Task A_job_can_finish_just_before_the_cancel()
    {
        var id = Emulator.Add();
        Emulator.BeforeCancel = ids => Emulator.Finish(ids[0]);
        AssertAnswer(await Cancel(id), 409, Error(409, Refused));
        Assert.That(await Status(id), Is.EqualTo("Completed"));
    }

    [Test, Category("TZ-11.13")]
    public async Task What_happens_after_the_cancel_does_not_change_its_answer()
    {
        var id = Emulator.Add();
        Emulator.AfterCancel = ids => Emulator.SetState(ids[0], "Completed");
        Assert.That((await Cancel(id)).Status, Is.EqualTo(204));
        Assert.That(await Status(id), Is.EqualTo("Completed"));
    }

    [Test, Category("TZ-11.14"), Category("Inferred")]
    public async Task A_job_can_ignore_its_cancel()
    {
        var id = Emulator.Add(new() { CancelEnding = TopazImageCancelEnding.Ignored, RunDuration = Seconds(60) });
        AssertAnswer(await Cancel(id), 204, "");
        Assert.That(await Status(id), Is.EqualTo("Processing"));
        Advance(60);
        Assert.That(await Status(id), Is.EqualTo("Completed"));
    }

    [TestCase(120, "Cancelled")]
    [TestCase(5, "Completed")]
    [Category("TZ-11.15"), Category("Inferred")]
    public async Task A_cancel_can_land_late(int runsFor, string end)
    {
        var id = Emulator.Add(new() { CancelDelay = Seconds(10), RunDuration = Seconds(runsFor) });
        Assert.That((await Cancel(id)).Status, Is.EqualTo(204));
        Advance(4);
        Assert.That(await Status(id), Is.EqualTo("Processing"));
        Advance(6);
        Assert.That(await Status(id), Is.EqualTo(end));
    }

    [Test, Category("TZ-11.16")]
    public async Task A_job_can_refuse_its_cancel()
    {
        var id = Emulator.Add(new() { CancelEnding = TopazImageCancelEnding.Refused });
        AssertAnswer(await Cancel(id), 409, Error(409, Refused));
        Assert.That(await Status(id), Is.EqualTo("Processing"));
    }

    [Test, Category("TZ-11.17"), Category("Inferred")]
    public async Task Checks_are_made_in_order()
    {
        Emulator.AddUser(new() { Name = "reader", Permissions = TopazImagePermissions.Read });
        Emulator.IsOverloaded = true;
        Assert.That((await Cancel("nonsense", key: null)).Status, Is.EqualTo(401));
        Assert.That((await Cancel("nonsense", "reader")).Status, Is.EqualTo(403));
        Assert.That((await Cancel("nonsense")).Status, Is.EqualTo(429));
        Emulator.IsOverloaded = false;
        Assert.That((await Cancel("nonsense")).Status, Is.EqualTo(400));
        Assert.That((await Cancel(UnknownJob)).Status, Is.EqualTo(404));
        Assert.That((await Cancel(Emulator.Add(new() { State = "Failed" }))).Status, Is.EqualTo(409));
    }
}
