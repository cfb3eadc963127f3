using System.Globalization;
using System.Net;
using System.Text;

namespace TaskCancellation.Tests.Hostile;

/// <summary>Between a client and an emulator: makes some of the replies hostile or odd, by a seed.</summary>
internal sealed class HostileHandler(HttpMessageHandler inner, string service, int seed) : DelegatingHandler(inner)
{
    private const int MostRequests = 3_000;
    private const int FewReplies = 8;
    private const int MostTold = 600;
    private static readonly string[] Given = ["access_token", "refresh_token", "sessionId"];
    private readonly Random random = new(seed);
    private readonly List<(string Url, HostileReply Reply)> seen = [];
    private readonly HashSet<string> changed = [];
    private readonly HashSet<string> secrets = [];
    private int requests;
    private HashSet<int>? chosen;
    private int from;

    /// <summary>The members that were given another form, and which: "status=text", "uid=gone".</summary>
    internal IReadOnlySet<string> Changed => changed;

    /// <summary>A reply was given in the place of another, or without its query: it may leave out what it should show.</summary>
    internal bool MayLack { get; private set; }

    /// <summary>What no text may show: the credentials that logins gave.</summary>
    internal IReadOnlyCollection<string> Secrets => secrets;

    /// <summary>What was done, in words.</summary>
    internal List<string> Story { get; } = [];

    /// <summary>How many replies were made hostile or odd.</summary>
    internal int Hostile { get; private set; }

    /// <summary>More was asked than any list or wait of a few tasks needs.</summary>
    internal bool IsEndless => requests > MostRequests;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var at = requests++;
        if (IsEndless)
        {
            throw new HttpRequestException("Too many requests for what was asked.");
        }

        Choose();
        var url = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        var isRead = request.Method == HttpMethod.Get;
        var way = chosen!.Contains(at) || at >= from ? random.Next(11) : -1;
        var credential = request.Headers.NonValidated.TryGetValues("Authorization", out var sent) || request.Headers.NonValidated.TryGetValues("X-API-Key", out sent) ? sent.ToString() : "";
        switch (way)
        {
            case 0:
                return Tell(url, "a gate", Unlike(HostileReply.OfGate(random)), request, null, credential);
            case 1 or 2:
                var echo = await RequestEcho.OfAsync(request, cancellationToken);
                return Tell(url, "an echo", echo.Reply(service, random), request, null, echo.Credential);
            case 3:
                var own = OwnErrors.Of(service, random, "Something.");
                return Tell(url, "its own error", random.Next(3) == 0 ? own : Odd(own), request, null, credential);
            case 4 when isRead:
                request.RequestUri = new Uri(request.RequestUri.GetLeftPart(UriPartial.Path));
                Story.Add($"{url}: asked without its query");
                break;
        }

        using var response = await base.SendAsync(request, cancellationToken);
        var reply = new HostileReply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", await response.Content.ReadAsByteArrayAsync(cancellationToken));
        Learn(reply);
        var others = seen.Where(one => one.Url != url && one.Url.StartsWith(request.Method.Method, StringComparison.Ordinal)).ToArray();
        seen.Add((url, reply));
        switch (way)
        {
            case 5 or 6 or 7:
                return Tell(url, "odd member", Odd(reply), request, response, credential);
            case 8:
                return Tell(url, "foreign body", Unlike(reply.WithForeignBody(random)), request, response, credential);
            case 9:
                return Tell(url, "broken body", reply.WithBrokenBody(random), request, response, credential);
            case 10 when others.Length > 0 && isRead:
                MayLack = true;
                return Tell(url, "another's reply", others[random.Next(others.Length)].Reply, request, response, credential);
            case 10:
                return Tell(url, "odd status", Unlike(reply.WithOddStatus(random)), request, response, credential);
            default:
                return Make(reply, request, response);
        }
    }

    // Topaz's own errors are a message and nothing else, and its lists may be arrays: what a gateway writes so too cannot be told from them.
    private HostileReply Unlike(HostileReply foreign) =>
        service == "TopazImage" && (foreign.Body.AsSpan().StartsWith("{\"message\""u8) || foreign.Body.AsSpan().SequenceEqual("[]"u8)) ? foreign with { ContentType = "text/plain", Body = [.. "no Route matched"u8] } : foreign;

    // One reply, a few, or all from one on.
    private void Choose()
    {
        if (chosen is null)
        {
            var how = random.Next(10);
            chosen = how < 3 ? [] : [.. Enumerable.Range(0, how < 6 ? 1 : 3).Select(_ => Early())];
            from = how < 3 ? Early() : int.MaxValue;
        }
    }

    // Most calls have few replies: the first are the likeliest.
    private int Early() => Math.Min(random.Next(FewReplies), random.Next(FewReplies));

    private void Learn(HostileReply reply)
    {
        foreach (var value in JsonValues.Of(reply.Body).Where(value => Given.Contains(value.Name)))
        {
            secrets.Add(Encoding.UTF8.GetString(reply.Body, value.From + 1, value.To - value.From - 2));
        }
    }

    private HostileReply Odd(HostileReply reply)
    {
        var odd = reply.WithOddMember(random, out var name);
        changed.Add(name);
        Story.Add($"  the member '{name}'");
        return odd;
    }

    private HttpResponseMessage Tell(string url, string what, HostileReply reply, HttpRequestMessage request, HttpResponseMessage? like, string credential)
    {
        Hostile++;
        var made = Make(reply, request, like);
        if (random.Next(3) == 0)
        {
            OddHeaders.Put(made, random, credential);
        }

        Story.Add(string.Create(CultureInfo.InvariantCulture, $"{url}: {what}: {reply.Status} {made.ReasonPhrase} {Short(made.Headers.ToString())} {Short(Encoding.UTF8.GetString(reply.Body.AsSpan(0, Math.Min(reply.Body.Length, MostTold))))}"));
        return made;
    }

    private static string Short(string text) => text.ReplaceLineEndings(" ")[..Math.Min(text.ReplaceLineEndings(" ").Length, MostTold)];

    private static HttpResponseMessage Make(HostileReply reply, HttpRequestMessage request, HttpResponseMessage? like)
    {
        var made = new HttpResponseMessage((HttpStatusCode)reply.Status) { RequestMessage = request, Content = new ByteArrayContent(reply.Body) };
        foreach (var header in like?.Headers.AsEnumerable() ?? [])
        {
            made.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        if (reply.ContentType.Length > 0)
        {
            made.Content.Headers.TryAddWithoutValidation("Content-Type", reply.ContentType);
        }

        return made;
    }
}
