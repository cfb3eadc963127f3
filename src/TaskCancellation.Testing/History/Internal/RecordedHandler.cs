namespace TaskCancellation.Testing;

/// <summary>Writes down the requests of recorded calls. What is sent outside of any is left alone.</summary>
internal sealed class RecordedHandler(HttpMessageHandler inner, TaskHistory history, Func<HttpRequestMessage, bool>? isCancel) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (RecordedTaskClient.Current is not { } call || call.History != history)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var name = $"{request.Method} {request.RequestUri?.PathAndQuery}";
        var sent = new HistoryRequest(name, isCancel?.Invoke(request) ?? IsCancel(request));
        if (request.Content is { } content)
        {
            request.Content = new CopiedContent(content, sent);
        }

        history.Add(HistoryLineKind.Requested, call, $"sends {name}", request: sent);
        try
        {
            var reply = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            sent.Status = (int)reply.StatusCode;
            sent.RetryAfter = reply.Headers.RetryAfter is { } hint ? hint.Delta ?? (hint.Date - reply.Headers.Date) : null;
            history.Add(HistoryLineKind.Replied, call, $"has {sent.Status} for {name}", request: sent);
            return reply;
        }
        catch (Exception broken)
        {
            sent.IsNotSent = broken is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };
            history.Add(HistoryLineKind.Replied, call, $"has no reply to {name}: {broken.GetType().Name}", request: sent);
            throw;
        }
    }

    private static bool IsCancel(HttpRequestMessage request) =>
        request.Method != HttpMethod.Get && request.Method != HttpMethod.Head && request.RequestUri?.AbsolutePath.Contains("cancel", StringComparison.OrdinalIgnoreCase) == true;
}
