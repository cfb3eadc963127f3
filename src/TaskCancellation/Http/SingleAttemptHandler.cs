using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace TaskCancellation.Http;

/// <summary>The innermost handler of the clients we own: a try of anything but a plain read passes once, however often a handler above sends it, and whether or not it clones it. Asked again, it gives the answer of the one pass.</summary>
internal sealed class SingleAttemptHandler : DelegatingHandler
{
    private static readonly AsyncLocal<SingleAttempt?> Current = new();
    private static readonly HttpRequestOptionsKey<SingleAttempt> OfRequest = new("TaskCancellation.Pass");
    private static readonly ConditionalWeakTable<HttpClient, SingleAttemptHandler> Guarded = [];

    internal SingleAttemptHandler()
    {
    }

    internal SingleAttemptHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    /// <summary>A client with nothing but the guard above its network.</summary>
    internal static HttpClient CreateClient(HttpMessageHandler network)
    {
        var guard = new SingleAttemptHandler(network);
        var client = new HttpClient(guard) { Timeout = Timeout.InfiniteTimeSpan };
        guard.Guard(client);
        return client;
    }

    /// <summary>Notes that everything the client sends comes by here.</summary>
    internal void Guard(HttpClient client) => Guarded.AddOrUpdate(client, this);

    /// <summary>Begins a try: what is sent from here on, in this flow or with this message, is that try. A new one replaces it.</summary>
    internal static SingleAttempt BeginTry(HttpClient client, HttpRequestMessage message, bool isPlainRead, int maxReplyBytes)
    {
        var pass = new SingleAttempt(message.Method, message.RequestUri!, isPlainRead, Guarded.TryGetValue(client, out _), maxReplyBytes);
        message.Options.Set(OfRequest, pass);
        return Current.Value = pass;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        PassOf(request) is { } pass ? pass.SendAsync(request, base.SendAsync, cancellationToken) : base.SendAsync(request, cancellationToken);

    // A clone may have lost the options; what a handler sends on its own account, such as a login, goes elsewhere.
    private static SingleAttempt? PassOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(OfRequest, out var pass) ? pass : Current.Value is { } current && current.IsOf(request) ? current : null;
}

/// <summary>The one pass of a try through the guard: whether it was taken, and what came of it.</summary>
/// <param name="method">What is sent.</param>
/// <param name="address">Where to.</param>
/// <param name="isPlainRead">It may be taken again: whoever resends a plain read, nobody needs to know.</param>
/// <param name="isGuarded">Whether the guard is certain to be there, so that a pass not taken was not sent.</param>
/// <param name="maxReplyBytes">The most that is kept of an answer.</param>
internal sealed class SingleAttempt(HttpMethod method, Uri address, bool isPlainRead, bool isGuarded, int maxReplyBytes)
{
    private readonly TaskCompletionSource<BufferedResponse?> outcome = new();
    private int taken;
    private Exception? failed;

    /// <summary>Nothing is known against it having been sent.</summary>
    internal bool MayBeSent => !isGuarded || IsTaken;

    internal bool IsTaken => Volatile.Read(ref taken) != 0;

    /// <summary>What came back, where that was not a success; kept for whoever asks again.</summary>
    internal BufferedResponse? Answer { get; private set; }

    /// <summary>Why it failed: where the guard saw it, what the guard saw, whatever a handler made of that.</summary>
    internal Exception? CauseOf(Exception seenAbove) => IsTaken ? failed : seenAbove;

    /// <summary>Whether a request is this try's, by what can be seen of it. A handler may have named another host.</summary>
    internal bool IsOf(HttpRequestMessage request) => request.Method == method && request.RequestUri?.AbsolutePath == address.AbsolutePath;

    /// <summary>Sends what may be sent. Asked again, it gives what the first send gave.</summary>
    internal async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref taken, 1) != 0 && !isPlainRead)
        {
            return (await outcome.Task.WaitAsync(cancellationToken).ConfigureAwait(false))?.ToResponse(request) ?? throw new DuplicateSendException();
        }

        try
        {
            var response = await send(request, cancellationToken).ConfigureAwait(false);
            if (!isPlainRead && !response.IsSuccessStatusCode)
            {
                Answer = await BufferedResponse.TakeAsync(response, maxReplyBytes, cancellationToken).ConfigureAwait(false);
            }

            failed = null;
            outcome.TrySetResult(Answer);
            return response;
        }
        catch (Exception failure)
        {
            failed = failure;
            outcome.TrySetException(failure);
            _ = outcome.Task.Exception;
            throw;
        }
    }
}

/// <summary>A body that can be sent once. The socket handler silently resends a request without a body on a stale connection, but never one whose content it began to send; a second serialization, by whoever, throws.</summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly byte[] body;
    private int uses;

    /// <summary>A body; a request without one gets an empty one, with a zero length and no content type.</summary>
    internal SingleUseContent(byte[]? body, string? contentType)
    {
        this.body = body ?? [];
        if (body is not null && contentType is not null)
        {
            Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref uses) == 1
            ? stream.WriteAsync(body, cancellationToken).AsTask()
            : throw new DuplicateSendException();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

/// <summary>Something below the pipeline tried to send a request again that must not be sent twice.</summary>
internal sealed class DuplicateSendException() : InvalidOperationException(
    "This request must not be sent twice, and something between the client and the network tried to: a retry handler. The first send may have been delivered.");

/// <summary>An unsuccessful answer, kept whole, so that it can be given again after a handler has thrown it away.</summary>
internal sealed class BufferedResponse
{
    private readonly HttpStatusCode status;
    private readonly string? reason;
    private readonly Version version;
    private readonly KeyValuePair<string, IEnumerable<string>>[] headers;
    private readonly KeyValuePair<string, IEnumerable<string>>[] contentHeaders;
    private readonly ReadOnlyMemory<byte> body;

    private BufferedResponse(HttpResponseMessage response, ReadOnlyMemory<byte> body)
    {
        (status, reason, version) = (response.StatusCode, response.ReasonPhrase, response.Version);
        headers = [.. response.Headers.NonValidated.Select(header => KeyValuePair.Create(header.Key, (IEnumerable<string>)[.. header.Value]))];
        contentHeaders = [.. response.Content.Headers.NonValidated.Where(header => header.Key != "Content-Length").Select(header => KeyValuePair.Create(header.Key, (IEnumerable<string>)[.. header.Value]))];
        this.body = body;
    }

    /// <summary>Keeps an answer. The response goes on with its body in memory; one that cannot be had, or is too long, is left out: the status alone says what happened.</summary>
    internal static async Task<BufferedResponse> TakeAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var kept = new BufferedResponse(response, await ReadAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false));
        response.Content.Dispose();
        response.Content = kept.Content();
        return kept;
    }

    /// <summary>The answer, again.</summary>
    internal HttpResponseMessage ToResponse(HttpRequestMessage request)
    {
        var response = new HttpResponseMessage(status) { ReasonPhrase = reason, Version = version, RequestMessage = request, Content = Content() };
        foreach (var (name, values) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, values);
        }

        return response;
    }

    private ReadOnlyMemoryContent Content()
    {
        var content = new ReadOnlyMemoryContent(body);
        foreach (var (name, values) in contentHeaders)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        return content;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = await ReplyReader.ReadAsync(content, maxBytes, cancellationToken).ConfigureAwait(false);
            var body = buffer.Keep(buffer.Bytes.AsMemory(0, buffer.Length));
            buffer.Return();
            return body;
        }
        catch (Exception unread) when (unread is IOException or HttpRequestException or InvalidDataException or InvalidOperationException or OperationCanceledException)
        {
            return default;
        }
    }
}
