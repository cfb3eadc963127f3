using System.Net;
using System.Net.Http.Headers;

namespace TaskCancellation.Tests.Hostile;

/// <summary>Between a client and an emulator: makes some of the replies hostile or odd, by a seed.</summary>
internal sealed class HostileHandler(HttpMessageHandler inner, int seed) : DelegatingHandler(inner)
{
    private const int MostRequests = 3_000;
    private const int FewReplies = 8;
    private readonly Random random = new(seed);
    private readonly List<(string Url, HostileReply Reply)> seen = [];
    private readonly HashSet<string> changed = [];
    private int requests;
    private HashSet<int>? chosen;
    private int from;

    /// <summary>The members that were given another form.</summary>
    internal IReadOnlySet<string> Changed => changed;

    /// <summary>What was done, in words.</summary>
    internal List<string> Story { get; } = [];

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
        var way = chosen!.Contains(at) || at >= from ? random.Next(7) : -1;
        if (way == 0)
        {
            return Tell(url, "a gate", HostileReply.OfGate(random), request);
        }

        if (way == 1 && request.Method == HttpMethod.Get)
        {
            request.RequestUri = new Uri(request.RequestUri.GetLeftPart(UriPartial.Path));
            Story.Add($"{url}: asked without its query");
        }

        using var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var reply = new HostileReply((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        var others = seen.Where(one => one.Url != url && one.Url.StartsWith(request.Method.Method, StringComparison.Ordinal)).ToArray();
        seen.Add((url, reply));
        return way switch
        {
            2 or 3 => Tell(url, "odd member", WithOddMember(reply), request, response),
            4 => Tell(url, "foreign body", reply.WithForeignBody(random), request, response),
            5 => Tell(url, "broken body", reply.WithBrokenBody(random), request, response),
            6 when others.Length > 0 && request.Method == HttpMethod.Get => Tell(url, "another's reply", others[random.Next(others.Length)].Reply, request, response),
            6 => Tell(url, "odd status", reply.WithOddStatus(random), request, response),
            _ => Make(reply, request, response),
        };
    }

    // One reply, a few, or all from one on.
    private void Choose()
    {
        if (chosen is null)
        {
            var how = random.Next(10);
            chosen = how == 0 ? [] : [.. Enumerable.Range(0, how < 7 ? 1 : 3).Select(_ => random.Next(FewReplies))];
            from = how == 0 ? random.Next(FewReplies) : int.MaxValue;
        }
    }

    private HostileReply WithOddMember(HostileReply reply)
    {
        var odd = reply.WithOddMember(random, out var name);
        changed.Add(name);
        Story.Add($"  the member '{name}'");
        return odd;
    }

    private HttpResponseMessage Tell(string url, string what, HostileReply reply, HttpRequestMessage request, HttpResponseMessage? like = null)
    {
        Story.Add($"{url}: {what}: {reply.Status} {System.Text.Encoding.UTF8.GetString(reply.Body.AsSpan(0, Math.Min(reply.Body.Length, 600)))}");
        return Make(reply, request, like);
    }

    private static HttpResponseMessage Make(HostileReply reply, HttpRequestMessage request, HttpResponseMessage? like)
    {
        var made = new HttpResponseMessage((HttpStatusCode)reply.Status) { RequestMessage = request, Content = new ByteArrayContent(reply.Body) };
        foreach (var header in like?.Headers.AsEnumerable() ?? [])
        {
            made.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        made.Content.Headers.ContentType = reply.ContentType.Length > 0 ? new MediaTypeHeaderValue(reply.ContentType) : null;
        return made;
    }
}
