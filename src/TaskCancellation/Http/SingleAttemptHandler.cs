using System.Net;
using System.Runtime.CompilerServices;

namespace TaskCancellation.Http;

/// <summary>The innermost handler of the clients that the library creates. An attempt of anything but a plain read passes it once, however often a handler above sends it, cloned or not: from then on the handler returns the reply of the first pass.</summary>
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

    /// <summary>Nothing in the client is above this handler.</summary>
    internal bool IsOutermost { get; private init; }

    /// <summary>Creates a client with nothing but this handler above the network.</summary>
    internal static HttpClient CreateClient(HttpMessageHandler network)
    {
        var guard = new SingleAttemptHandler(network) { IsOutermost = true };
        var client = new HttpClient(guard) { Timeout = Timeout.InfiniteTimeSpan };
        guard.Guard(client);
        return client;
    }

    /// <summary>Records that everything the client sends passes this handler.</summary>
    internal void Guard(HttpClient client) => Guarded.AddOrUpdate(client, this);

    /// <summary>The handler that everything the client sends is known to pass; null when none is.</summary>
    internal static SingleAttemptHandler? Of(HttpClient client) => Guarded.TryGetValue(client, out var guard) ? guard : null;

    /// <summary>Begins an attempt: whatever is sent from here on, in this flow or with this message, belongs to it. A new attempt replaces it.</summary>
    internal static SingleAttempt BeginTry(SingleAttemptHandler? guard, AttemptMessage message, bool isPlainRead, int maxReplyBytes)
    {
        if (guard is null)
        {
            return SingleAttempt.Unguarded;
        }

        var pass = message.Pass = new SingleAttempt(message.Method, message.RequestUri!, isPlainRead, guard.IsOutermost, maxReplyBytes);
        if (!guard.IsOutermost)
        {
            // A handler above may send a clone, with or without the options.
            message.Options.Set(OfRequest, pass);
            Current.Value = pass;
        }

        return pass;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        PassOf(request) is { } pass ? pass.SendAsync(request, base.SendAsync, cancellationToken) : base.SendAsync(request, cancellationToken);

    // A clone may have lost the options; a request of a handler's own, such as a login, goes elsewhere.
    private static SingleAttempt? PassOf(HttpRequestMessage request) =>
        (request as AttemptMessage)?.Pass
        ?? (request.Options.TryGetValue(OfRequest, out var pass) ? pass : Current.Value is { } current && current.IsOf(request) ? current : null);
}

/// <summary>The message of one attempt, which carries its pass.</summary>
internal sealed class AttemptMessage(HttpMethod method, Uri address) : HttpRequestMessage(method, address)
{
    internal SingleAttempt? Pass { get; set; }
}

/// <summary>The one pass of an attempt through the handler: whether it was used, and its result.</summary>
/// <param name="method">The method of the request.</param>
/// <param name="address">Its address; null for an attempt that does not pass the handler.</param>
/// <param name="isPlainRead">A plain read, which may pass any number of times.</param>
/// <param name="isOutermost">No handler is above, so that there is no second pass.</param>
/// <param name="maxReplyBytes">The most bytes of a reply to keep.</param>
internal sealed class SingleAttempt(HttpMethod method, Uri? address, bool isPlainRead, bool isOutermost, int maxReplyBytes)
{
    /// <summary>An attempt in a client that this handler is not known to be in: it may have been sent, whatever happened.</summary>
    internal static readonly SingleAttempt Unguarded = new(HttpMethod.Get, null, isPlainRead: true, isOutermost: true, 0);

    private readonly TaskCompletionSource<BufferedResponse?>? outcome = isPlainRead || isOutermost ? null : new();
    private int taken;
    private Exception? failed;

    /// <summary>The request may have been sent.</summary>
    internal bool MayBeSent => address is null || IsTaken;

    internal bool IsTaken => Volatile.Read(ref taken) != 0;

    /// <summary>The reply, if it was not a success; kept for later passes.</summary>
    internal BufferedResponse? Answer { get; private set; }

    /// <summary>The cause of a failure: the exception that this handler saw, if it saw one, whatever a handler above made of it.</summary>
    internal Exception? CauseOf(Exception seenAbove) => IsTaken && !isOutermost ? failed : seenAbove;

    /// <summary>Whether a request belongs to this attempt, by method and path. A handler may have changed the host.</summary>
    internal bool IsOf(HttpRequestMessage request) => request.Method == method && request.RequestUri?.AbsolutePath == address?.AbsolutePath;

    /// <summary>Sends the request the first time; from then on returns what the first send returned.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        var isFirst = Interlocked.Exchange(ref taken, 1) == 0;
        return isOutermost ? send(request, cancellationToken)
            : isFirst || outcome is null ? SendAndKeepAsync(request, send, cancellationToken)
            : RepeatAsync(outcome.Task, request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAndKeepAsync(HttpRequestMessage request, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        try
        {
            var response = await send(request, cancellationToken).ConfigureAwait(false);
            if (!isPlainRead && !response.IsSuccessStatusCode)
            {
                Answer = await BufferedResponse.TakeAsync(response, maxReplyBytes, cancellationToken).ConfigureAwait(false);
            }

            failed = null;
            outcome?.TrySetResult(Answer);
            return response;
        }
        catch (Exception failure)
        {
            failed = failure;
            outcome?.TrySetException(failure);
            _ = outcome?.Task.Exception;
            throw;
        }
    }

    private static async Task<HttpResponseMessage> RepeatAsync(Task<BufferedResponse?> first, HttpRequestMessage request, CancellationToken cancellationToken) =>
        (await first.WaitAsync(cancellationToken).ConfigureAwait(false))?.ToResponse(request) ?? throw new DuplicateSendException();
}

/// <summary>A body that can be sent once. The socket handler silently resends a request without a body on a stale connection, but never one whose content it began to send. A second serialization throws.</summary>
internal sealed class SingleUseContent : HttpContent
{
    private readonly byte[] body;
    private int uses;

    /// <summary>Initializes a new instance. A request without a body gets an empty one, of length zero and without a content type.</summary>
    internal SingleUseContent(byte[]? body, string? contentType)
    {
        this.body = body ?? [];
        if (body is not null && contentType is not null)
        {
            Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Interlocked.Increment(ref uses) == 1
            ? body.Length == 0 ? Task.CompletedTask : stream.WriteAsync(body, cancellationToken).AsTask()
            : throw new DuplicateSendException();

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}

/// <summary>A handler tried to resend a request that must not be sent twice.</summary>
internal sealed class DuplicateSendException() : InvalidOperationException(
    "This request must not be sent twice, and something between the client and the network tried to: a retry handler. The first send may have been delivered.");

/// <summary>An unsuccessful reply, kept whole, so that it can be returned again after a handler has discarded it.</summary>
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

    /// <summary>Keeps a reply. The response continues with its body in memory; a body that cannot be read, or is too long, is left out: the status alone tells what happened.</summary>
    internal static async Task<BufferedResponse> TakeAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var kept = new BufferedResponse(response, await ReadAsync(response.Content, maxBytes, cancellationToken).ConfigureAwait(false));
        response.Content.Dispose();
        response.Content = kept.Content();
        return kept;
    }

    /// <summary>Returns the reply again.</summary>
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
