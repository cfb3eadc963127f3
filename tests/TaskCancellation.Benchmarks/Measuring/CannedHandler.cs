namespace TaskCancellation.Benchmarks.Measuring;

/// <summary>Stands in for the network: answers in memory and at once, with the headers that a client may look at.</summary>
internal sealed class CannedHandler(CannedReplies replies) : HttpMessageHandler
{
    private List<string>? log;

    /// <summary>Notes the sorts of requests from now on, one call at a time; nothing is measured meanwhile.</summary>
    internal void BeginLog() => log = [];

    internal IReadOnlyList<string> EndLog()
    {
        var ended = log;
        log = null;
        return ended ?? [];
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        log?.Add(CannedReplies.SortOf(request));
        var reply = replies.To(request);
        var response = new HttpResponseMessage(reply.Status) { RequestMessage = request };
        if (reply.Body.Length > 0)
        {
            response.Content = new ByteArrayContent(reply.Body);
            response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        }

        if (reply.Product is { } product)
        {
            response.Headers.TryAddWithoutValidation("X-Elastic-Product", product);
        }

        return Task.FromResult(response);
    }
}
