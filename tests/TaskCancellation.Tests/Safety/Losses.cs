using TaskCancellation.Testing;

namespace TaskCancellation.Tests.Safety;

/// <summary>The ways a reply to a cancel is lost, after the service acted and before.</summary>
internal static class Losses
{
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    internal static IReadOnlyDictionary<string, Action<FaultRule>> All { get; } = new Dictionary<string, Action<FaultRule>>
    {
        ["acted, reset"] = rule => rule.ResetAfterActing(),
        ["acted, 500"] = rule => rule.ActThenRespond(EmulatedReply.Html(500)),
        ["acted, 502"] = rule => rule.ActThenRespond(EmulatedReply.Html(502)),
        ["acted, 503"] = rule => rule.ActThenRespond(EmulatedReply.Html(503)),
        ["acted, 504"] = rule => rule.ActThenRespond(EmulatedReply.Html(504)),
        ["acted, body cut"] = rule => rule.CutBodyAt(5),
        ["acted, half a body"] = rule => rule.Edit(reply => reply with { Body = reply.Body[..(reply.Body.Length / 2)] }),
        ["acted, HTML with 200"] = rule => rule.ActThenRespond(EmulatedReply.Html(200)),
        ["acted, empty 200"] = rule => rule.ActThenRespond(EmulatedReply.Empty(200)),
        ["acted, empty object"] = rule => rule.ActThenRespond(EmulatedReply.Json(200, "{}")),
        ["acted, silence"] = rule => rule.DelayReply(Silence),
        ["acted twice"] = rule => rule.Duplicate(),
        ["acted twice, reset"] = rule => rule.Duplicate().Edit(_ => throw new HttpRequestException(HttpRequestError.Unknown, "An error occurred while sending the request (emulated).", new IOException("Connection reset by peer"))),
        ["reset"] = rule => rule.ResetBeforeActing(),
        ["502"] = rule => rule.Respond(EmulatedReply.Html(502)),
        ["503"] = rule => rule.Respond(EmulatedReply.Html(503)),
        ["504"] = rule => rule.Respond(EmulatedReply.Html(504)),
        ["HTML with 200"] = rule => rule.Respond(EmulatedReply.Html(200)),
        ["empty 200"] = rule => rule.Respond(EmulatedReply.Empty(200)),
        ["empty object"] = rule => rule.Respond(EmulatedReply.Json(200, "{}")),
        ["silence"] = rule => rule.Delay(Silence),
        ["refused"] = rule => rule.Refuse(),
    };
}
