using System.Net;

namespace TaskCancellation.Http;

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
