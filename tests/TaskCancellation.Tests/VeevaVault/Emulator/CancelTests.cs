using TaskCancellation.Testing.VeevaVault;

namespace TaskCancellation.Tests.VeevaVault.Emulator;

public class CancelTests : EmulatorTest
{
    [Test, Category("VV-10.15"), Category("VV-10.1")]
    public async Task The_published_shape()
    {
        Add();
        Add("RUNNING");
        var answer = await CancelJson("""[ { "job_id": 5001 }, { "job_id": 5002 } ]""");
        AssertBody(answer, """
            {"responseStatus":"SUCCESS","data":[
            {"responseStatus":"SUCCESS","data":{"id":5001}},
            {"responseStatus":"FAILURE","errors":{"type":"INVALID_DATA","message":"Job [5002] is not found in QUEUED or QUEUEING state"}}]}
            """.ReplaceLineEndings(""));
        Assert.That(answer.Headers["Content-Type"], Does.StartWith("application/json"));
        Assert.That(answer.Headers["X-VaultAPI-Status"], Is.EqualTo("SUCCESS"));
    }

    [Test, Category("VV-10.15")]
    public async Task Results_come_in_the_order_of_the_request()
    {
        var (one, two, three) = (Add(), Add("RUNNING"), Add("SCHEDULED"));
        AssertBody(await Cancel(three, two, one), Items(Success(three), NotFound(two), Success(one)));
    }

    [Test, Category("VV-10.16")]
    public async Task Item_errors_have_other_shapes()
    {
        var job = Add("RUNNING");
        const string Message = "Job [5001] is not found in QUEUED or QUEUEING state";
        Emulator.ItemErrors = VeevaVaultItemErrors.AsArray;
        AssertBody(await Cancel(job), Items($$"""{"responseStatus":"FAILURE","errors":[{"type":"INVALID_DATA","message":"{{Message}}"}]}"""));
        Emulator.ItemErrors = VeevaVaultItemErrors.AsNull;
        AssertBody(await Cancel(job), Items("""{"responseStatus":"FAILURE","errors":null}"""));
        Emulator.ItemErrors = VeevaVaultItemErrors.AsMessage;
        AssertBody(await Cancel(job), Items($$"""{"responseStatus":"FAILURE","responseMessage":"{{Message}}"}"""));
    }

    [Test, Category("VV-10.17")]
    public async Task Cancelling_leads_to_cancelled_and_nowhere_else()
    {
        var job = Add();
        await Cancel(job);
        Assert.That(StatusOf(job), Is.EqualTo("CANCELLING"));
        Emulator.Finish(job);
        Emulator.Fail(job);
        Advance(0.9);
        Assert.That(StatusOf(job), Is.EqualTo("CANCELLING"));
        Advance(0.1);
        Assert.That((await Status(job)).Json["data"]!["status"]!.GetValue<string>(), Is.EqualTo("CANCELLED"));
    }

    [TestCase("SCHEDULED", true, true)]
    [TestCase("SCHEDULED", false, true)]
    [TestCase("QUEUEING", true, true)]
    [TestCase("QUEUED", true, true)]
    [TestCase("QUEUEING", false, false, Category = "VV-10.19")]
    [TestCase("QUEUED", false, false, Category = "VV-10.19")]
    [TestCase("RUNNING", true, false, Category = "Inferred")]
    [TestCase("SUCCESS", true, false, Category = "Inferred")]
    [TestCase("ERRORS_ENCOUNTERED", true, false, Category = "Inferred")]
    [TestCase("TIMEOUT", true, false, Category = "Inferred")]
    [TestCase("CANCELLING", true, false, Category = "Inferred,VV-10.22")]
    [TestCase("CANCELLED", true, false, Category = "Inferred,VV-10.22")]
    [TestCase("PAUSED", true, false, Category = "Inferred")]
    [Category("VV-10.18")]
    public async Task The_state_decides(string status, bool cancellable, bool succeeds)
    {
        var job = Emulator.Add(new() { State = status, IsCancelable = cancellable, CancelDelay = null });
        AssertBody(await Cancel(job), Items(succeeds ? Success(job) : NotFound(job)));
        Assert.That(StatusOf(job), Is.EqualTo(succeeds ? "CANCELLING" : status));
    }

    [Test, Category("VV-10.20"), Category("Inferred")]
    public async Task An_unknown_job_fails_in_either_way()
    {
        AssertBody(await Cancel(77), Items(NotFound(77)));
        Emulator.UnknownJobErrorType = "INSUFFICIENT_ACCESS";
        AssertBody(await Cancel(77), Items(NotFound(77, "INSUFFICIENT_ACCESS")));
        AssertRefused(await Status(77), "INSUFFICIENT_ACCESS");
    }

    [Test, Category("VV-10.21"), Category("Inferred")]
    public async Task A_job_named_twice_succeeds_once()
    {
        var job = Add();
        AssertBody(await Cancel(job, job), Items(Success(job), NotFound(job)));
        Assert.That(Emulator.Find(job)!.CancelCount, Is.EqualTo(2));
    }

    [Test, Category("VV-10.22"), Category("Inferred")]
    public async Task A_second_cancel_fails()
    {
        var job = Add();
        await Cancel(job);
        AssertBody(await Cancel(job), Items(NotFound(job)));
        Advance(1);
        AssertBody(await Cancel(job), Items(NotFound(job)));
    }

    [Test, Category("VV-10.24"), Category("Inferred")]
    public async Task Five_hundred_are_taken_and_one_more_is_too_many()
    {
        var ids = Enumerable.Range(0, 501).Select(_ => Add()).ToArray();
        AssertRefused(await Cancel(ids), "INVALID_DATA");
        Assert.That(Emulator.Rows.Select(row => row.State), Is.All.EqualTo("QUEUED"));
        AssertBody(await Cancel(ids[1..]), Items([.. ids[1..].Select(Success)]));
        Assert.That(StatusOf(ids[0]), Is.EqualTo("QUEUED"));
    }

    [Test, Category("VV-10.28"), Category("Inferred")]
    public async Task Results_can_be_missing()
    {
        var (one, two) = (Add(), Add());
        Emulator.DroppedResults = 1;
        AssertBody(await Cancel(one, two), Items(Success(one)));
        Assert.That(StatusOf(two), Is.EqualTo("CANCELLING"));
    }

    [Test, Category("VV-10.29"), Category("Inferred")]
    public async Task The_outer_status_stays_success_unless_told_otherwise()
    {
        var (job, other) = (Add("RUNNING"), Add());
        AssertBody(await Cancel(job), Items(NotFound(job)));
        Emulator.FailsWhenAllFail = true;
        AssertBody(await Cancel(job), Items(NotFound(job)).Replace("""{"responseStatus":"SUCCESS",""", """{"responseStatus":"FAILURE","""));
        AssertBody(await Cancel(job, other), Items(NotFound(job), Success(other)));
    }

    [TestCase("type"), TestCase("warning_type"), Category("VV-10.30")]
    public async Task Warnings_can_stand_beside_the_results(string key)
    {
        var job = Add();
        Emulator.CancelWarning = new VeevaVaultWarning("NOT_ALL", "Some more.", key);
        AssertBody(await Cancel(job), $$"""{"responseStatus":"WARNING","warnings":[{"{{key}}":"NOT_ALL","message":"Some more."}],"data":[{{Success(job)}}]}""");
    }

    [Test, Category("VV-10.31")]
    public async Task An_item_can_have_any_error()
    {
        var busy = Emulator.Add(new() { CancelError = new("OPERATION_IN_PROGRESS", "Busy.") });
        var broken = Emulator.Add(new() { CancelError = new("UNEXPECTED_ERROR", "Oops.", "EXCEPTION") });
        AssertBody(await Cancel(busy, broken), Items(
            """{"responseStatus":"FAILURE","errors":{"type":"OPERATION_IN_PROGRESS","message":"Busy."}}""",
            """{"responseStatus":"EXCEPTION","errors":{"type":"UNEXPECTED_ERROR","message":"Oops."}}"""));
        Assert.That((StatusOf(busy), StatusOf(broken)), Is.EqualTo(("QUEUED", "QUEUED")));
    }

    [Test, Category("VV-10.53")]
    public async Task A_hook_can_win_or_follow_the_race()
    {
        var (one, two) = (Add(), Emulator.Add(new() { CancelDelay = TimeSpan.FromHours(1) }));
        Emulator.BeforeCancel = ids =>
        {
            Assert.That(ids, Is.EqualTo(new[] { one, two }));
            Emulator.SetState(one, "RUNNING");
        };
        Emulator.AfterCancel = ids => Emulator.SetState(ids[1], "CANCELLED");
        AssertBody(await Cancel(one, two), Items(NotFound(one), Success(two)));
        Assert.That((StatusOf(one), StatusOf(two)), Is.EqualTo(("RUNNING", "CANCELLED")));
    }

    [Test, Category("VV-10.45"), Category("Inferred")]
    public async Task The_next_instance_of_a_recurring_job_stays()
    {
        var start = Clock.GetUtcNow().AddHours(1);
        var job = Emulator.Add(new() { State = "SCHEDULED", StartedAt = start, RecurrenceInterval = TimeSpan.FromDays(1) });
        AssertBody(await Cancel(job), Items(Success(job)));
        Advance(1);
        Assert.That(Emulator.Rows.Select(row => (row.State, row.StartedAt)), Is.EqualTo(new[] { ("CANCELLED", (DateTimeOffset?)start), ("SCHEDULED", start.AddDays(1)) }));
    }
}
