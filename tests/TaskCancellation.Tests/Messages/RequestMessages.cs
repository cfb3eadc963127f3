using System.Net;
using TaskCancellation.Tests.Http;

namespace TaskCancellation.Tests.Messages;

/// <summary>Requests that fail on the way, or are answered by an error.</summary>
internal static class RequestMessages
{
    private const string Area = "Requests";
    private static readonly Uri Search = new("https://search.test/");

    internal static async IAsyncEnumerable<Message> AllAsync()
    {
        foreach (var (name, reply) in Replies)
        {
            if (!name.StartsWith("404, its own", StringComparison.Ordinal))
            {
                // A read answers it with null.
                yield return await AnsweredAsync($"a read: {name}", reply, isCancel: false);
            }

            yield return await AnsweredAsync($"a cancel: {name}", reply, isCancel: true);
        }

        foreach (var (name, cause) in Failures)
        {
            yield return await BrokenAsync($"a read: {name}", cause, isCancel: false);
            yield return await BrokenAsync($"a cancel: {name}", cause, isCancel: true);
        }

        yield return await TimedOutAsync();
    }

    private static IEnumerable<(string Name, Func<HttpResponseMessage> Reply)> Replies =>
    [
        ("400, its own error", () => Json(400, "invalid_task_uids", "Invalid value in parameter `uids`: could not parse `x` as a positive integer.", "invalid_request")),
        ("401, its own error", () => Json(401, "missing_authorization_header", "The Authorization header is missing. It must use the bearer authorization method.", "auth")),
        ("403, its own error", () => Json(403, "invalid_api_key", "The provided API key is invalid.", "auth")),
        ("404, its own error", () => Json(404, "task_not_found", "Task `7` not found.", "invalid_request")),
        ("429, its own error", () => Json(429, "too_many_search_requests", "Too many requests are running at the same time.", "system", retryAfter: 45)),
        ("500, its own error", () => Json(500, "internal", "An internal error has occurred.", "internal")),
        ("500, its own error, and it quotes the key", () => Json(500, "internal", $"Cannot store {MessageBench.Secret}.", "internal")),
        ("502, a page", () => Page(502, "<html><h1>Bad Gateway</h1></html>")),
        ("200, a page", () => Page(200, "<html><h1>Sign in</h1></html>")),
        ("200, a page of 2 bytes", () => Page(200, "ok", "text/plain")),
        ("401, a page", () => Page(401, "<html><h1>Sign in</h1></html>")),
        ("403, a page", () => Page(403, "<html><h1>Blocked</h1></html>")),
        ("404, a page", () => Page(404, "<html><h1>Nothing here</h1></html>")),
        ("407, nothing", () => Page(407, "")),
        ("302, a redirect", Redirect),
        ("200, JSON that is cut", () => Page(200, "{\"uid\":7,\"status\":\"enq", "application/json")),
        ("200, JSON of something else", () => Page(200, "[1,2,3]", "application/json")),
        ("200, a body that is too large", () => Page(200, new string(' ', 4096), "application/json")),
        ("200, a body that breaks off", () => new HttpResponseMessage { Content = new BreakingContent() }),
    ];

    private static IEnumerable<(string Name, Exception Cause)> Failures =>
    [
        ("the name does not resolve", new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known (search.test:443)", new System.Net.Sockets.SocketException(11001, "Name or service not known"))),
        ("nothing listens", new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (search.test:443)", new System.Net.Sockets.SocketException(111, "Connection refused"))),
        ("the connection is lost", new HttpRequestException(HttpRequestError.ResponseEnded, "An error occurred while sending the request.", new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."))),
        ("the connection is reset", new HttpRequestException(HttpRequestError.Unknown, "An error occurred while sending the request.", new IOException("Unable to read data from the transport connection: Connection reset by peer.", new System.Net.Sockets.SocketException(104, "Connection reset by peer")))),
        ("the proxy opens no tunnel", new HttpRequestException(HttpRequestError.ProxyTunnelError, "The proxy tunnel request to proxy 'http://proxy.test:3128/' failed with status code '403'.")),
        ("a handler of the user fails", new InvalidOperationException("The vault of the keys is sealed.")),
    ];

    private static async Task<Message> AnsweredAsync(string name, Func<HttpResponseMessage> reply, bool isCancel) =>
        await FailAsync(name, new StubHandler((request, _) => Consume(request, reply)), isCancel);

    private static async Task<Message> BrokenAsync(string name, Exception cause, bool isCancel) =>
        await FailAsync(name, new StubHandler(async (request, _) => cause is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown } ? await Consume(request, () => throw cause) : throw cause), isCancel);

    private static Task<Message> TimedOutAsync() => FailAsync(
        "a read: no answer",
        new StubHandler((_, token) => new TaskCompletionSource<HttpResponseMessage>().Task.WaitAsync(token)),
        isCancel: false);

    private static async Task<Message> FailAsync(string name, HttpMessageHandler network, bool isCancel)
    {
        await using var bench = new MessageBench("Meilisearch", Search, network, [new("ApiKey", MessageBench.Secret), new("MaxReplyBytes", "1024")]);
        var error = await (isCancel ? bench.FailToCancelAsync("Meilisearch") : bench.FailToReadAsync("Meilisearch"));
        return new Message(Area, name, error, [.. bench.Log.Lines.Select(line => line.Text)]);
    }

    // The network reads what it sends.
    private static async Task<HttpResponseMessage> Consume(HttpRequestMessage request, Func<HttpResponseMessage> reply)
    {
        if (request.Content is { } content)
        {
            await content.CopyToAsync(Stream.Null);
        }

        return reply();
    }

    private static HttpResponseMessage Json(int status, string code, string message, string type, int? retryAfter = null)
    {
        var reply = Page(status, $$"""{"message":"{{message}}","code":"{{code}}","type":"{{type}}","link":"https://docs.meilisearch.com/errors#{{code}}"}""", "application/json");
        if (retryAfter is { } seconds)
        {
            reply.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        }

        return reply;
    }

    private static HttpResponseMessage Page(int status, string body, string type = "text/html") =>
        new((HttpStatusCode)status) { Content = new StringContent(body, System.Text.Encoding.UTF8, type) };

    private static HttpResponseMessage Redirect()
    {
        var reply = Page(302, "");
        reply.Headers.Location = new Uri("https://login.test/sign-in?return=secret");
        return reply;
    }

    private sealed class BreakingContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new IOException("The response ended prematurely.");

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
