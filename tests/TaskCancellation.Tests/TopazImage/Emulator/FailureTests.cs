using TaskCancellation.Testing;
using TaskCancellation.Testing.TopazImage;

namespace TaskCancellation.Tests.TopazImage.Emulator;

public class FailureTests : EmulatorTest
{
    [TestCase(TopazImageErrorBody.WithCode, """{"code":409,"message":"Job cannot be cancelled in its current state."}""", "application/json")]
    [TestCase(TopazImageErrorBody.WithoutCode, """{"message":"Job cannot be cancelled in its current state."}""", "application/json")]
    [TestCase(TopazImageErrorBody.Empty, "", null)]
    [Category("TZ-11.26")]
    public async Task A_refusal_has_one_of_these_bodies(TopazImageErrorBody kind, string body, string? contentType)
    {
        Emulator.ErrorBody = kind;
        var answer = await Cancel(Emulator.Add(new() { State = "Completed" }));
        Assert.That((answer.Status, answer.Body, answer.Headers.GetValueOrDefault("Content-Type")), Is.EqualTo((409, body, contentType)));
    }

    [Test, Category("TZ-11.26"), Category("Inferred")]
    public async Task A_refusal_can_be_the_page_of_a_proxy()
    {
        Emulator.ErrorBody = TopazImageErrorBody.Html;
        var answer = await Cancel(UnknownJob);
        Assert.That((answer.Status, answer.Headers["Content-Type"]), Is.EqualTo((404, "text/html")));
        Assert.That(answer.Body, Does.StartWith("<html>"));
    }

    [Test, Category("TZ-11.26")]
    public async Task Messages_can_be_scrambled()
    {
        Emulator.ScrambleInferred = true;
        AssertAnswer(await Cancel(UnknownJob), 404, Error(404, ".dnuof ton boJ"));
        AssertAnswer(await Get("status", key: null), 401, Error(401, "dezirohtuanU"));
    }

    [Test, Category("TZ-11.27")]
    public async Task Under_load_it_is_429_without_a_hint_and_nothing_is_done()
    {
        var id = Emulator.Add();
        Emulator.IsOverloaded = true;
        Emulator.ErrorBody = TopazImageErrorBody.WithoutCode;
        var answer = await Cancel(id);
        AssertAnswer(answer, 429, """{"message":"Too Many Requests"}""");
        Assert.That(answer.Headers.Keys, Is.EquivalentTo(new[] { "Date", "Content-Type", "Content-Length" }));
        Assert.That((Row(id).State, Row(id).CancelCount), Is.EqualTo(("Processing", 0)));
    }

    [Test, Category("TZ-11.27"), Category("Inferred")]
    public async Task Over_the_limit_it_is_429_for_that_account_until_the_window_ends()
    {
        Emulator.RateLimit = new TopazImageRateLimit(2, Seconds(60));
        Emulator.RetryAfter = Seconds(30);
        Emulator.AddUser(new() { Name = "second-key" });
        Emulator.AddUser(new() { Name = "other-key", Account = "other" });
        Assert.That(((await Get("status")).Status, (await Get("status", "second-key")).Status), Is.EqualTo((200, 200)));
        Assert.That((await Get("status", "nonsense")).Status, Is.EqualTo(401));
        var answer = await Get("status");
        AssertAnswer(answer, 429, Error(429, "Too Many Requests"));
        Assert.That(answer.Headers["Retry-After"], Is.EqualTo("30"));
        Assert.That((await Get("status", "other-key")).Status, Is.EqualTo(200));
        Advance(60);
        Assert.That((await Get("status")).Status, Is.EqualTo(200));
    }

    [Test, Category("TZ-11.28")]
    public async Task A_server_fault_is_500_and_nothing_is_done()
    {
        var id = Emulator.Add();
        Emulator.HasServerFault = true;
        AssertAnswer(await Cancel(id), 500, Error(500, "Internal Server Error"));
        Assert.That(Row(id).State, Is.EqualTo("Processing"));
    }

    [Test, Category("TZ-11.28")]
    public async Task A_500_or_502_can_come_after_the_cancel_was_done()
    {
        var (first, second) = (Emulator.Add(), Emulator.Add());
        Emulator.Faults.On("DELETE", first).Times(1).ActThenRespond(Emulator.ErrorReply(500));
        Emulator.Faults.On("DELETE", second).Times(1).ActThenRespond(EmulatedReply.Html(502));
        AssertAnswer(await Cancel(first), 500, Error(500, "Internal Server Error"));
        Assert.That((await Cancel(second)).Headers["Content-Type"], Is.EqualTo("text/html"));
        Assert.That((Row(first).State, Row(second).State), Is.EqualTo(("Cancelled", "Cancelled")));
        Assert.That((await Cancel(first)).Status, Is.EqualTo(409));
    }
}
