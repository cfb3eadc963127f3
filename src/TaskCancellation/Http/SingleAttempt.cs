namespace TaskCancellation.Http;

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
