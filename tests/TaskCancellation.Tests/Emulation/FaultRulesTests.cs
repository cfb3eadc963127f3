using System.Text;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Emulation;

public sealed class FaultRulesTests
{
    private VirtualClock clock = null!;
    private CountingService service = null!;
    private HttpClient http = null!;

    [SetUp]
    public void SetUp()
    {
        clock = TestClock.Create();
        service = new CountingService(clock);
        http = service.CreateClient();
    }

    [TearDown]
    public void TearDown()
    {
        http.Dispose();
        service.Dispose();
    }

    [Test]
    public async Task Call_two_fails_with_503_then_succeeds()
    {
        service.Faults.OnCall(2).Respond(EmulatedReply.Html(503));
        int[] statuses = [await Status(), await Status(), await Status()];
        Assert.That(statuses, Is.EqualTo(new[] { 200, 503, 200 }));
        Assert.That(service.Acted, Is.EqualTo(2), "the service never saw the second");
    }

    [Test]
    public async Task The_first_rule_that_applies_wins_and_a_spent_one_lets_the_next_have_its_turn()
    {
        service.Faults.On("GET", "/a").Times(1).Respond(EmulatedReply.Empty(500));
        service.Faults.Always().Respond(EmulatedReply.Empty(502));
        int[] statuses = [await Status("a"), await Status("a"), await Status("b")];
        Assert.That(statuses, Is.EqualTo(new[] { 500, 502, 502 }));
        service.Faults.Clear();
        Assert.That(await Status(), Is.EqualTo(200));
    }

    [Test]
    public void A_refused_connection_and_a_reset_differ_in_what_the_service_saw()
    {
        service.Faults.OnCall(1).Refuse();
        service.Faults.OnCall(2).ResetBeforeActing();
        service.Faults.OnCall(3).ResetAfterActing();
        Assert.That(Assert.ThrowsAsync<HttpRequestException>(() => Status())!.HttpRequestError, Is.EqualTo(HttpRequestError.ConnectionError));
        Assert.ThrowsAsync<HttpRequestException>(() => Status());
        Assert.That(service.Acted, Is.Zero);
        Assert.ThrowsAsync<HttpRequestException>(() => Status());
        Assert.That(service.Acted, Is.EqualTo(1));
    }

    [Test]
    public async Task A_duplicate_is_acted_on_twice_and_answered_with_the_first_reply()
    {
        service.Faults.Always().Duplicate();
        Assert.That(await http.GetStringAsync(new Uri("x", UriKind.Relative)), Is.EqualTo("reply 1"));
        Assert.That(service.Acted, Is.EqualTo(2));
    }

    [Test]
    public async Task A_stale_read_repeats_what_the_same_request_got_before()
    {
        Assert.That(await http.GetStringAsync(new Uri("x", UriKind.Relative)), Is.EqualTo("reply 1"));
        service.Faults.Always().ServeStale();
        Assert.That(await http.GetStringAsync(new Uri("x", UriKind.Relative)), Is.EqualTo("reply 1"));
        Assert.That(await http.GetStringAsync(new Uri("y", UriKind.Relative)), Is.EqualTo("reply 2"), "nothing older to serve");
    }

    [Test]
    public async Task A_delay_passes_on_the_clock_before_or_after_acting()
    {
        service.Faults.OnCall(1).Delay(TimeSpan.FromSeconds(10));
        service.Faults.OnCall(2).DelayReply(TimeSpan.FromSeconds(10));
        var before = Status();
        Assert.That(service.Acted, Is.Zero);
        await clock.AdvanceUntilCompletedAsync(before);
        Assert.That(service.Acted, Is.EqualTo(1));
        var after = Status();
        Assert.That(service.Acted, Is.EqualTo(2));
        await clock.AdvanceUntilCompletedAsync(after);
        Assert.That(clock.GetUtcNow(), Is.EqualTo(VirtualClock.DefaultStart.AddSeconds(20)));
    }

    [Test]
    public async Task A_cut_body_breaks_while_it_is_read_however_it_is_read()
    {
        service.Faults.Always().CutBodyAt(3);
        Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri("x", UriKind.Relative)));
        using var reply = await http.GetAsync(new Uri("x", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await reply.Content.ReadAsStreamAsync();
        var head = new byte[16];
        Assert.That(await body.ReadAsync(head), Is.EqualTo(3));
        Assert.That(Encoding.ASCII.GetString(head, 0, 3), Is.EqualTo("rep"));
        Assert.ThrowsAsync<HttpIOException>(async () => await body.ReadExactlyAsync(head));
    }

    [Test]
    public async Task The_log_tells_what_was_asked_answered_and_played()
    {
        service.Skew = TimeSpan.FromMinutes(10);
        service.Faults.OnCall(2).Refuse();
        await Status("a?b=%20c");
        Assert.ThrowsAsync<HttpRequestException>(() => Status("d"));
        Assert.That(service.Requests.Select(line => line.ToString()), Is.EqualTo(new[] { "1 GET /a?b=%20c -> 200", "2 GET /d -> no answer (refused)" }));
        Assert.That(service.Requests[0].At, Is.EqualTo(VirtualClock.DefaultStart.AddMinutes(10)));
        service.ClearRequests();
        Assert.That(service.Requests, Is.Empty);
    }

    [Test]
    public async Task Another_origin_is_not_answered_and_the_date_is_the_servers()
    {
        service.Skew = TimeSpan.FromHours(-1);
        using var elsewhere = await http.GetAsync(new Uri("https://elsewhere.test/x"));
        Assert.That((int)elsewhere.StatusCode, Is.EqualTo(421));
        Assert.That(elsewhere.Headers.Date, Is.EqualTo(VirtualClock.DefaultStart.AddHours(-1)));
        Assert.That(service.Acted, Is.Zero);
    }

    [Test]
    public async Task A_reply_carries_the_headers_it_is_given()
    {
        service.Faults.OnCall(1).Respond(EmulatedReply.Json(429, "{}").WithRetryAfter(TimeSpan.FromSeconds(7)));
        service.Faults.OnCall(2).Respond(EmulatedReply.Empty(503).WithRetryAfter(service.ServerNow.AddSeconds(9)).WithHeader("Date", "Thu, 01 Jan 2026 00:00:05 GMT").WithHeader("Content-Language", "en"));
        using var first = await http.GetAsync(new Uri("x", UriKind.Relative));
        using var second = await http.GetAsync(new Uri("x", UriKind.Relative));
        Assert.That(first.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(7)));
        Assert.That(first.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/json"));
        Assert.That(second.Headers.RetryAfter!.Date, Is.EqualTo(VirtualClock.DefaultStart.AddSeconds(9)));
        Assert.That(second.Headers.Date, Is.EqualTo(VirtualClock.DefaultStart.AddSeconds(5)));
        Assert.That(second.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "en" }));
    }

    private async Task<int> Status(string path = "x")
    {
        using var reply = await http.GetAsync(new Uri(path, UriKind.Relative));
        return (int)reply.StatusCode;
    }

    private sealed class CountingService(TimeProvider clock) : ServiceEmulator(clock, new Uri("http://counting.test/"))
    {
        internal int Acted { get; private set; }

        protected override EmulatedReply Handle(EmulatedRequest request) => EmulatedReply.Text(200, $"reply {++Acted}", "text/plain");
    }
}
