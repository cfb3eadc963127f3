using TaskCancellation.Http;
using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Http;

/// <summary>Retry handlers that somebody put between the client and the network.</summary>
public class ForeignRetryTests
{
    private static readonly ProbeOptions NoRetries = new() { MaxRetries = 0 };

    [Test]
    public void An_unsafe_request_is_seen_once_by_the_service([Values] bool clones, [Values("SafeIfNotSent", "Unsafe")] string safety, [Values("reset", "503")] string fault, [Values] bool hasBody)
    {
        using var service = CreateService(fault);
        using var client = Over(service, clones);
        var request = ProbeService.Request(Enum.Parse<RetrySafety>(safety)) with { Body = hasBody ? "{}"u8.ToArray() : null };

        var error = Assert.ThrowsAsync<TaskRequestException>(() => Pipelines.Over(client, NoRetries).SendAsync(request, default).AsTask())!;

        Assert.Multiple(() =>
        {
            Assert.That(service.Requests, Has.Count.EqualTo(1));
            Assert.That((error.Reason, error.Delivery), Is.EqualTo(fault == "reset" ? (TaskErrorReason.Connection, RequestDelivery.MaybeSent) : (TaskErrorReason.ServerError, RequestDelivery.Answered)));
            Assert.That(error.IsDefiniteRefusal, Is.False);
        });
    }

    [Test]
    public async Task Without_the_guard_the_content_alone_stops_a_handler_that_sends_the_same_message([Values] bool hasBody)
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 503 Unavailable\r\nContent-Length: 0\r\n\r\n");
        using var client = new HttpClient(new ForeignRetryHandler(clones: false) { InnerHandler = new SocketsHttpHandler() });
        var request = ProbeService.Request(RetrySafety.Unsafe) with { Body = hasBody ? "{}"u8.ToArray() : null };

        var error = Assert.ThrowsAsync<TaskRequestException>(() => Pipelines.Over(client, NoRetries, server.Address).SendAsync(request, default).AsTask())!;

        Assert.That(server.Requests, Has.Count.EqualTo(1));
        Assert.That(error.GetBaseException(), Is.TypeOf<DuplicateSendException>());
        Assert.That(error.Delivery, Is.EqualTo(RequestDelivery.MaybeSent));
    }

    [Test]
    public async Task A_read_may_be_repeated_by_them([Values] bool clones)
    {
        using var service = CreateService("503");
        using var client = Over(service, clones);

        using var reply = await Pipelines.Over(client, NoRetries).SendAsync(TaskHttpRequest.Get("tasks/1"), default);

        Assert.That(reply.Status, Is.EqualTo(200));
        Assert.That(service.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_cancel_that_is_safe_to_repeat_is_repeated_by_us_instead([Values] bool clones)
    {
        using var service = CreateService("503");
        using var client = Over(service, clones);

        using var reply = await Pipelines.Over(client).SendAsync(ProbeService.Request(RetrySafety.Safe), default);

        Assert.That(reply.FollowsAmbiguousAttempt, Is.True);
        Assert.That(service.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Our_own_tries_each_pass_the_guard()
    {
        using var service = new ProbeService();
        service.Faults.OnCall(1).Respond(EmulatedReply.Json(429, """{"code":"slow_down","message":"Too many requests."}"""));
        using var client = Over(service, clones: true);
        var pipeline = Pipelines.Over(client);

        (await pipeline.SendAsync(ProbeService.Request(RetrySafety.SafeIfNotSent), default)).Dispose();
        (await pipeline.SendAsync(ProbeService.Request(RetrySafety.Unsafe), default)).Dispose();
        (await pipeline.SendAsync(ProbeService.Request(RetrySafety.Unsafe), default)).Dispose();

        Assert.That(service.Requests, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task The_guard_does_not_hold_requests_that_others_send_through_the_same_client()
    {
        using var service = new ProbeService();
        using var client = Over(service, clones: true);
        (await Pipelines.Over(client).SendAsync(ProbeService.Request(RetrySafety.Unsafe), default)).Dispose();

        (await client.GetAsync("https://probe.test/other")).Dispose();
        (await client.GetAsync("https://probe.test/other")).Dispose();

        Assert.That(service.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Unsafe_requests_that_run_side_by_side_do_not_take_each_others_pass()
    {
        using var service = new ProbeService();
        using var client = Over(service, clones: true);
        var pipeline = Pipelines.Over(client);

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => pipeline.SendAsync(ProbeService.Request(RetrySafety.Unsafe), default).AsTask())));

        Assert.That(replies.Select(reply => reply.Status), Has.All.EqualTo(200));
        Assert.That(service.Requests, Has.Count.EqualTo(50));
    }

    private static ProbeService CreateService(string fault)
    {
        var service = new ProbeService();
        _ = fault == "reset" ? service.Faults.OnCall(1).ResetAfterActing() : service.Faults.OnCall(1).Respond(EmulatedReply.Html(503));
        return service;
    }

    private static HttpClient Over(ProbeService service, bool clones)
    {
        var guard = new SingleAttemptHandler(service);
        var client = new HttpClient(new ForeignRetryHandler(clones) { InnerHandler = guard }, disposeHandler: false);
        guard.Guard(client);
        return client;
    }
}
