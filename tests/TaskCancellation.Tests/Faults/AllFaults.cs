using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace TaskCancellation.Tests.Faults;

/// <summary>The faults, in the order of the way of a request: to the service, in it, and of its reply on the way back.</summary>
internal static class AllFaults
{
    private const string Body = """{"message":"Slow down."}""";
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    internal static IReadOnlyList<Fault> All { get; } =
    [
        .. from fault in (IEnumerable<Fault>)[.. Connections(), .. Statuses(), .. Throttles(), .. Bodies(), .. Deliveries(), .. Clocks()]
           select fault with { Family = FamilyOf(fault.Name) },
    ];

    private static string? FamilyOf(string name) => name switch
    {
        "refused" or "no such host" or "unreachable" => "no connection",
        "reset" or "reset after acting" or "delivered twice, then reset" => "a reset",
        "silence" or "silence after acting" => "no answer",
        "429, Retry-After of a day" or "429, Retry-After beyond all numbers" => "429 with a long pause",
        "an empty object" or "an empty object after acting" => "{}",
        "an empty array" or "an empty array after acting" => "[]",
        "UTF-16 under its name" or "UTF-16 under another name" or "gzip that nobody asked for" or "gzip cut short" => "bytes that are no JSON",
        "UTF-8 called UTF-16" or "a charset that does not exist" or "a byte order mark" or "gzip that is none" => "JSON under a wrong name",
        "stale reads" or "links that go round" => "an old reply",
        "a task arrives between pages" or "a task leaves between pages" => "a list that moves",
        _ when name.Contains("clock", StringComparison.Ordinal) => name.EndsWith("ahead", StringComparison.Ordinal) || name.StartsWith("the client", StringComparison.Ordinal) ? "a clock that jumps" : null,
        _ when name.StartsWith("cut", StringComparison.Ordinal) => "a cut reply",
        _ when name.StartsWith('5') => "5xx",
        _ when name.StartsWith('3') => "3xx",
        _ when name.StartsWith("429", StringComparison.Ordinal) => "429 with a short pause or none",
        _ when name.Contains("HTML", StringComparison.Ordinal) || name.StartsWith("empty", StringComparison.Ordinal) || name.StartsWith("null", StringComparison.Ordinal) || name.StartsWith("half", StringComparison.Ordinal) => "no reply of the service",
        _ => null,
    };

    private static IEnumerable<Fault> Connections()
    {
        yield return NotSent("refused", HttpRequestError.ConnectionError, new SocketException((int)SocketError.ConnectionRefused));
        yield return NotSent("no such host", HttpRequestError.NameResolutionError, new SocketException((int)SocketError.HostNotFound));
        yield return NotSent("unreachable", HttpRequestError.ConnectionError, new SocketException((int)SocketError.NetworkUnreachable));
        yield return NotSent("TLS", HttpRequestError.SecureConnectionError, new AuthenticationException("The remote certificate is invalid."));
        yield return new("reset", _ => throw Reset()) { Delivery = RequestDelivery.MaybeSent, IsNeverSeen = true };
        yield return Acted("reset after acting", _ => throw Reset()) with { Delivery = RequestDelivery.MaybeSent };
        yield return new("silence", call => call.SilenceAsync()) { Delivery = RequestDelivery.MaybeSent, IsNeverSeen = true };
        yield return Acted("silence after acting", call => call.SilenceAsync()) with { Delivery = RequestDelivery.MaybeSent };
        yield return Edited("dribbled", (call, body) => new SlowBody(body, call.Scene.Service.Clock));
        yield return Edited("cut before the body", (_, body) => new BrokenBody(body, 0));
        yield return Edited("cut in the body", (_, body) => new BrokenBody(body, body.Length / 2));
        yield return Edited("cut before the last byte", (_, body) => new BrokenBody(body, body.Length - 1));
    }

    private static IEnumerable<Fault> Statuses()
    {
        foreach (var status in (int[])[500, 502, 503, 504])
        {
            yield return new(Text($"{status}"), call => Task.FromResult(call.Page(status))) { Delivery = RequestDelivery.Answered, IsNeverSeen = true };
            yield return Acted(Text($"{status} after acting"), call => Task.FromResult(call.Page(status))) with { Delivery = RequestDelivery.Answered };
        }

        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            yield return new(Text($"{status} to elsewhere"), call => Task.FromResult(call.Reply(status, "", headers: ("Location", "https://elsewhere.test/tasks")))) { Delivery = RequestDelivery.Answered, IsNeverSeen = true };
        }
    }

    private static IEnumerable<Fault> Throttles()
    {
        yield return Throttle("429", null);
        yield return Throttle("429, Retry-After in seconds", _ => "7");
        yield return Throttle("429, Retry-After 0", _ => "0");
        yield return Throttle("429, Retry-After of a day", _ => "86400");
        yield return Throttle("429, Retry-After as a date", now => (now + TimeSpan.FromSeconds(7)).ToString("R", CultureInfo.InvariantCulture));
        yield return Throttle("429, Retry-After as a date in the past", now => (now - Day).ToString("R", CultureInfo.InvariantCulture));
        yield return Throttle("429, Retry-After as an old form of date", now => (now + TimeSpan.FromSeconds(7)).ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture));
        yield return Throttle("429, Retry-After negative", _ => "-5");
        yield return Throttle("429, Retry-After with a fraction", _ => "1.5");
        yield return Throttle("429, Retry-After beyond all numbers", _ => new string('9', 40));
        yield return Throttle("429, Retry-After in words", _ => "soon");
        yield return Throttle("429, Retry-After empty", _ => "");
        yield return Throttle("429, Retry-After twice", _ => "7", "9");
        yield return Throttle("503, Retry-After in seconds", _ => "7") with { Name = "503, Retry-After in seconds", PlayAsync = call => Task.FromResult(call.Reply(503, Body, "application/json", ("Retry-After", "7"))) };
    }

    private static IEnumerable<Fault> Bodies()
    {
        foreach (var (name, body, type) in ((string, string, string)[])
        [
            ("HTML with 200", "<html><body>Sign in</body></html>", "text/html"), ("HTML that calls itself JSON", "<html></html>", "application/json"), ("empty 200", "", "application/json"),
            ("an empty object", "{}", "application/json"), ("an empty array", "[]", "application/json"), ("null", "null", "application/json"), ("half an object", "{\"taskUid\":", "application/json"),
        ])
        {
            // Topaz has lists of such a form.
            var liar = body == "[]" ? "TopazImage" : null;
            yield return new(name, call => Task.FromResult(call.Reply(200, body, type))) { Delivery = RequestDelivery.Answered, IsNeverSeen = true, Liar = liar };
            yield return Acted($"{name} after acting", call => Task.FromResult(call.Reply(200, body, type))) with { Delivery = RequestDelivery.Answered, Liar = liar };
        }

        yield return Edited("UTF-16 under its name", (_, body) => Typed(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)), "application/json; charset=utf-16"));
        yield return Edited("UTF-16 under another name", (_, body) => Typed(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)), "application/json; charset=utf-8"));
        yield return Edited("UTF-8 called UTF-16", (_, body) => Typed(body, "application/json; charset=utf-16"));
        yield return Edited("a charset that does not exist", (_, body) => Typed(body, "application/json; charset=utf-99"));
        yield return Edited("a byte order mark", (_, body) => Typed([.. Encoding.UTF8.Preamble, .. body], "application/json"));
        yield return Edited("gzip that is none", (_, body) => Zipped(body));
        yield return Edited("gzip that nobody asked for", (_, body) => Zipped(Zip(body)));
        yield return Edited("gzip cut short", (_, body) => Zipped(Zip([.. body, (byte)' '])[..^9]));
    }

    private static IEnumerable<Fault> Deliveries()
    {
        yield return new("delivered twice", async call =>
        {
            var first = await call.ActAsync();
            (await call.ActAsync()).Dispose();
            return first;
        }) { IsHarmless = true };
        yield return Acted("delivered twice, then reset", async call =>
        {
            (await call.ActAsync()).Dispose();
            throw Reset();
        }) with { Delivery = RequestDelivery.MaybeSent };
        yield return new("stale reads", async call => call.FirstReply is { } first && call.Request.Method == HttpMethod.Get ? await call.EditAsync(_ => new ByteArrayContent(first)) : await call.ActAsync()) { IsStale = true };
        yield return new("links that go round", async call => call.FirstReply is { } first && FaultScene.IsPage(call.Request) ? await call.EditAsync(_ => new ByteArrayContent(first)) : await call.ActAsync()) { IsStale = true };
        yield return new("a task arrives between pages", async call =>
        {
            call.Scene.AddAnother();
            return await call.ActAsync();
        }) { IsHarmless = true };
        yield return new("a task leaves between pages", async call =>
        {
            call.Scene.RemoveAnEndedOne();
            return await call.ActAsync();
        }) { IsHarmless = true };
        yield return new("a restart that forgets all tasks", async call =>
        {
            call.Scene.RemoveAll();
            return await call.ActAsync();
        });
    }

    private static IEnumerable<Fault> Clocks()
    {
        foreach (var (name, by) in ((string, TimeSpan)[])[("five minutes ahead", FiveMinutes), ("five minutes back", -FiveMinutes)])
        {
            yield return new($"the client's clock jumps {name}", call =>
            {
                call.Scene.Jump(by);
                return call.ActAsync();
            }) { IsHarmless = true };
            yield return new($"the server's clock jumps {name}", call =>
            {
                call.Scene.Service.Emulator.Skew = by;
                return call.ActAsync();
            }) { IsServerPutBack = by < TimeSpan.Zero };
        }
    }

    private static Fault NotSent(string name, HttpRequestError error, Exception cause) =>
        new(name, _ => throw new HttpRequestException(error, "The connection could not be made (emulated).", cause)) { Delivery = RequestDelivery.NotSent, IsNeverSeen = true };

    private static HttpRequestException Reset() =>
        new(HttpRequestError.Unknown, "An error occurred while sending the request (emulated).", new IOException("Connection reset by peer", new SocketException((int)SocketError.ConnectionReset)));

    private static Fault Acted(string name, Func<FaultedRequest, Task<HttpResponseMessage>> then) => new(name, async call =>
    {
        (await call.ActAsync()).Dispose();
        return await then(call);
    });

    private static Fault Edited(string name, Func<FaultedRequest, byte[], HttpContent> edit) => new(name, call => call.EditAsync(body => edit(call, body)));

    private static Fault Throttle(string name, Func<DateTimeOffset, string>? first, params string[] more) => new(name, call =>
    {
        var reply = call.Reply(call.Scene.Service.Throttled.Status, Encoding.UTF8.GetString(call.Scene.Service.Throttled.Body.Span), call.Scene.Service.Throttled.ContentType ?? "text/plain");
        foreach (var value in first is null ? [] : more.Prepend(first(call.Scene.Service.Emulator.ServerNow)))
        {
            reply.Headers.TryAddWithoutValidation("Retry-After", value);
        }

        return Task.FromResult(reply);
    }) { Delivery = RequestDelivery.Answered, IsNeverSeen = true, IsRefusal = true };

    private static ByteArrayContent Typed(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }

    private static ByteArrayContent Zipped(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    private static byte[] Zip(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(body);
        }

        return zipped.ToArray();
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
