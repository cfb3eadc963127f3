using TaskCancellation.Http;

namespace TaskCancellation.Tests.Http;

/// <summary>What a request asks for besides, and what a reply suggests besides.</summary>
public class RequestHintsTests
{
    [TestCase(null, "application/json")]
    [TestCase("application/xml", "application/xml")]
    public async Task A_request_may_name_the_form_of_its_reply(string? accept, string expected)
    {
        using var service = new ProbeService();
        var request = ProbeService.Request(RetrySafety.Safe);
        (await service.CallAsync(accept is null ? request : request with { Accept = accept })).Dispose();
        Assert.That(service.Requests[0].Request.Header("Accept"), Is.EqualTo(expected));
    }

    [TestCase(true, 7)]
    [TestCase(false, null)]
    public async Task A_reply_carries_the_pause_that_its_headers_suggest(bool isSuggested, int? seconds)
    {
        using var service = new ProbeService();
        service.Reply = isSuggested ? ProbeService.Fine.WithHeader("X-Probe-Pause", "yes") : ProbeService.Fine;
        using var reply = await service.CallAsync(ProbeService.Request(RetrySafety.Safe));
        Assert.That(reply.PauseAfter?.TotalSeconds, Is.EqualTo(seconds));
    }
}
